"""Half time, the day before, expiry and the ladder after it: worked off once each, by any number of workers.

Each act is one transaction: the proceeding's row is held (others skip it), the act is looked at again under the lock, done,
written, told of, and the next one planned. What dies before the commit has not happened; what is committed is not repeated.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.people.models import User
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import event_of, known_rules, paused_days, replan, rule_of, settle_escalation
from xinan.procedures.definition import Act
from xinan.procedures.enums import ActAt, ClockEventKind, ClockState, Recipient, RequestState
from xinan.procedures.firm_acts import kind_of_act, tell_later
from xinan.procedures.hooks import call_act_hooks, describe, firms_told_at_once
from xinan.procedures.lapsing import lapse
from xinan.procedures.models import Clock, ClockAct, ClockPause
from xinan.procedures.recipients import Recipients
from xinan.procedures.reckoning import EXPIRE, PAUSE, RESUME, day_of
from xinan.procedures.registry import find_procedure


def run_due_acts(*, now: datetime, limit: int = 1000) -> int:
    """Work off up to `limit` acts that are due; how many were. Each in one transaction with everything it causes."""
    calendar, recipients = calendar_in_force(), Recipients(day_of(now))
    seen: set[int] = set()
    done = 0
    while waiting := [number for number in _due(now, at_most=limit - done) if number not in seen]:
        for number in waiting:
            seen.add(number)
            # Before the act itself: one that fails is tried again after all the others, and keeps none of them waiting.
            ClockAct.objects.filter(pk=number, done_at=None).update(tries=F("tries") + 1)
            done += _work_off(number, now=now, calendar=calendar, recipients=recipients)
    return done


def _due(now: datetime, *, at_most: int) -> list[int]:
    """What is due, of clocks whose rule this release knows."""
    due = ClockAct.objects.filter(known_rules("clock__"), done_at=None, at__lte=now)
    return list(due.order_by("tries", "at", "pk").values_list("pk", flat=True)[: max(at_most, 0)])


@transaction.atomic
def _work_off(number: int, *, now: datetime, calendar: WorkingCalendar, recipients: Recipients) -> bool:
    """Do an act unless it is done, taken back, or its proceeding in somebody's hands; whether it was done."""
    act = (
        ClockAct.objects.filter(pk=number, done_at=None)
        .select_related("clock__proceeding")
        .select_for_update(skip_locked=True, of=("clock__proceeding",))
        .first()
    )
    # It was found before the row was held: somebody may have done it, or moved its clock, in between.
    if act is None or not ClockAct.objects.filter(pk=number, done_at=None).update(done_at=now):
        return False
    clock = Clock.objects.select_related("proceeding__holder").get(pk=act.clock_id)
    _do(clock, act.kind, planned=act.at, now=now, recipients=recipients)
    clock.refresh_from_db(fields=["state", "ended_at"])
    if clock.ended_at is None:
        replan([clock], now=now, calendar=calendar)
    return True


def _do(clock: Clock, kind: str, *, planned: datetime, now: datetime, recipients: Recipients) -> None:
    if kind == EXPIRE:
        _expire(clock, planned=planned, now=now, recipients=recipients)
    elif kind == PAUSE:
        _set_state(clock, ClockState.PAUSED)
        event_of(clock, ClockEventKind.PAUSED, at=now).save()
    elif kind == RESUME:
        _resume(clock, now=now)
    else:
        act = rule_of(clock).act(kind)
        # Passed over: a rung the definition no longer has, and half time or the eve once the day itself is gone.
        if act is not None and (act.at is ActAt.EXPIRED or now < clock.due_at):
            _tell(clock, act, planned=planned, now=now, recipients=recipients)


def _expire(clock: Clock, *, planned: datetime, now: datetime, recipients: Recipients) -> None:
    if rule_of(clock).lapses:
        _lapse(clock, planned=planned, now=now, recipients=recipients)
        return
    _set_state(clock, ClockState.EXPIRED)
    event = event_of(clock, ClockEventKind.ACT, at=now)
    event.act = EXPIRE
    event.save()
    call_act_hooks(clock.proceeding.procedure, event)


def _lapse(clock: Clock, *, planned: datetime, now: datetime, recipients: Recipients) -> None:
    """The period is over: it ends, and what its end sets off is done at once."""
    lapse([clock], now=now)
    for act in rule_of(clock).acts:
        if act.at is ActAt.EXPIRED:
            _tell(clock, act, planned=planned, now=now, recipients=recipients)


def _resume(clock: Clock, *, now: datetime) -> None:
    """The pause has come to its planned end; the due day was reckoned with it."""
    for pause in ClockPause.objects.filter(clock=clock, state=RequestState.APPROVED, resumed_on=None):
        pause.resumed_on = paused_days(pause).end
        pause.save(update_fields=["resumed_on"])
    _set_state(clock, ClockState.RUNNING)
    event_of(clock, ClockEventKind.RESUMED, at=now).save()


def _set_state(clock: Clock, state: ClockState) -> None:
    clock.state = state
    clock.save(update_fields=["state"])


def _tell(clock: Clock, act: Act, *, planned: datetime, now: datetime, recipients: Recipients) -> None:
    """Write the act, rise with it, tell whom it names, make its move."""
    proceeding = clock.proceeding
    event = event_of(clock, ClockEventKind.ACT, at=now, because=act.name)
    event.act, event.escalation = act.code, act.escalation
    event.save()
    if act.escalation > clock.escalation:
        clock.escalation = act.escalation
        clock.save(update_fields=["escalation"])
        settle_escalation([proceeding.pk], now=now)
    later = act.notify if not firms_told_at_once(proceeding.procedure) else ()
    if Recipient.FIRM in later and proceeding.addressee_enterprise_id:
        tell_later(event, planned=planned, now=now)
    who = [one for one in act.notify if one is not Recipient.FIRM or one not in later]
    _notify(clock, act, people=recipients.of(proceeding, who=who), now=now)
    call_act_hooks(proceeding.procedure, event)
    if act.move is not None:
        reason = f"{rule_of(clock).name.zh}：{act.name.zh}"
        close_by_system([proceeding.pk], act.move, now=now, reason=reason, other={"act": act.code})


def _notify(clock: Clock, act: Act, *, people: Sequence[User], now: datetime) -> None:
    if not people:
        return
    proceeding = clock.proceeding
    rule, procedure = rule_of(clock), find_procedure(proceeding.procedure)
    described = describe(procedure.code, [proceeding])[proceeding.pk]
    state = procedure.states[proceeding.state].name
    notify(
        people,
        kind=kind_of_act(act, rule),
        subject=Text(f"{act.name.zh}：{described.title.zh}", f"{act.name.en}: {described.title.en}"),
        body=Text(
            f"“{rule.name.zh}”到期日 {clock.due_on}，现处于“{state.zh}”。依据：{rule.law.zh}",
            f"“{rule.name.en}” is due on {clock.due_on}; it stands at “{state.en}”. Law: {rule.law.en}",
        ),
        link=described.link,
        about_kind=proceeding.subject_kind,
        about_id=proceeding.subject_id,
        urgent=act.escalation > 1,
        now=now,
    )
