"""Dates in rule expressions, with the same meaning on every engine.

Engines disagree on `date + interval` (DuckDB answers with a timestamp, and months overflow differently), so rules
never write it: days are added by `plus_days`, months are counted as whole numbers (year × 12 + month − 1), and
working days come from the calendar table.
"""

from datetime import date
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from xinan.kernel.period import Month

if TYPE_CHECKING:
    from xinan.rules.world import World

# Columns of the calendar table that every engine is given beside the facts (one row a day).
CALENDAR_SCHEMA = ibis.schema(
    {
        "day": "date",
        "month": "int32",
        "day_of_month": "int32",
        "days_in_month": "int32",
        "is_working": "boolean",
        "is_day_off": "boolean",
        "working_no": "int32",
        "working_on_or_after": "date",
        "working_on_or_before": "date",
    }
)

# The monthly minimum wage of each county at the end of each month; an engine is given it as well.
MINIMUM_WAGE_SCHEMA = ibis.schema({"region_code": "string", "month": "int32", "monthly_wage": "decimal(18,2)"})


def month_number(month: Month) -> int:
    """The number under which the engine knows a month.

    >>> month_number(Month(2026, 1))
    24312
    """
    return month.year * 12 + month.month - 1


def month_of_number(number: int) -> Month:
    """The month of a number.

    >>> str(month_of_number(24312))
    '2026-01'
    """
    return Month(number // 12, number % 12 + 1)


def month_of(day: ir.DateValue) -> ir.IntegerValue:
    """The month number of a date expression."""
    return (day.year() * 12 + day.month() - 1).cast("int32")


def month_text(number: ir.IntegerValue) -> ir.StringValue:
    """A month number as people read it (YYYY-MM), for evidence rows."""
    month = (number % 12 + 1).cast("int32").cast("string")
    return (number // 12).cast("int32").cast("string") + "-" + ibis.ifelse(month.length() == 1, "0" + month, month)


def plus_days(day: ir.DateValue, days: ir.IntegerValue | int) -> ir.DateValue:
    """The date so many calendar days later."""
    count = ibis.literal(days, "int32") if isinstance(days, int) else days.cast("int32")
    # Through a timestamp, because DuckDB makes one of date + interval without saying so.
    return (day + count.as_interval("D")).cast("timestamp").cast("date")


def days_from(earlier: ir.DateValue, later: ir.DateValue | date) -> ir.IntegerValue:
    """Calendar days from one date to another; negative where the second lies before the first."""
    until = ibis.literal(later, "date") if isinstance(later, date) else later
    return until.delta(earlier, unit="day").cast("int32")


def with_deadline(
    world: "World", table: ir.Table, *, start: str, days: ir.IntegerValue | int, to: str = "deadline_on"
) -> ir.Table:
    """`table` with the deadline of so many calendar days after `start`, moved on where it ends on a rest day."""
    calendar = world.calendar.select(_nominal=world.calendar.day, **{to: world.calendar.working_on_or_after})
    dated = table.mutate(_ends_on=plus_days(table[start], days))
    joined = dated.left_join(calendar, dated._ends_on == calendar._nominal)
    return joined.drop("_ends_on", "_nominal")


def with_working_deadline(
    world: "World", table: ir.Table, *, start: str, days: ir.IntegerValue | int, to: str = "deadline_on"
) -> ir.Table:
    """`table` with the n-th working day after `start`."""
    calendar = world.calendar
    begun = calendar.select(_start=calendar.day, _begun_no=calendar.working_no)
    working = calendar.filter(calendar.is_working)
    reached = working.select(_reached_no=working.working_no, **{to: working.day})
    # The length becomes a column first: it may differ by region, and a join cuts it off from its table.
    lasting = table.mutate(_lasts=days)
    counted = lasting.left_join(begun, lasting[start] == begun._start)
    due = counted.mutate(_due_no=(counted._begun_no + counted._lasts).cast("int32"))
    return due.left_join(reached, due._due_no == reached._reached_no).drop(
        "_lasts", "_start", "_begun_no", "_due_no", "_reached_no"
    )
