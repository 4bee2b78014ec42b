"""Which days are rest days: what the calendar in force says, once whoever keeps it has said where to ask."""

from collections.abc import Callable

from xinan.kernel.calendar import CHINA, WorkingCalendar

_sources: list[Callable[[], WorkingCalendar]] = []


def use_calendar(source: Callable[[], WorkingCalendar]) -> None:
    """Ask `source` from now on; for the AppConfig of whoever keeps amended years."""
    _sources[:] = [source]


def working_calendar() -> WorkingCalendar:
    """The calendar in force, as its keeper has it; the published one where there is no keeper."""
    return _sources[0]() if _sources else CHINA
