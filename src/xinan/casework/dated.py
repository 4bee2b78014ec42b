"""Clocks whose end somebody named in a letter: the day itself is the end, whatever the definition's length says."""

from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import rereckon
from xinan.procedures.enums import ClockEventKind
from xinan.procedures.models import Clock, Proceeding
from xinan.procedures.reckoning import day_of

_BECAUSE = Text("按来文所定日期", "On the day named by whoever asked")


def end_on(proceeding: Proceeding, code: str, *, day: date, now: datetime, earlier_only: bool = False) -> None:
    """Let the running clock end on `day`; with `earlier_only` it never moves later. Nothing where it does not run."""
    clock = Clock.objects.filter(proceeding=proceeding, code=code, ended_at=None).first()
    if clock is None or (earlier_only and clock.due_on <= day):
        return
    clock.proceeding = proceeding
    clock.length = f"{max((day - day_of(clock.started_at)).days, 1)} D"
    clock.save(update_fields=["length"])
    rereckon([clock], now=now, calendar=calendar_in_force(), kind=ClockEventKind.MOVED, because=_BECAUSE)
