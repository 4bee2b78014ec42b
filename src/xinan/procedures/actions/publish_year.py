"""A calendar year is published or amended: entered by an office, and every open clock reckoned anew."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from xinan.kernel.errors import InvalidValue, NotAllowed
from xinan.kernel.text import Text
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.recompute_clocks import recompute_clocks
from xinan.procedures.models import CalendarYear

_SATURDAY = 5


@transaction.atomic
def publish_year(
    year: int,
    *,
    days_off: Collection[date],
    work_weekends: Collection[date],
    source: str,
    by: User | None,
    scope: Scope | None,
    now: datetime,
) -> tuple[CalendarYear, int]:
    """Keep the State Council's arrangement of a year and move the open clocks; the row and how many clocks moved.

    `days_off` are all days of the holidays, weekends within them included; `work_weekends` the worked Saturdays and Sundays.
    Raises NotAllowed for anyone but the province's office (`by` None: the command line), InvalidValue for a day of another
    year, a worked day that is no weekend, a day that is both, or a year without a source.
    """
    if by is not None and (scope is None or Role.PROVINCE_OFFICE not in scope.roles):
        raise NotAllowed(
            "calendar-not-yours",
            Text("放假安排由省根治欠薪办录入。", "The holiday arrangement is entered by the province's office."),
            Text("请与省根治欠薪办联系。", "Ask the province's office."),
        )
    _check(year, days_off=days_off, work_weekends=work_weekends, source=source)
    row = CalendarYear.objects.create(
        year=year,
        days_off=sorted(days_off),
        work_weekends=sorted(work_weekends),
        source=source.strip(),
        entered_by=by,
        entered_at=now,
    )
    because = Text(
        f"{year} 年放假安排公布或调整（{row.source}）",
        f"The arrangement of {year} was published or amended ({row.source})",
    )
    return row, recompute_clocks(now=now, because=because, by=by)


def _check(year: int, *, days_off: Collection[date], work_weekends: Collection[date], source: str) -> None:
    problem = None
    if not source.strip():
        problem = Text("没有写明依据。", "The source is missing.")
    elif not days_off:
        problem = Text("没有放假日。", "There are no days off.")
    elif any(day.year not in (year, year - 1) for day in (*days_off, *work_weekends)):
        problem = Text(f"有日期不在 {year} 年。", f"Some day is not in {year}.")
    elif any(day.weekday() < _SATURDAY for day in work_weekends):
        problem = Text("调休上班日应为周六或周日。", "A worked weekend is a Saturday or Sunday.")
    elif set(days_off) & set(work_weekends):
        problem = Text("同一天既放假又上班。", "The same day is off and worked.")
    if problem is not None:
        raise InvalidValue(
            "calendar-year",
            problem,
            Text(
                "按国务院办公厅通知逐日填写放假日和调休上班日。",
                "Give the days off and the worked weekends day by day, as the State Council's notice has them.",
            ),
        )
