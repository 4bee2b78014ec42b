"""What the emergency fund may advance: limits by day and place, each with its source. Pure.

条例 63 lets a government advance part of the wages or the means to live on, and names no figure; the values of limits.yaml
say where they come from and whether they are defaults of ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

from xinan.kernel import minimum_wage
from xinan.kernel.regions import prefecture_of
from xinan.kernel.text import Text

LIMITS: Final = Path(__file__).with_name("limits.yaml")
CENT: Final = Decimal("0.01")
LAW: Final = Text("保障农民工工资支付条例第63条", "Regulation on wages of migrant workers art. 63")


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    region: str = ""
    from_on: date = Field(alias="from")
    value: Decimal
    is_default: bool
    source: Text


class Parameter(BaseModel):
    """A limit as shipped: its name, its unit (months, share, yuan), between what a place may set it, its steps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    unit: str
    least: Decimal
    most: Decimal
    steps: tuple[_Step, ...] = Field(min_length=1)

    @property
    def name(self) -> Text:
        """What it is called."""
        return Text(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Set:
    """A value that a place (blank: the province) has set from a day on; the later approved goes before the earlier."""

    name: str
    region: str
    from_on: date
    value: Decimal
    source: Text
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A parameter as it stands on a day in a place."""

    name: Text
    value: Decimal
    source: Text
    is_default: bool
    from_on: date
    region: str = ""


@dataclass(frozen=True, slots=True)
class FundLimits:
    """What may be advanced in a place on a day: to each worker, and of all that is owed."""

    per_worker: Decimal
    months: Limit
    wage: Decimal
    wage_source: Text
    share: Limit

    def total(self, owed: Decimal) -> Decimal:
        """The most of what is owed; whole cents, never rounded up."""
        return (owed * self.share.value).quantize(CENT, rounding=ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class Excess:
    """A limit that is exceeded: which, its figure, what was asked."""

    code: str
    limit: Decimal
    asked: Decimal
    words: Text


def limit(name: str, *, region: str, on: date, also: Sequence[Set] = ()) -> Limit:
    """A parameter's value: the county's, else its city's, else the province's; `also` is what places have set.

    KeyError for a name that is none.
    """
    parameter = parameters()[name]
    steps = [*_shipped(name, parameter), *(one for one in also if one.name == name)]
    for place in (region, _city(region), ""):
        begun = [step for step in steps if step.region == place and step.from_on <= on]
        if begun:
            # Of two from the same day the one set later.
            newest = max(step.from_on for step in begun)
            return _as_limit(parameter, [step for step in begun if step.from_on == newest][-1])
    return _as_limit(parameter, steps[0])


def limits_for(region: str, *, on: date, also: Sequence[Set] = ()) -> FundLimits:
    """The limits of a place on a day; InvalidValue for a place that is none."""
    months, share = (limit(name, region=region, on=on, also=also) for name in ("per_worker_months", "share_of_owed"))
    step = [one for one in minimum_wage.steps(region) if one.from_on <= on][-1]
    per_worker = (step.value * months.value).quantize(CENT, rounding=ROUND_DOWN)
    return FundLimits(per_worker, months, step.value, step.source, share)


def excesses(asked: Mapping[int, Decimal], *, owed: Decimal, balance: Decimal, limits: FundLimits) -> list[Excess]:
    """What exceeds which limit; `asked` by worker. Empty where all of it may be advanced."""
    total = sum(asked.values(), Decimal("0.00"))
    return [
        *_per_worker(asked.values(), limits),
        *_exceeded("share", limits.total(owed), total, Text("欠薪总额的比例上限", "the share of what is owed")),
        *_exceeded("balance", balance, total, Text("基金余额", "the balance of the fund")),
    ]


def suggested(open_sums: Mapping[int, Decimal], *, most: Decimal, limits: FundLimits) -> dict[int, Decimal]:
    """What each worker might get: no more than the limit for one, all cut alike where together they exceed `most`."""
    capped = {worker: min(amount, limits.per_worker) for worker, amount in open_sums.items()}
    total = sum(capped.values(), Decimal("0.00"))
    if total <= most:
        return capped
    share = max(most, Decimal(0)) / total
    return {worker: (amount * share).quantize(CENT, rounding=ROUND_DOWN) for worker, amount in capped.items()}


def _per_worker(asked: Iterable[Decimal], limits: FundLimits) -> list[Excess]:
    most = max(asked, default=Decimal("0.00"))
    return _exceeded("per-worker", limits.per_worker, most, Text("每人限额", "the limit for each worker"))


def _exceeded(code: str, most: Decimal, asked: Decimal, what: Text) -> list[Excess]:
    if asked <= most:
        return []
    words = Text(
        f"{what.zh} {most:,.2f} 元，申请 {asked:,.2f} 元", f"{what.en}: {most:,.2f} yuan, asked for: {asked:,.2f} yuan"
    )
    return [Excess(code, most, asked, words)]


def _city(region: str) -> str:
    return (prefecture_of(region) or "") if region else ""


def _shipped(name: str, parameter: Parameter) -> list[Set]:
    return [Set(name, one.region, one.from_on, one.value, one.source, one.is_default) for one in parameter.steps]


def _as_limit(parameter: Parameter, step: Set) -> Limit:
    return Limit(parameter.name, step.value, step.source, step.is_default, step.from_on, step.region)


@cache
def parameters() -> dict[str, Parameter]:
    """The limits as shipped, by name."""
    data = yaml.safe_load(LIMITS.read_text(encoding="utf-8"))
    return {name: Parameter.model_validate(given) for name, given in data.items()}
