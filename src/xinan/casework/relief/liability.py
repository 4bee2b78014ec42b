"""Who has to clear arrears of wages, in which order, up to how much, with recourse against whom (条例 16–37). Pure.

The table is liability.yaml; facts are its questions, answered yes, no, or not at all. For any answers somebody pays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from xinan.kernel.text import Text

TABLE: Final = Path(__file__).with_name("liability.yaml")
NOTHING: Final = Decimal("0.00")
UNSETTLED: Final = "unsettled_price"
Answers = Mapping[str, bool | None]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(_Data):
    """A fact, as it is asked for, with the article that makes it matter."""

    ask: Text
    law: Text


def _text_keys(value: object) -> object:
    return value if isinstance(value, dict) else {}


class Row(_Data):
    """A row of the table: where these facts are so, this role pays, by these articles of the Regulation.

    `court`: article of 法释〔2025〕12号 by which courts uphold the claim.
    """

    code: str
    when: Annotated[dict[str, bool], BeforeValidator(_text_keys)]
    payer: str
    articles: tuple[str, ...] = Field(min_length=1)
    court: str = ""
    limit: str = ""
    recourse: tuple[str, ...] = ()
    reason: Text

    def holds(self, answers: Answers) -> bool:
        """Whether every fact it asks for is just so."""
        return all(answers.get(name) is wanted for name, wanted in self.when.items())


class Contradiction(_Data):
    """Answers that cannot both be."""

    when: dict[str, bool]
    words: Text


class Table(_Data):
    """The whole decision table."""

    roles: dict[str, Text]
    questions: dict[str, Question]
    rows: tuple[Row, ...]
    otherwise: tuple[Row, ...] = Field(min_length=1)
    contradictions: tuple[Contradiction, ...] = ()

    @model_validator(mode="after")
    def _names(self) -> Self:
        for row in (*self.rows, *self.otherwise):
            unknown = [name for name in row.when if name not in self.questions]
            unknown += [role for role in (row.payer, *row.recourse) if role not in self.roles]
            if unknown or row.limit not in ("", UNSETTLED):
                raise ValueError(f"row {row.code}: {unknown or row.limit} is not in the table")
        for one in self.contradictions:
            if not one.when.keys() <= self.questions.keys():
                raise ValueError(f"a contradiction asks for {sorted(one.when)}")
        if self.otherwise[-1].when:
            raise ValueError("the last row of `otherwise` holds for any facts")
        return self


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a role pays: the row with its law in words."""

    row: str
    law: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class Payer:
    """A rung of the ladder. `limit` None: the whole sum; `limit_unknown`: capped, but nobody has said at what."""

    role: str
    name: Text
    grounds: tuple[Ground, ...]
    recourse: tuple[Text, ...]
    limit: Decimal | None = None
    limit_unknown: bool = False

    @property
    def articles(self) -> str:
        """The articles, as letters and pages cite them."""
        return "；".join(dict.fromkeys(ground.law.zh for ground in self.grounds))


@dataclass(frozen=True, slots=True)
class Share:
    """What of a sum falls on a payer at their place of the ladder."""

    payer: Payer
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Liability:
    """The ladder, first liable first; what the answers contradict; whether the emergency fund may step in (条例 63)."""

    payers: tuple[Payer, ...]
    contradictions: tuple[Text, ...]
    fund_may_help: bool

    def shares(self, amount: Decimal) -> list[Share]:
        """What falls on whom if each pays before the next: a capped one up to its cap, the next whatever is left."""
        found, left = [], amount
        for payer in self.payers:
            own = NOTHING if payer.limit_unknown else left if payer.limit is None else min(left, payer.limit)
            found.append(Share(payer, own))
            left -= own
        return found


@cache
def table() -> Table:
    """The table as shipped."""
    return Table.model_validate(yaml.safe_load(TABLE.read_text(encoding="utf-8")))


def decide(answers: Answers, *, unsettled: Decimal | None = None, by: Table | None = None) -> Liability:
    """Who pays on these facts. `unsettled`: the project price not settled yet, in yuan, None where nobody knows.

    Never without a payer. A question left out counts as unanswered.
    """
    used = by or table()
    rows = [row for row in used.rows if row.holds(answers)]
    rows = rows or [next(row for row in used.otherwise if row.holds(answers))]
    said = [one.words for one in used.contradictions if _all(one.when, answers)]
    said += _about_the_price(answers, unsettled)
    return Liability(_ladder(rows, unsettled, used), tuple(said), answers.get("employer_unable") is True)


def law_of(row: Row) -> Text:
    """The articles of a row in words."""
    zh = "条例第" + "、".join(row.articles) + "条"
    en = "Regulation art. " + ", ".join(row.articles)
    if not row.court:
        return Text(zh, en)
    return Text(
        f"{zh}；法释〔2025〕12号第{row.court}条", f"{en}; Judicial Interpretation (2025) No. 12 art. {row.court}"
    )


def condition_of(row: Row, *, of: Table | None = None) -> Text:
    """When a row holds, in words; for the printed table."""
    used = of or table()
    parts = [(used.questions[name].ask, wanted) for name, wanted in row.when.items()]
    if not parts:
        return Text("其他情形", "Otherwise")
    zh = "；".join(f"{ask.zh}：{'是' if wanted else '否'}" for ask, wanted in parts)
    en = " ".join(f"{ask.en} {'Yes.' if wanted else 'No.'}" for ask, wanted in parts)
    return Text(zh, en)


def _ladder(rows: Iterable[Row], unsettled: Decimal | None, used: Table) -> tuple[Payer, ...]:
    """A rung for each role, in the order of the first row that names it; one row without a cap lifts the cap."""
    by_role: dict[str, list[Row]] = {}
    for row in rows:
        by_role.setdefault(row.payer, []).append(row)
    return tuple(_payer(role, own, unsettled, used) for role, own in by_role.items())


def _payer(role: str, rows: list[Row], unsettled: Decimal | None, used: Table) -> Payer:
    capped = all(row.limit for row in rows)
    against = dict.fromkeys(name for row in rows for name in row.recourse if name != role)
    return Payer(
        role=role,
        name=used.roles[role],
        grounds=tuple(Ground(row.code, law_of(row), row.reason) for row in rows),
        recourse=tuple(used.roles[name] for name in against),
        limit=max(unsettled, NOTHING) if capped and unsettled is not None else None,
        limit_unknown=capped and unsettled is None,
    )


def _about_the_price(answers: Answers, unsettled: Decimal | None) -> list[Text]:
    if answers.get("owner_late") is not True or unsettled is None or unsettled > 0:
        return []
    words = Text(
        "答“建设单位未及时拨付”，但工程款已无未结清数：其垫付以未结清的工程款为限，限额为 0 元。",
        "The owner is said to be late, but nothing of the price is unsettled: its advance is capped at 0 yuan.",
    )
    return [words]


def _all(when: Mapping[str, bool], answers: Answers) -> bool:
    return all(answers.get(name) is wanted for name, wanted in when.items())


def answers_of(data: Mapping[str, Any]) -> dict[str, bool | None]:
    """Answers kept as JSON, without what the table does not ask."""
    known = table().questions
    return {name: value for name, value in data.items() if name in known and value in (True, False, None)}
