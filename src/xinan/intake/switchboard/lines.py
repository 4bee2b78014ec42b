"""The lines of the switchboard: which kinds of data make up one feed of a project."""

from dataclasses import dataclass
from enum import StrEnum

from xinan.kernel.text import Text
from xinan.rules.model import Feed


class Line(StrEnum):
    """One feed of a project. The first three are those that the rules ask for (`xinan.rules.model.Feed`)."""

    ATTENDANCE = Feed.ATTENDANCE.value
    PAYROLL = Feed.PAYROLL.value
    BANK = Feed.BANK.value
    ROSTER = "roster"
    REGISTRY = "registry"
    OTHER = "other"

    @property
    def words(self) -> Text:
        """The trade's name of the feed."""
        return _LINES[self].words

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of batches that belong to it; all others belong to OTHER."""
        return _LINES[self].kinds


@dataclass(frozen=True, slots=True)
class _About:
    words: Text
    kinds: tuple[str, ...] = ()


_LINES = {
    Line.ATTENDANCE: _About(Text("考勤", "Attendance"), ("attendance",)),
    Line.PAYROLL: _About(Text("工资表", "Payroll"), ("payroll",)),
    Line.BANK: _About(Text("银行流水", "Bank"), ("movements", "payouts", "statements")),
    Line.ROSTER: _About(Text("人员与班组", "People and teams"), ("units", "teams", "people", "entries", "contracts")),
    Line.REGISTRY: _About(Text("项目资料", "Project data"), ("projects", "accounts", "deposits", "pauses", "draws")),
    Line.OTHER: _About(Text("其他", "Other")),
}
# Listed for every project in progress, whether they were ever heard or not.
EXPECTED = (Line.ATTENDANCE, Line.PAYROLL, Line.BANK)


def line_of(kind: str) -> Line:
    """The feed that a kind of batch belongs to.

    >>> line_of("contracts"), line_of("")
    (<Line.ROSTER: 'roster'>, <Line.OTHER: 'other'>)
    """
    return next((line for line in Line if kind in line.kinds), Line.OTHER)
