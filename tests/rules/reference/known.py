"""What was known at the end of a day, and the plain arithmetic that several references share.

Written from the rulebook alone, without the vocabulary's columns, the shared concepts or an engine.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month

Row = dict[str, Any]
Facts = dict[str, list[Row]]
Found = list[tuple[str | None, str, str | None, str, date]]

EXISTS_FROM = {
    "project": "contract_signed_on",
    "pause": "from_on",
    "wage_account": "opened_on",
    "account_entry": "booked_on",
    "deposit": "effective_on",
    "deposit_draw": "drawn_on",
    "arrears_record": "found_on",
    "joint_list": "listed_on",
    "notice_board": "posted_on",
    "employment": "entered_on",
    "attendance_day": "day",
    "payroll_line": "submitted_on",
    "wage_payment": "paid_on",
    "clue": "received_on",
}
# Agreed or calendar dates that may lie ahead of the as-of day.
MAY_LIE_AHEAD = {"planned_end_on", "expires_on", "to_on", "birth_on"}


def known(facts: Facts, as_of: date) -> Facts:
    """The rows that exist on the day, later dates made null; a feed heard later was heard that day."""
    seen: Facts = {name: [] for name in (*EXISTS_FROM, "region", "enterprise", "worker", "feed")}
    for name, rows in facts.items():
        begins = EXISTS_FROM.get(name)
        for row in rows:
            if begins and row[begins] > as_of:
                continue
            seen[name].append({column: _known(column, value, as_of) for column, value in row.items()})
    return seen


def _known(column: str, value: Any, as_of: date) -> Any:
    if not isinstance(value, date) or column in MAY_LIE_AHEAD or value <= as_of:
        return value
    return as_of if column == "last_received_on" else None


def of_project(rows: list[Row], project: Row) -> list[Row]:
    """The rows of one project."""
    return [row for row in rows if row["project_id"] == project["project_id"]]


def ladder(value: Any, steps: list[tuple[str, Any]]) -> str | None:
    """The level of the last step that `value` reaches; steps from the lowest up."""
    reached = [level for level, threshold in steps if value >= threshold]
    return reached[-1] if reached else None


def stretch(holds: Callable[[date], bool], as_of: date) -> date:
    """The first day of the days on end, up to `as_of`, on which something held."""
    day = as_of
    while holds(day - timedelta(days=1)):
        day -= timedelta(days=1)
    return day


def of_project_finding(project: Row, level: str, since: date) -> tuple[str, str, None, str, date]:
    """A finding about the project itself, without a period."""
    return (project["project_id"], project["project_id"], None, level, since)


def plus(day: date, days: int) -> date:
    """So many calendar days later."""
    return day + timedelta(days=days)


def deadline(day: date, days: int) -> date:
    """Day n after the event, moved on from a rest day."""
    return CHINA.working_day_on_or_after(plus(day, days))


def years_back(day: date, years: int) -> date:
    """The same day so many years before; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def is_active(facts: Facts, project: Row, day: date) -> bool:
    """In progress and not inside an approved pause."""
    if project["started_on"] is None or project["started_on"] > day:
        return False
    if project["completed_on"] is not None and project["completed_on"] <= day:
        return False
    return not any(covers(pause, day) for pause in of_project(facts["pause"], project))


def covers(pause: Row, day: date) -> bool:
    """Whether an approved pause lies over a day."""
    ends = pause["to_on"]
    return pause["approved_on"] is not None and pause["from_on"] <= day and (ends is None or ends >= day)


@cache
def seconds(time_of_day: str) -> int:
    """Seconds since midnight of HH:MM:SS."""
    hours, minutes, rest = (int(part) for part in time_of_day.split(":"))
    return hours * 3600 + minutes * 60 + rest


def is_valid(attended: Row) -> bool:
    """Two punches, four hours apart."""
    return bool(attended["punches"] >= 2 and seconds(attended["last_at"]) - seconds(attended["first_at"]) >= 4 * 3600)


def due_on(project: Row, month: Month) -> date:
    """The pay day of a month's wages, the last day of a shorter month, moved before a rest day."""
    paying = month.next if project["pay_next_month"] else month
    return CHINA.working_day_on_or_before(date(paying.year, paying.month, min(project["pay_day"], paying.days)))


def unpaid_months(facts: Facts, project: Row, as_of: date) -> list[Month]:
    """Past working months, past their due date, with a worker who has nothing paid; as known on `as_of`."""
    worked: dict[Month, set[str]] = {}
    for row in of_project(facts["attendance_day"], project):
        if is_valid(row) and row["day"] <= as_of:
            worked.setdefault(Month.of(row["day"]), set()).add(row["worker_id"])
    return [
        month
        for month in sorted(worked)
        if month < Month.of(as_of)
        and due_on(project, month) < as_of
        and any(paid(facts, project, worker, month, as_of) == 0 for worker in worked[month])
    ]


def paid(facts: Facts, project: Row, worker: str, month: Month, as_of: date) -> Decimal:
    """What a worker was paid for a month through a wage account by a day."""
    return sum(
        (
            row["amount"]
            for row in of_project(facts["wage_payment"], project)
            if row["worker_id"] == worker
            and row["wage_month"] == str(month)
            and row["status"] == "paid"
            and (row["account_id"] is not None or row["payment_id"].startswith("S:"))
            and row["paid_on"] <= as_of
        ),
        Decimal(0),
    )
