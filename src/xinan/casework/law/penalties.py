"""Penalties: which conduct, who orders, within which bounds, by which article, and only after which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from xinan.kernel.errors import InvalidValue, NotAllowed, NotFound
from xinan.kernel.money import format_yuan, yuan
from xinan.kernel.text import Text
from xinan.rules.model import Basis

_TABLE: Final = Path(__file__).with_name("penalties.yaml")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most, yuan, both included."""

    least: Decimal
    most: Decimal

    @property
    def text(self) -> Text:
        """For people."""
        return Text(
            f"{format_yuan(self.least)} 以上 {format_yuan(self.most)} 以下",
            f"{format_yuan(self.least)} to {format_yuan(self.most)}",
        )


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a conduct costs: for the unit, for the persons responsible; None where no fine is provided.

    `missed`: with `after_order`, the clocks of an inspection whose missing is the missing of that order.
    """

    conduct: str
    name: Text
    ordered_by: tuple[str, ...]
    authorities: tuple[Text, ...]
    unit: Bounds | None
    persons: Bounds | None
    article: Basis
    after_order: bool
    missed: tuple[str, ...]
    measures: tuple[Text, ...]
    if_serious: tuple[Text, ...]


def find(conduct: str) -> Penalty:
    """The penalty of a conduct; raises NotFound (`penalty-unknown`)."""
    found = penalties().get(conduct)
    if found is None:
        raise NotFound(
            "penalty-unknown",
            Text(f"处罚表中没有“{conduct}”。", f"The table of penalties has no “{conduct}”."),
            Text("从处罚表中选择违法行为。", "Choose the conduct from the table."),
        )
    return found


def check(conduct: str, amount: Decimal, *, person: bool = False, order_missed: bool) -> Penalty:
    """The penalty, where this fine (yuan) may be imposed on the unit, or on a `person` responsible.

    `order_missed`: an order to correct was served and not obeyed in time. Raises NotFound; NotAllowed
    (`penalty-before-order`, `penalty-no-fine`); InvalidValue (`penalty-bounds`) with the bounds and the article.
    """
    penalty = find(conduct)
    if penalty.after_order and not order_missed:
        raise NotAllowed(
            "penalty-before-order",
            Text(
                f"“{penalty.name.zh}”须先责令限期改正，逾期不改正的才能处罚（{_cited(penalty).zh}）。",
                f"“{penalty.name.en}” is punished only after an order to correct was not obeyed ({_cited(penalty).en}).",
            ),
            Text(
                "先发限期改正指令书，并登记送达和逾期情况。",
                "Issue the order first; record its service and that it was missed.",
            ),
        )
    bounds = penalty.persons if person else penalty.unit
    if bounds is None:
        raise NotAllowed(
            "penalty-no-fine",
            Text(
                f"“{penalty.name.zh}”没有对{'个人' if person else '单位'}罚款的规定（{_cited(penalty).zh}）。",
                f"No fine on the {'person' if person else 'unit'} is provided for “{penalty.name.en}” ({_cited(penalty).en}).",
            ),
            Text("采取该条规定的其他措施。", "Take the measures that the article provides."),
        )
    if not bounds.least <= amount <= bounds.most:
        raise InvalidValue(
            "penalty-bounds",
            Text(
                f"罚款 {format_yuan(amount)} 超出法定幅度（{_cited(penalty).zh}）。",
                f"A fine of {format_yuan(amount)} lies outside the bounds ({_cited(penalty).en}).",
            ),
            Text(f"在 {bounds.text.zh}确定。", f"Set it within {bounds.text.en}."),
        )
    return penalty


@cache
def penalties() -> Mapping[str, Penalty]:
    """Every penalty by its conduct, in the order of the table."""
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {code: _penalty(code, row, table) for code, row in table["conducts"].items()}


def _penalty(code: str, row: Mapping[str, Any], table: Mapping[str, Any]) -> Penalty:
    cited = row["article"]
    return Penalty(
        conduct=code,
        name=Text(**row["name"]),
        ordered_by=tuple(row["by"]),
        authorities=tuple(Text(**table["authorities"][one]) for one in row["by"]),
        unit=_bounds(row.get("unit")),
        persons=_bounds(row.get("persons")),
        article=Basis(Text(**table["documents"][cited["document"]]), cited["articles"]),
        after_order=row["after_order"],
        missed=tuple(row.get("missed", ["correction"])) if row["after_order"] else (),
        measures=_measures(row.get("measures", ()), table),
        if_serious=_measures(row.get("if_serious", ()), table),
    )


def _bounds(given: list[int] | None) -> Bounds | None:
    return Bounds(yuan(given[0]), yuan(given[1])) if given else None


def _measures(codes: Any, table: Mapping[str, Any]) -> tuple[Text, ...]:
    return tuple(Text(**table["measures"][code]) for code in codes)


def _cited(penalty: Penalty) -> Text:
    article = penalty.article
    return Text(f"{article.document.zh}第{article.articles}条", f"{article.document.en} art. {article.articles}")
