"""What firms are not shown: that somebody complained, when, and what of (Regulation on labour inspection art. 9: secrecy).

Whoever sees only their own firm's projects could tell from the day, the number of people and the sum who it was.
"""

from dataclasses import replace
from typing import Any, Final

from django.db.models import QuerySet

from xinan.people.scope import Scope
from xinan.rules.model import Link
from xinan.rules.risk.model import PartScore, Risk

COMPLAINTS: Final = f"{Link.COMPLAINT.value}/"
# The part of the risk index that counts complaints, and the column by which evidence names them.
PART: Final = "complaints"
COLUMN: Final = "clue_id"
MOST: Final = 100


def hears_of_complaints(scope: Scope) -> bool:
    """Whether a person is told of complaints: people of offices are, those of firms are not."""
    return bool(scope.offices)


def told_warnings(rows: QuerySet[Any], *, scope: Scope) -> QuerySet[Any]:
    """The warnings (or findings of a past day) that a person is told of."""
    return rows if hears_of_complaints(scope) else rows.exclude(rule__startswith=COMPLAINTS)


def told_risk(risk: Risk | None, *, scope: Scope) -> Risk | None:
    """The index as a person is told it: for a firm without complaints, its parts adding up all the same."""
    if risk is None or hears_of_complaints(scope):
        return risk
    parts = tuple(_without(part) for part in risk.parts if part.part != PART)
    return replace(risk, parts=parts, index=min(MOST, sum(part.points for part in parts)))


def _without(part: PartScore) -> PartScore:
    rules = {rule: count for rule, count in part.rules.items() if not rule.startswith(COMPLAINTS)}
    return replace(part, rules=rules)
