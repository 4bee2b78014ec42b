"""Every number of a rule: by date and region, with its unit, its source, and the bounds the law sets."""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

import ibis
import ibis.expr.types as ir

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.rules.model import Level

# Amounts and shares are multiplied in this type: wide enough for 10^12 yuan times any share.
EXACT = "decimal(38,8)"

Ladder = Mapping[Level, Decimal]
Value = Decimal | int | bool | Ladder


class ParameterKind(StrEnum):
    """What a parameter's value is, and how a ladder's steps are met."""

    COUNT = "count"  # a whole number: days, working days, people …
    SHARE = "share"  # 0.25 means 25 %
    MONEY = "money"  # yuan
    FLAG = "flag"
    LADDER_FROM = "ladder_from"  # a level from this many on (days, a share …)
    LADDER_ABOVE = "ladder_above"  # a level above this much, not at it
    LADDER_BELOW = "ladder_below"  # a level below this much, not at it

    @property
    def is_ladder(self) -> bool:
        """Whether the value gives a level for each of several amounts."""
        return self.value.startswith("ladder")


@dataclass(frozen=True, slots=True)
class Step:
    """A value in force from a day until the next step.

    `ends` is for places alone: from that day on the place has no value of its own any more.
    """

    from_on: date
    value: Value
    source: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value the law allows, and the article that says so."""

    least: Decimal | None
    greatest: Decimal | None
    article: str

    def hold(self, amount: Decimal) -> bool:
        """Whether an amount lies within."""
        return (self.least is None or amount >= self.least) and (self.greatest is None or amount <= self.greatest)

    @property
    def span(self) -> Text:
        """The bounds in words, after “it must be”."""
        if self.least is None:
            return Text(f"不大于 {self.greatest}", f"at most {self.greatest}")
        if self.greatest is None:
            return Text(f"不小于 {self.least}", f"at least {self.least}")
        return Text(f"在 {self.least} 至 {self.greatest} 之间", f"between {self.least} and {self.greatest}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a rule. `regions` holds the steps of places that differ from the province."""

    name: str
    title: Text
    kind: ParameterKind
    unit: str
    is_law: bool
    steps: tuple[Step, ...]
    regions: Mapping[str, tuple[Step, ...]]
    bounds: Bounds | None = None

    def step(self, *, on: date, region: str = "") -> Step:
        """The step in force on a day in a place: the county's, else the prefecture's, else the province's."""
        for code in (region, region[:4] + "00"):
            chosen = _in_force(self.regions.get(code, ()), on=on) if region else None
            if chosen is not None:
                return chosen
        found = _in_force(self.steps, on=on)
        # A day before the first step is judged by the first: the law did not know the number, the facts may be older.
        return found if found is not None else self.steps[0]

    def with_step(self, step: Step, *, region: str = "") -> "Parameter":
        """This parameter with one more step, for the province or one place; InvalidValue outside the law's bounds."""
        if not step.ends:
            self.check(step.value)
        if not region:
            return replace(self, steps=_sorted((*self.steps, step)))
        there = _sorted((*self.regions.get(region, ()), step))
        return replace(self, regions={**self.regions, region: there})

    def held(self, value: Value | None, *, region: str = "") -> "Parameter":
        """This parameter as if `value` had been in force on every day, in the province or one place.

        None takes a place's own value away. InvalidValue outside the law's bounds.
        """
        if value is not None:
            self.check(value)
        if not region:
            return self if value is None else replace(self, steps=(Step(_ALWAYS, value, ""),))
        others = {code: steps for code, steps in self.regions.items() if code != region}
        here = {} if value is None else {region: (Step(_ALWAYS, value, ""),)}
        return replace(self, regions={**others, **here})

    def own_step(self, *, on: date, region: str) -> Step | None:
        """The step that a place has of its own on a day; None where it follows the wider place."""
        return _in_force(self.regions.get(region, ()), on=on)

    def check(self, value: Value) -> None:
        """InvalidValue where `value` lies outside the bounds."""
        if isinstance(value, Mapping):
            check_ladder(value, kind=self.kind, title=self.title)
            return
        if self.bounds is None or self.bounds.hold(Decimal(value)):
            return
        if self.kind is ParameterKind.FLAG:
            raise InvalidValue(
                "switch-not-allowed",
                Text(f"“{self.title.zh}”不得改为否。", f"“{self.title.en}” may not be switched off."),
                Text(f"依据：{self.bounds.article}。", f"By {self.bounds.article}."),
            )
        raise InvalidValue(
            "parameter-out-of-bounds",
            Text(
                f"参数“{self.title.zh}”的值 {value} 超出法定范围。",
                f"The value {value} of “{self.title.en}” lies outside what the law allows.",
            ),
            Text(
                f"{self.bounds.article}：应{self.bounds.span.zh}。",
                f"{self.bounds.article}: it must be {self.bounds.span.en}.",
            ),
        )


