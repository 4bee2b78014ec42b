"""Firms are told of acts of clocks by the fixed batch: the moment of a notice says nothing of when somebody complained.

Clocks themselves run on from what really happened; only the telling waits.
"""

from datetime import datetime, timedelta
from typing import Final

from procrastinate.contrib.django import app

from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.notices.batch import first_batch, next_batch
from xinan.procedures.clockwork import known_rules, rule_of
from xinan.procedures.definition import Act, ClockRule
from xinan.procedures.enums import OPEN_CLOCKS, ActAt, ClockState, Recipient
from xinan.procedures.models import Clock, ClockEvent
from xinan.procedures.recipients import Recipients
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure

# The queue's task that tells a firm of an act by the batch.
TELL_FIRM: Final = "tell_firm_of_act"
_NOTICE_KINDS: Final = {ActAt.HALF: "clock_half", ActAt.EVE: "clock_eve"}
# By the place of the rung on its ladder; those above the last are as it.
_RUNGS: Final = ("reminder", "escalated", "supervised")
# A batch that is worked off this late is still that batch.
_LATE: Final = timedelta(minutes=30)


def kind_of_act(act: Act, rule: ClockRule) -> str:
    """The kind of notice that tells of an act."""
    if act.at in _NOTICE_KINDS:
        return _NOTICE_KINDS[act.at]
    rungs = [one.code for one in rule.acts if one.at is ActAt.EXPIRED]
    return _RUNGS[min(rungs.index(act.code), len(_RUNGS) - 1)]


def tell_later(event: ClockEvent, *, planned: datetime, now: datetime) -> None:
    """Have the firm told of an act: by the batch at which it was planned, else by the next one."""
    app.configure_task(TELL_FIRM, schedule_at=told_at(event, planned=planned, now=now)).defer(event_id=event.pk)


def told_at(event: ClockEvent, *, planned: datetime, now: datetime) -> datetime:
    """When the firm is told of an act.

    What was planned for 09:00 of a working day is told then. Where the clock was touched since that batch (begun late,
    paused, moved), the act falls due at the moment of somebody's doing, and waits for the next.
    """
    batch = first_batch(planned)
    if batch > now:
        return batch
    touched = ClockEvent.objects.filter(clock_id=event.clock_id, at__gte=batch).exclude(pk=event.pk).exists()
    return next_batch(now) if touched or now - batch > _LATE else batch


def tell_firm(event_id: int, *, now: datetime) -> int:
    """Tell the firm's people of an act whose clock still runs; how many were told. For the batch."""
    event = ClockEvent.objects.filter(pk=event_id).values_list("clock_id", "act").first()
    clock = _open_clock(event[0]) if event is not None else None
    if event is None or clock is None:
        return 0
    act, rule = rule_of(clock).act(event[1]), rule_of(clock)
    # Half time and the eve say nothing any more once the day itself is gone.
    if act is None or (act.at is not ActAt.EXPIRED and now >= clock.due_at):
        return 0
    proceeding, procedure = clock.proceeding, find_procedure(clock.proceeding.procedure)
    told = notify(
        Recipients(day_of(now)).of(proceeding, who=[Recipient.FIRM]),
        kind=kind_of_act(act, rule),
        subject=Text(f"{act.name.zh}：{procedure.name.zh}", f"{act.name.en}: {procedure.name.en}"),
        body=Text(
            f"“{rule.name.zh}”到期日 {clock.due_on}。依据：{rule.law.zh}",
            f"“{rule.name.en}” is due on {clock.due_on}. Law: {rule.law.en}",
        ),
        link=f"/proceedings/{proceeding.pk}/",
        about_kind="proceeding",
        about_id=str(proceeding.pk),
        urgent=act.escalation > 1,
        now=now,
    )
    return len(told)


def _open_clock(clock_id: int) -> Clock | None:
    """The clock while it runs, has run out, or its period is over."""
    states = {*OPEN_CLOCKS, ClockState.LAPSED} - {ClockState.PAUSED}
    rows = Clock.objects.filter(known_rules(), pk=clock_id, state__in=states, proceeding__closed_at=None)
    return rows.select_related("proceeding").first()
