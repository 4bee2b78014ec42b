"""How long a clock runs at a place and level: what the place set, else what is above it, else the definition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from xinan.kernel.deadlines import Length
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import prefecture_of, successor
from xinan.procedures.clock_models import ClockLength
from xinan.procedures.definition import ClockRule

PROVINCE = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A length and where it comes from; no row: the definition."""

    length: Length
    row: ClockLength | None = None


class Lengths:
    """The lengths in force on a day; built by `lengths_on`."""

    def __init__(self, rows: Iterable[ClockLength]) -> None:
        # Later rows replace earlier ones: they come by day and number.
        self._rows = {(row.procedure, row.clock, row.region_code, row.level): row for row in rows}

    def find(self, procedure: str, clock: str, *, rule: ClockRule, level: str, region_code: str) -> Found:
        """The nearest place's own length, for the level before for all levels; a blank one gives way to the next."""
        for place in places_up(region_code):
            for wanted in (level, "") if level else ("",):
                row = self._rows.get((procedure, clock, place, wanted))
                if row is not None and row.length:
                    return Found(Length.parse(row.length), row)
        return Found(rule.length_for(level))


def lengths_on(day: date) -> Lengths:
    """The lengths in force on a day; one statement."""
    return Lengths(ClockLength.objects.filter(from_on__lte=day).order_by("from_on", "pk"))


@cache
def places_up(region_code: str) -> tuple[str, ...]:
    """The place, the one it belongs to, the province (as ``).

    >>> places_up("220102"), places_up("")
    (('220102', '220100', ''), ('',))
    """
    return (*dict.fromkeys(_places(region_code)),)


def _places(region_code: str) -> Iterator[str]:
    try:
        code = successor(region_code)
        prefecture = prefecture_of(code)
    except InvalidValue:
        yield PROVINCE  # a place of another province, or none
        return
    if prefecture is not None:
        yield code
        yield prefecture
    yield PROVINCE