# A day before every fact and every law.
_ALWAYS = date(1900, 1, 1)


def check_ladder(ladder: Ladder, *, kind: ParameterKind, title: Text) -> None:
    """InvalidValue where a graver level is met before a lighter one, or where nothing gives a level."""
    amounts = [ladder[level] for level in sorted(ladder, key=lambda level: level.rank)]
    signed = [-amount for amount in amounts] if kind is ParameterKind.LADDER_BELOW else amounts
    if signed and all(before < after for before, after in zip(signed, signed[1:], strict=False)):
        return
    falls = kind is ParameterKind.LADDER_BELOW
    raise InvalidValue(
        "ladder-out-of-order",
        Text(f"“{title.zh}”的各级数值顺序不对。", f"The levels of “{title.en}” are out of order."),
        Text(
            f"至少填一级；等级越重，数值应越{'小' if falls else '大'}。",
            f"Give one level at least; the graver the level, the {'smaller' if falls else 'larger'} its value.",
        ),
    )


def _in_force(steps: tuple[Step, ...], *, on: date) -> Step | None:
    chosen = None
    for step in steps:
        if step.from_on <= on:
            chosen = step
    return None if chosen is None or chosen.ends else chosen


def _sorted(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    by_day = {step.from_on: step for step in steps}
    return tuple(by_day[day] for day in sorted(by_day))


_COMPARISONS = {
    ParameterKind.LADDER_FROM: operator.ge,
    ParameterKind.LADDER_ABOVE: operator.gt,
    ParameterKind.LADDER_BELOW: operator.lt,
}


@dataclass(frozen=True)
class Bound:
    """The parameters of one owner (a rule, or the shared ones) bound to an as-of day, for use in expressions."""

    parameters: Mapping[str, Parameter]
    as_of: date
    # The names that expressions asked for: what an explanation must show.
    used: set[str] = field(default_factory=set, compare=False, repr=False)

    def _parameter(self, name: str) -> Parameter:
        self.used.add(name)
        return self.parameters[name]

    def value(self, name: str, *, region: str = "") -> Value:
        """The plain value in force on the as-of day."""
        return self._parameter(name).step(on=self.as_of, region=region).value

    def count(self, name: str, region: ir.StringValue) -> ir.IntegerValue:
        """A whole number as it is in force in `region`."""
        return self._by_region(name, region, "int32")

    def share(self, name: str, region: ir.StringValue) -> ir.DecimalValue:
        """A share or amount as it is in force in `region`, decimal(38,8)."""
        return self._by_region(name, region, EXACT)

    def flag(self, name: str, region: ir.StringValue) -> ir.BooleanValue:
        """A yes or no as it is in force in `region`."""
        return self._by_region(name, region, "boolean")

    def level(self, name: str, amount: ir.NumericValue, region: ir.StringValue) -> ir.StringValue:
        """The highest level whose step `amount` meets; null where it meets none."""
        return self._level(name, amount, None, region)

    def level_of_share(
        self, name: str, part: ir.NumericValue, whole: ir.NumericValue, region: ir.StringValue
    ) -> ir.StringValue:
        """The highest level whose step `part` meets as a share of `whole`.

        Compared as products, exactly: a quotient could round the boundary away, and `whole` may be zero.
        """
        return self._level(name, part.cast(EXACT), whole.cast(EXACT), region)

    def _level(
        self, name: str, amount: ir.NumericValue, whole: ir.NumericValue | None, region: ir.StringValue
    ) -> ir.StringValue:
        parameter = self._parameter(name)
        branches = [
            (there, self._rungs(parameter, region=code, amount=amount, whole=whole))
            for code, there in self._deviating(parameter, region)
        ]
        usual = self._rungs(parameter, region="", amount=amount, whole=whole)
        return ibis.cases(*branches, else_=usual) if branches else usual

    def first_step(self, name: str, region: ir.StringValue) -> ir.IntegerValue:
        """The amount from which the ladder's lowest step is met (`since` counts from it)."""
        parameter = self._parameter(name)
        branches = [
            (there, _literal(self._lowest(parameter, region=code)))
            for code, there in self._deviating(parameter, region)
        ]
        usual = _literal(self._lowest(parameter, region=""))
        return ibis.cases(*branches, else_=usual) if branches else usual

    def step_at(self, name: str, level: Level, region: ir.StringValue) -> ir.IntegerValue:
        """The amount from which a ladder gives one level; null where it never does."""
        parameter = self._parameter(name)

        def step(code: str) -> ir.NumericValue:
            threshold = self._ladder(parameter, region=code).get(level)
            return ibis.null("int32") if threshold is None else _literal(threshold)

        branches = [(there, step(code)) for code, there in self._deviating(parameter, region)]
        return ibis.cases(*branches, else_=step("")) if branches else step("")

    def _lowest(self, parameter: Parameter, *, region: str) -> Decimal:
        return min(self._ladder(parameter, region=region).values())

    def _rungs(
        self, parameter: Parameter, *, region: str, amount: ir.NumericValue, whole: ir.NumericValue | None
    ) -> ir.StringValue:
        ladder = self._ladder(parameter, region=region)
        meets = _COMPARISONS[parameter.kind]
        rungs = sorted(ladder.items(), key=lambda rung: -rung[0].rank)
        branches = []
        for level, threshold in rungs:
            step = _literal(threshold) if whole is None else ibis.literal(threshold, EXACT) * whole
            branches.append((meets(amount, step), level.value))
        return ibis.cases(*branches, else_=None)

    def _ladder(self, parameter: Parameter, *, region: str) -> Ladder:
        ladder = parameter.step(on=self.as_of, region=region).value
        if not isinstance(ladder, Mapping):
            raise TypeError(f"{parameter.name} is not a ladder")
        return ladder

    def _by_region(self, name: str, region: ir.StringValue, dtype: str) -> ir.Value:
        parameter = self._parameter(name)
        branches = [
            (there, ibis.literal(parameter.step(on=self.as_of, region=code).value, dtype))
            for code, there in self._deviating(parameter, region)
        ]
        usual = ibis.literal(parameter.step(on=self.as_of).value, dtype)
        return ibis.cases(*branches, else_=usual) if branches else usual

    def _deviating(self, parameter: Parameter, region: ir.StringValue) -> Iterator[tuple[str, ir.BooleanValue]]:
        """Places with a value of their own on the as-of day, counties before prefectures.

        A prefecture's code stands for its counties: they share its first four digits.
        """
        for code in sorted(parameter.regions, key=lambda code: (code.endswith("00"), code)):
            if _in_force(parameter.regions[code], on=self.as_of) is not None:
                yield code, region.left(4) == code[:4] if code.endswith("00") else region == code


def _literal(threshold: Decimal) -> ir.NumericValue:
    if threshold == threshold.to_integral_value():
        return ibis.literal(int(threshold), "int32")
    return ibis.literal(threshold, EXACT)
