"""Stopping a clock: asked for with reason and proof, approved by whom the definition names, resumed on a day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.asking import (
    asked_clock,
    asked_request,
    check_actor,
    check_other_person,
    check_words,
    keep_step,
    tell_approvers,
    tell_asker,
)
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import event_of, paused_days, rereckon, rule_of
from xinan.procedures.definition import PauseRule
from xinan.procedures.enums import ClockEventKind, ClockState, RequestState
from xinan.procedures.errors import ClockRefused, ProofMissing
from xinan.procedures.given import SentProof
from xinan.procedures.models import Clock, ClockPause
from xinan.procedures.moving import keep_proofs
from xinan.procedures.reckoning import day_of

_ASK = Text("申请中止期限", "Asking for a pause")
_DECIDED = "pause_decided"


@transaction.atomic
def ask_pause(
    clock_id: int,
    *,
    by: User,
    scope: Scope,
    now: datetime,
    reason: str,
    proofs: Sequence[SentProof],
    from_on: date | None = None,
    until_on: date | None = None,
) -> ClockPause:
    """Ask that a running clock stop from a day (today or later, today by default) until another, if that is known.

    Raises UnknownProceeding, MoveRefused (not theirs to ask), MoveIncomplete, ProofMissing, ClockRefused (it does not run,
    cannot be paused, has a pause already, or the pause would take longer than the definition allows).
    """
    clock = asked_clock(clock_id, scope=scope)
    rule = _pause_rule(clock)
    kind = check_actor(clock, rule.asked_by, scope=scope, what=_ASK)
    check_words(reason, what=_ASK)
    if not proofs:
        raise ProofMissing(_ASK)
    first = from_on or day_of(now)
    left = _days_left(clock, rule)
    _check_running(clock, now=now)
    _check_days(clock, first, until_on, left=left, today=day_of(now))
    step = keep_step(clock, "ask_pause", by=by, as_kind=kind, now=now, reason=reason, until_on=until_on)
    keep_proofs([step], proofs)
    event_of(clock, ClockEventKind.PAUSE_ASKED, at=now, by=by).save()
    word = Text("申请中止期限", "A pause is asked for")
    tell_approvers(clock, rule.approved_by, by=by, kind="pause_asked", word=word, now=now)
    return ClockPause.objects.create(
        clock=clock, step=step, asked_at=now, asked_by=by, reason=reason.strip(), from_on=first, until_on=until_on
    )


@transaction.atomic
def approve_pause(pause_id: int, *, by: User, scope: Scope, now: datetime, words: str = "") -> ClockPause:
    """Stop the clock as asked, from the day asked for even where the decision took longer. Nobody approves their own.

    Where no end was asked for, it ends when the definition's ceiling is reached. A clock that ran out while the decision
    was pending runs again where the pause leaves time.
    """
    pause, clock = asked_request(ClockPause, pause_id, scope=scope)
    rule = _pause_rule(clock)
    kind = check_actor(clock, rule.approved_by, scope=scope, what=Text("批准中止", "Approving a pause"))
    check_other_person(pause, by=by)
    if clock.ended_at is not None:
        raise _over()
    latest = pause.from_on + timedelta(days=_days_left(clock, rule))
    pause.until_on = min(pause.until_on or latest, latest)
    pause.state, pause.decided_at, pause.decided_by, pause.decision_words = (
        RequestState.APPROVED,
        now,
        by,
        words.strip(),
    )
    if pause.until_on <= day_of(now):
        pause.resumed_on = pause.until_on  # decided when it was over already
    pause.save()
    keep_step(clock, "pause", by=by, as_kind=kind, now=now, reason=words, until_on=pause.until_on)
    if clock.state == ClockState.RUNNING:
        clock.round += 1
        if pause.resumed_on is None and pause.from_on <= day_of(now):
            clock.state = ClockState.PAUSED
    days = paused_days(pause).days
    because = Text(f"中止 {days} 日，顺加到剩余期限", f"{days} days of pause are added to what remained")
    _reckon(clock, pause, because=because, now=now, by=by)
    tell_asker(pause, clock, kind=_DECIDED, word=Text("同意中止期限", "The pause was approved"), now=now)
    return pause


@transaction.atomic
def refuse_pause(pause_id: int, *, by: User, scope: Scope, now: datetime, words: str) -> ClockPause:
    """Let the clock run on; says why."""
    pause, clock = asked_request(ClockPause, pause_id, scope=scope)
    what = Text("不同意中止", "Refusing a pause")
    kind = check_actor(clock, _pause_rule(clock).approved_by, scope=scope, what=what)
    check_words(words, what=what)
    pause.state, pause.decided_at, pause.decided_by, pause.decision_words = RequestState.REFUSED, now, by, words.strip()
    pause.save()
    keep_step(clock, "refuse_pause", by=by, as_kind=kind, now=now, reason=words)
    event_of(clock, ClockEventKind.PAUSE_REFUSED, at=now, by=by, because=Text(words, words)).save()
    tell_asker(pause, clock, kind=_DECIDED, word=Text("不同意中止期限", "The pause was refused"), now=now)
    return pause


@transaction.atomic
def resume_clock(clock_id: int, *, by: User, scope: Scope, now: datetime, reason: str = "") -> ClockPause:
    """Let a paused clock run again from today; the days actually paused are added to what remained.

    Whoever may approve pauses of the clock may end one, and so may whoever asked for it.
    """
    clock = asked_clock(clock_id, scope=scope)
    rule = _pause_rule(clock)
    pause = ClockPause.objects.filter(clock=clock, state=RequestState.APPROVED, resumed_on=None).first()
    if pause is None:
        raise ClockRefused(
            "clock-not-paused",
            Text("这个期限没有中止。", "This clock is not paused."),
            Text("刷新页面后查看期限的现状。", "Reload the page and see how it stands."),
        )
    allowed = (*rule.approved_by, *(rule.asked_by if pause.asked_by_id == by.pk else ()))
    kind = check_actor(clock, allowed, scope=scope, what=Text("恢复计时", "Resuming a clock"))
    pause.resumed_on = max(pause.from_on, day_of(now))
    pause.save(update_fields=["resumed_on"])
    keep_step(clock, "resume", by=by, as_kind=kind, now=now, reason=reason)
    clock.state = ClockState.RUNNING
    clock.round += 1
    days = paused_days(pause).days
    because = Text(f"实际中止 {days} 日", f"{days} days were actually paused")
    _reckon(clock, pause, because=because, now=now, by=by, kind=ClockEventKind.RESUMED)
    return pause


def _reckon(
    clock: Clock,
    pause: ClockPause,
    *,
    because: Text,
    now: datetime,
    by: User,
    kind: ClockEventKind = ClockEventKind.PAUSED,
) -> None:
    expired = clock.state == ClockState.EXPIRED
    rereckon([clock], now=now, calendar=calendar_in_force(), kind=kind, because=because, by=by, always=True)
    if expired and clock.state == ClockState.RUNNING and pause.resumed_on is None and pause.from_on <= day_of(now):
        clock.state = ClockState.PAUSED
        rereckon([clock], now=now, calendar=calendar_in_force(), kind=kind, because=because, by=by, always=True)


def _pause_rule(clock: Clock) -> PauseRule:
    found = rule_of(clock).pause
    if found is None:
        raise ClockRefused(
            "clock-not-pausable",
            Text("这个期限不能中止。", "This clock cannot be paused."),
            Text(
                "在期限内办理，或按程序申请延长。", "Act in time, or ask for more time where the procedure allows it."
            ),
        )
    return found


def _days_left(clock: Clock, rule: PauseRule) -> int:
    """Calendar days of pause still allowed; raises ClockRefused where there are none."""
    taken = ClockPause.objects.filter(clock=clock, state=RequestState.APPROVED)
    left = rule.most.amount - sum(paused_days(pause).days for pause in taken)
    if left <= 0:
        raise ClockRefused(
            "pauses-used-up",
            Text(
                f"中止累计不得超过 {rule.most.amount} 日，已用完。",
                f"Pauses may take {rule.most.amount} days in all; used up.",
            ),
            Text("在期限内办理。", "Act in time."),
        )
    return left


def _check_running(clock: Clock, *, now: datetime) -> None:
    if clock.state != ClockState.RUNNING or now >= clock.due_at:
        raise ClockRefused(
            "clock-not-running",
            Text("期限没有在计时，或已经届满。", "The clock does not run, or has run out."),
            Text("中止应当在期限届满前申请。", "A pause is asked for before the clock runs out."),
        )
    if ClockPause.objects.filter(clock=clock, resumed_on=None, state__in=[RequestState.ASKED, RequestState.APPROVED]):
        raise ClockRefused(
            "pause-already",
            Text("已有一项中止申请或中止尚未结束。", "There is a pause already, asked for or running."),
            Text("等其决定或结束后再申请。", "Wait until it is decided or over."),
        )


def _check_days(clock: Clock, first: date, until: date | None, *, left: int, today: date) -> None:
    if first < today or first > clock.due_on:
        raise ClockRefused(
            "pause-days",
            Text(f"中止自 {first} 起，不在可申请的日期内。", f"A pause from {first} is not among the days possible."),
            Text(f"在 {today} 至 {clock.due_on} 之间选择。", f"Choose a day from {today} to {clock.due_on}."),
        )
    if until is not None and not 0 < (until - first).days <= left:
        raise ClockRefused(
            "pause-days",
            Text(f"中止至 {until}，天数不符合规定。", f"A pause until {until} is not of an allowed length."),
            Text(f"可中止 1 至 {left} 日。", f"It may take 1 to {left} days."),
        )


def _over() -> ClockRefused:
    return ClockRefused(
        "clock-over",
        Text("期限已经结束。", "The clock is over."),
        Text("刷新页面后查看期限的现状。", "Reload the page and see how it stands."),
    )
