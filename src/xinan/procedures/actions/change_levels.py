"""A finding rises or falls while it is handled: the level follows, and clocks whose length depends on it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from xinan.procedures.enums import ActorKind
from xinan.procedures.levels import follow_levels
from xinan.procedures.models import Proceeding, Step

LEVEL = "level"


@transaction.atomic
def change_levels(levels: Mapping[int, str], *, now: datetime) -> int:
    """Set the level of open proceedings (id: level); the number changed. Written as a step of the system.

    Running clocks take the length of the new level from their old start; a shorter one never makes them due before the
    day of the change.
    """
    rows = Proceeding.objects.select_for_update(of=("self",)).filter(pk__in=levels, closed_at=None).order_by("pk")
    changed = [one for one in rows if one.level != levels[one.pk]]
    steps = []
    for one in changed:
        steps.append(_step(one, after=levels[one.pk], now=now))
        one.level = levels[one.pk]
    Proceeding.objects.bulk_update(changed, ["level"], batch_size=2000)
    Step.objects.bulk_create(steps)
    follow_levels({one.pk: one for one in changed}, now=now)
    return len(changed)


def _step(one: Proceeding, *, after: str, now: datetime) -> Step:
    return Step(
        proceeding=one,
        move=LEVEL,
        state_before=one.state,
        state_after=one.state,
        as_kind=ActorKind.SYSTEM,
        at=now,
        version=one.version,
        other={"before": one.level, "after": after},
    )
