"""A clock as it is shown: start, law, length, unit, pauses, today's state."""

from dataclasses import dataclass
from datetime import date, datetime

from xinan.kernel.deadlines import Length, Unit
from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class PauseView:
    """One pause: its first day, the day the clock ran again (None: not yet), why, days taken so far."""

    from_on: date
    resumed_on: date | None
    reason: str
    days: int


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock on a day. `state` is a word of the component: running, near, due_today, overdue, paused, met, met_late, void.

    `days_left` counts calendar days to the last day in time, `working_days_left` working days; `share` is 0–100 of the
    time used. `moved_because` is the last reason for which the due day moved.
    """

    id: int
    code: str
    title: Text
    law: Text
    is_law: bool
    starts_on: date
    length: Length
    extended: int
    unit: Unit
    due_on: date
    due_at: datetime
    first_due_on: date
    provisional: bool
    state: str
    days_left: int
    working_days_left: int
    late_by: int
    share: int
    pauses: tuple[PauseView, ...]
    pause_asked_id: int | None
    extension_asked_id: int | None
    moved_because: Text | None
    next_act: Text | None
    next_act_at: datetime | None
    pausable: bool
    extendable: bool
