"""What a change would do, counted by level, place and contractor, and listed; within the viewer's scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from xinan.monitoring.change_models import RuleChange, ShadowDifference, Trial, TrialDifference
from xinan.people.scope import Scope

Rows = TypeVar("Rows", TrialDifference, ShadowDifference)
KINDS = ("raised", "gone", "level")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many findings would be new, gone, of another level, for one value of a column."""

    key: str
    raised: int = 0
    gone: int = 0
    level: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.raised + self.gone + self.level


def trial_rows(trial: Trial, *, scope: Scope) -> QuerySet[TrialDifference]:
    """The differences of a trial that lie in the viewer's scope; those about firms are for whoever sees the province."""
    return _in_scope(TrialDifference.objects.filter(trial=trial), scope)


def shadow_rows(change: RuleChange, *, scope: Scope) -> QuerySet[ShadowDifference]:
    """The differences of a shadow that lie in the viewer's scope."""
    return _in_scope(ShadowDifference.objects.filter(change=change), scope)


def counted(rows: QuerySet[Rows], column: str) -> list[Counted]:
    """Counts by a column, the most first. `grade` is the level a finding would have, or had where it would go."""
    graded = rows.annotate(grade=Coalesce(NullIf(F("level_after"), Value("")), F("level_before")))
    found: dict[str, dict[str, int]] = {}
    for key, kind, number in graded.order_by().values_list(column, "kind").annotate(number=Count("pk")):
        found.setdefault(key or "", {})[kind] = number
    made = [Counted(key, **_kinds(numbers)) for key, numbers in found.items()]
    return sorted(made, key=lambda each: (-each.total, each.key))


def _kinds(numbers: Mapping[str, int]) -> dict[str, int]:
    return {kind: numbers.get(kind, 0) for kind in KINDS}


def _in_scope(rows: QuerySet[Rows], scope: Scope) -> QuerySet[Rows]:
    if scope.sees_everything:
        return rows
    seen = Q(pk__in=[])
    for grant in scope.offices:
        if grant.regions is not None and grant.industries is None:
            seen |= Q(region_code__in=grant.regions)
    return rows.filter(seen)
