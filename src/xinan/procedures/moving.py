"""What every move writes: the new state, the step, its proof, the clocks. Inside the transaction of an action."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Final

from django.db.models import F

from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.clock import CHINA
from xinan.people.models import User
from xinan.procedures.checks import Given
from xinan.procedures.clockwork import Fired, apply_triggers
from xinan.procedures.enums import ActorKind
from xinan.procedures.given import SentProof
from xinan.procedures.levels import follow_levels
from xinan.procedures.models import Proceeding, Proof, Step
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure
from xinan.procedures.transitions import move_triggers

_NOON: Final = time(12)


def move_all(
    proceedings: Sequence[Proceeding],
    code: str,
    *,
    by: User | None,
    as_kind: ActorKind,
    now: datetime,
    given: Given,
    other: Mapping[str, object],
    calendar: WorkingCalendar,
) -> list[Step]:
    """Move each (locked, checked) and write it; the steps, saved. Statements do not grow with their number."""
    steps, fired = [], []
    for one in proceedings:
        step, triggers = _moved(one, code, by=by, as_kind=as_kind, now=now, given=given, other=other)
        steps.append(step)
        fired.append(Fired(one, triggers, happened_at(given, now=now), given.plan_on, given.until_on))
    _save(proceedings, now=now)
    Step.objects.bulk_create(steps)
    keep_proofs(steps, given.proofs)
    apply_triggers(fired, now=now, calendar=calendar)
    _set_levels(proceedings, code, now=now)
    return steps


def happened_at(given: Given, *, now: datetime) -> datetime:
    """The moment clocks go by: noon of the day it happened, where that was before today."""
    if given.happened_on is None or given.happened_on == day_of(now):
        return now
    return datetime.combine(given.happened_on, _NOON, CHINA)


def _set_levels(proceedings: Sequence[Proceeding], code: str, *, now: datetime) -> None:
    """Where the move sets another level, the clocks follow it."""
    changed = {}
    for one in proceedings:
        level = find_procedure(one.procedure).moves[code].level
        if level and level != one.level:
            one.level = level
            changed[one.pk] = one
    if changed:
        Proceeding.objects.bulk_update(changed.values(), ["level"], batch_size=2000)
        follow_levels(changed, now=now)


def _save(proceedings: Sequence[Proceeding], *, now: datetime) -> None:
    """One statement for all that end in the same state: their rows are held, so that each version is one more."""
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in proceedings:
        together[one.state, one.closed_as].append(one.pk)
    for (state, closed_as), ids in together.items():
        Proceeding.objects.filter(pk__in=ids).update(
            state=state,
            version=F("version") + 1,
            moved_at=now,
            closed_at=now if closed_as else None,
            closed_as=closed_as,
        )


def keep_proofs(steps: Sequence[Step], proofs: Sequence[SentProof]) -> None:
    """Keep the files with each of the steps."""
    Proof.objects.bulk_create(
        Proof(
            step=step,
            name_sealed=proof.name_sealed,
            media_type=proof.media_type,
            size=proof.size,
            digest=proof.digest,
            content_sealed=proof.content_sealed,
            taken_at=proof.taken_at,
            latitude=proof.latitude,
            longitude=proof.longitude,
        )
        for step in steps
        for proof in proofs
    )


def _moved(
    one: Proceeding,
    code: str,
    *,
    by: User | None,
    as_kind: ActorKind,
    now: datetime,
    given: Given,
    other: Mapping[str, object],
) -> tuple[Step, frozenset[str]]:
    """Take the move over into the proceeding; its step, not yet saved, and what it sets off."""
    procedure = find_procedure(one.procedure)
    move = procedure.moves[code]
    before = one.state
    one.state = move.to or before
    one.version += 1
    one.moved_at = now
    if procedure.states[one.state].final:
        one.closed_at, one.closed_as = now, move.closes_as
    else:
        one.closed_at, one.closed_as = None, ""
    step = Step(
        proceeding=one,
        move=code,
        state_before=before,
        state_after=one.state,
        by=by,
        as_kind=as_kind,
        at=now,
        version=one.version,
        reason=given.reason.strip(),
        plan_on=given.plan_on,
        until_on=given.until_on,
        happened_on=given.happened_on,
        target=given.target.strip(),
        other=dict(other),
    )
    return step, move_triggers(code, move, state=before)
