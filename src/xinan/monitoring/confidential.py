"""What firms are not shown: that somebody complained, when, and what of (Regulation on labour inspection art. 9: secrecy).

Whoever sees only their own firm's projects could tell from the day, the number of people and the sum who it was. A finding
that comes or goes with a complaint is told to no firm. Two rules of the rulebook are addressed to firms and read clues beside
other facts: an account closed over an open clue and nothing else is not told; leavers not settled are told, without a word of
clues (an open one holds the level down).
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet

from xinan.people.scope import Scope
from xinan.rules.model import Link
from xinan.rules.risk.model import PartScore, Risk
from xinan.rules.risk.points import shipped_points
from xinan.rules.risk.score import LEVEL_VALUES

COMPLAINTS: Final = f"{Link.COMPLAINT.value}/"
# Beside the link of complaints: the deposit is given back only where no clue is open, so that the finding goes with one.
OTHERS: Final = frozenset({"deposit/return-overdue"})
# The part of the risk index that counts complaints, and the column by which evidence names them.
PART: Final = "complaints"
COLUMN: Final = "clue_id"
MOST: Final = 100
# An account closed early for no other reason than an open clue: the rule, and what its measures then are.
CLOSED_EARLY: Final = "account/closed-early"
OVER_A_CLUE: Final[Mapping[str, int]] = {"unfinished": 0, "unannounced": 0, "unpaid_months": 0}


def is_confidential(rule_id: str) -> bool:
    """Whether a rule's findings depend on complaints.

    >>> is_confidential("complaint/cluster"), is_confidential("deposit/return-overdue"), is_confidential("wages/unpaid")
    (True, True, False)
    """
    return rule_id.startswith(COMPLAINTS) or rule_id in OTHERS


def is_untold(rule_id: str, measures: Mapping[str, object]) -> bool:
    """Whether no firm is told of a finding.

    >>> is_untold("account/closed-early", {"unfinished": 0, "unannounced": 0, "unpaid_months": 0})
    True
    >>> is_untold("account/closed-early", {"unfinished": 0, "unannounced": 1, "unpaid_months": 0})
    False
    """
    over_a_clue = all(measures.get(name) == number for name, number in OVER_A_CLUE.items())
    return is_confidential(rule_id) or (rule_id == CLOSED_EARLY and over_a_clue)


def untold(*, of: str = "") -> Q:
    """The findings no firm is told of, as a condition on warnings; on what points to one, `of` is the way to it."""
    way = f"{of}__" if of else ""
    over_a_clue = {f"{way}measures__{name}": number for name, number in OVER_A_CLUE.items()}
    return (
        Q(**{f"{way}rule__startswith": COMPLAINTS})
        | Q(**{f"{way}rule__in": OTHERS})
        | Q(**{f"{way}rule": CLOSED_EARLY, **over_a_clue})
    )


def hears_of_complaints(scope: Scope) -> bool:
    """Whether a person is told of complaints: people of offices are, those of firms are not."""
    return bool(scope.offices)


def told_warnings(rows: QuerySet[Any], *, scope: Scope) -> QuerySet[Any]:
    """The warnings (or findings of a past day) that a person is told of."""
    return rows if hears_of_complaints(scope) else rows.exclude(untold())


def told_risk(risk: Risk | None, *, scope: Scope) -> Risk | None:
    """The index as a person is told it: for a firm as if nobody had complained, its parts adding up all the same."""
    if risk is None or hears_of_complaints(scope):
        return risk
    parts = tuple(_without(part) for part in risk.parts if part.part != PART)
    return replace(risk, parts=parts, index=min(MOST, sum(part.points for part in parts)))


def _without(part: PartScore) -> PartScore:
    hidden = {rule for rule in part.rules if is_confidential(rule)}
    if not hidden:
        return part
    value = max(part.value - sum(_worth(part, rule) for rule in hidden), Decimal(0))
    return replace(
        part,
        points=shipped_points().of(part.part, value),
        value=value,
        rules=_but(part.rules, hidden),
        worst=_but(part.worst, hidden),
    )


def _worth(part: PartScore, rule: str) -> int:
    """What the worst finding of a rule adds to the part's value; of indices kept before it was written, the most it can."""
    return part.worst.get(rule, max(LEVEL_VALUES.values()))


def _but(given: Mapping[str, int], hidden: set[str]) -> dict[str, int]:
    return {rule: number for rule, number in given.items() if rule not in hidden}
