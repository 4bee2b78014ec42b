"""What the picker of a day and the banner over a past one show."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from xinan.kernel.text import Text
from xinan.monitoring.as_known import FIRST_DAY
from xinan.web.replay.asked import PARAMETER


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day and the address that shows it."""

    title: Text
    day: date
    url: str


@dataclass(frozen=True, slots=True)
class DayPicker:
    """The days one may choose on a page at `address`; `rest` is what else its address says."""

    address: str
    day: date
    today: date
    rest: str = ""

    @property
    def past(self) -> bool:
        """Whether another day than today is shown."""
        return self.day < self.today

    @property
    def query(self) -> str:
        """What links of the page add to stay on the day; empty for today."""
        return urlencode({PARAMETER: self.day.isoformat()}) if self.past else ""

    @property
    def first(self) -> date:
        """The earliest day."""
        return FIRST_DAY

    @property
    def shortcuts(self) -> tuple[DayLink, ...]:
        """Days often asked for, counted from today."""
        return (
            self._link(Text("昨日", "Yesterday"), date.fromordinal(self.today.toordinal() - 1)),
            self._link(
                Text("上月末", "End of last month"), date.fromordinal(self.today.replace(day=1).toordinal() - 1)
            ),
            self._link(Text("一年前", "A year ago"), _year_before(self.today)),
        )

    @property
    def earlier(self) -> DayLink | None:
        """The day before; None at the earliest."""
        day = date.fromordinal(self.day.toordinal() - 1)
        return self._link(Text("前一天", "Day before"), day) if day >= FIRST_DAY else None

    @property
    def later(self) -> DayLink:
        """The day after."""
        return self._link(Text("后一天", "Day after"), date.fromordinal(self.day.toordinal() + 1))

    @property
    def back_url(self) -> str:
        """The page as it is now."""
        return f"{self.address}?{self.rest}" if self.rest else self.address

    def _link(self, title: Text, day: date) -> DayLink:
        asked = urlencode({PARAMETER: day.isoformat()}) if day < self.today else ""
        query = "&".join(part for part in (self.rest, asked) if part)
        return DayLink(title, day, f"{self.address}?{query}" if query else self.address)


def _year_before(day: date) -> date:
    """The same day a year earlier; the last of February for the 29th.

    >>> _year_before(date(2024, 2, 29))
    datetime.date(2023, 2, 28)
    """
    last = day.replace(day=1, year=day.year - 1)
    following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return min(date.fromordinal(last.toordinal() + day.day - 1), date.fromordinal(following.toordinal() - 1))
