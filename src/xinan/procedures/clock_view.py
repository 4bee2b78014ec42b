"""A clock as it is shown: start, law, length, unit, pauses, today's state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.deadlines import Length, Unit
from xinan.kernel.text import Text
from xinan.procedures.clockwork import paused_days
from xinan.procedures.definition import ClockRule
from xinan.procedures.enums import ClockState, RequestState
from xinan.procedures.models import Clock, ClockAct, ClockEvent, ClockExtension, ClockPause
from xinan.procedures.reckoning import EXPIRE, PAUSE, RESUME, day_of, midnight_after

NEAR_DAYS = 3
_OWN_ACTS = {
    EXPIRE: Text("到期", "It runs out"),
    PAUSE: Text("中止开始", "The pause begins"),
    RESUME: Text("恢复计时", "It runs again"),
}
_ENDED = {
    ClockState.MET: "met",
    ClockState.LATE: "met_late",
    ClockState.VOID: "void",
    ClockState.LAPSED: "lapsed",
}


@dataclass(frozen=True, slots=True)
class PauseView:
    """One pause: its first day, the day the clock runs again, whether that has come, why, days taken until then."""

    from_on: date
    until_on: date
    over: bool
    reason: str
    days: int


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock on a day. `state` is a word of the component: running, near, due_today, overdue, paused, met, met_late,
    lapsed, void.

    `days_left` counts calendar days to the last day in time, `working_days_left` working days; `late_by` calendar days
    after it; `share` is 0–100 of the time used. `moved_because` is the last reason for which the due day moved, or for
    which it was looked at again. A clock in hours counts `hours_left`. `counted_from` is the day given that it counts from (back
    from, `backwards`) where that is not its start; one that `lapses` is a period in which somebody may act or others wait.
    """

    id: int
    code: str
    title: Text
    law: Text
    is_law: bool
    starts_on: date
    started_at: datetime
    counted_from: date | None
    backwards: bool
    lapses: bool
    length: Length
    extended: int
    due_on: date
    due_at: datetime
    first_due_on: date
    provisional: bool
    state: str
    days_left: int
    working_days_left: int
    hours_left: int
    late_by: int
    share: int
    pauses: tuple[PauseView, ...]
    pause_asked: ClockPause | None
    extension_asked: ClockExtension | None
    moved_because: Text | None
    next_act: Text | None
    next_act_at: datetime | None
    pausable: bool
    extendable: bool

    @property
    def unit(self) -> Unit:
        """What the length counts."""
        return self.length.unit

    @property
    def in_hours(self) -> bool:
        """Whether the end is a moment, not a day."""
        return self.length.unit is Unit.HOUR

    @property
    def moved(self) -> bool:
        """Whether it is due on another day than at first."""
        return self.due_on != self.first_due_on


@dataclass(frozen=True, slots=True)
class ClockRows:
    """What lies in the database about one clock."""

    pauses: Sequence[ClockPause]
    extensions: Sequence[ClockExtension]
    moved: ClockEvent | None
    next_act: ClockAct | None


def view_of(clock: Clock, rule: ClockRule, rows: ClockRows, *, now: datetime, calendar: WorkingCalendar) -> ClockView:
    """The clock as it is shown at a moment; one that is over as it was when it ended."""
    seen_at = clock.ended_at or now
    today = day_of(seen_at)
    length = Length.parse(clock.length)
    running = clock.state == ClockState.RUNNING
    return ClockView(
        id=clock.pk,
        code=clock.code,
        title=rule.name,
        law=rule.law,
        is_law=rule.is_law,
        starts_on=day_of(clock.started_at),
        started_at=clock.started_at,
        counted_from=clock.counted_from,
        backwards=rule.backwards,
        lapses=rule.lapses,
        length=length,
        extended=clock.extended,
        due_on=clock.due_on,
        due_at=clock.due_at,
        first_due_on=clock.first_due_on,
        provisional=clock.provisional,
        state=state_word(clock, now=now),
        days_left=(clock.due_on - today).days,
        working_days_left=calendar.working_days_between(today, clock.due_on),
        hours_left=max(0, (clock.due_at - seen_at) // timedelta(hours=1)),
        late_by=max(0, (today - clock.due_on).days),
        share=_share(clock, rows.pauses, at=seen_at),
        pauses=tuple(_pause(pause, today=today) for pause in rows.pauses if pause.state == RequestState.APPROVED),
        pause_asked=next((one for one in rows.pauses if one.state == RequestState.ASKED), None),
        extension_asked=next((one for one in rows.extensions if one.state == RequestState.ASKED), None),
        moved_because=Text(rows.moved.because, rows.moved.because_en) if rows.moved is not None else None,
        next_act=_name_of(rows.next_act.kind, rule) if rows.next_act is not None else None,
        next_act_at=rows.next_act.at if rows.next_act is not None else None,
        pausable=rule.pause is not None and running,
        extendable=rule.extension is not None and clock.state in (ClockState.RUNNING, ClockState.PAUSED),
    )


def state_word(clock: Clock, *, now: datetime) -> str:
    """How a clock stands at a moment, in the words of the component."""
    state = ClockState(clock.state)
    if state in _ENDED:
        return _ENDED[state]
    if state is ClockState.PAUSED:
        return "paused"
    if now >= clock.due_at:
        return "overdue"
    left = (clock.due_on - day_of(now)).days
    return "due_today" if left <= 0 else "near" if left <= NEAR_DAYS else "running"


def _name_of(kind: str, rule: ClockRule) -> Text:
    act = rule.act(kind)
    return act.name if act is not None else _OWN_ACTS.get(kind, Text(kind, kind))


def _pause(pause: ClockPause, *, today: date) -> PauseView:
    days = paused_days(pause)
    return PauseView(days.start, days.end, over=days.end <= today, reason=pause.reason, days=days.days)


def _share(clock: Clock, pauses: Sequence[ClockPause], *, at: datetime) -> int:
    """How much of the time that runs is used, in hundredths: paused days count neither as used nor as to come."""
    stopped = [paused_days(pause) for pause in pauses if pause.state == RequestState.APPROVED]

    def running_time(until: datetime) -> float:
        paused = sum(max(0, (min(day_of(until), one.end) - one.start).days) for one in stopped)
        return (until - clock.started_at) / timedelta(days=1) - paused

    whole = running_time(max(clock.due_at, midnight_after(day_of(clock.started_at))))
    return round(min(1.0, max(0.0, running_time(at) / whole)) * 100) if whole > 0 else 100
