"""The tables that every engine is given beside the facts: the calendar and the minimum wages."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

import pyarrow as pa

from xinan.kernel import minimum_wage
from xinan.kernel.calendar import CHINA, FIRST_DAY, LAST_DAY
from xinan.kernel.period import Month
from xinan.kernel.regions import REGIONS
from xinan.rules.dates import month_number


@lru_cache(maxsize=1)
def calendar_table() -> pa.Table:
    """One row a day, with the columns of `xinan.rules.dates.CALENDAR_SCHEMA`."""
    days = list(CHINA.days(FIRST_DAY, LAST_DAY))
    working_no, count = [], 0
    for day in days:
        count += day.is_working
        working_no.append(count)
    after = _carry([day.day if day.is_working else None for day in reversed(days)])[::-1]
    before = _carry([day.day if day.is_working else None for day in days])
    return pa.table(
        {
            "day": pa.array([day.day for day in days], pa.date32()),
            "month": pa.array([month_number(Month.of(day.day)) for day in days], pa.int32()),
            "day_of_month": pa.array([day.day.day for day in days], pa.int32()),
            "days_in_month": pa.array([Month.of(day.day).days for day in days], pa.int32()),
            "is_working": pa.array([day.is_working for day in days], pa.bool_()),
            "is_day_off": pa.array([day.is_day_off for day in days], pa.bool_()),
            "working_no": pa.array(working_no, pa.int32()),
            "working_on_or_after": pa.array(after, pa.date32()),
            "working_on_or_before": pa.array(before, pa.date32()),
        }
    )


def _carry(values: list[date | None]) -> list[date | None]:
    """Each gap filled with the last value seen."""
    seen: date | None = None
    filled = []
    for value in values:
        seen = seen if value is None else value
        filled.append(seen)
    return filled


@lru_cache(maxsize=1)
def minimum_wage_table() -> pa.Table:
    """The monthly minimum wage of every region of Jilin at the end of each month since the first known one."""
    rows = [
        {"region_code": code, "month": number, "monthly_wage": wage}
        for code in sorted({region.code for region in REGIONS})
        for number, wage in _wages(code)
    ]
    fields = [("region_code", pa.string()), ("month", pa.int32()), ("monthly_wage", pa.decimal128(18, 2))]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def _wages(code: str) -> Iterator[tuple[int, Decimal]]:
    """Month by month, each with the step in force on its last day."""
    steps = minimum_wage.steps(code)
    starts = [*(month_number(Month.of(step.from_on)) for step in steps), month_number(Month.of(LAST_DAY)) + 1]
    for step, first, until in zip(steps, starts, starts[1:], strict=False):
        yield from ((number, step.value) for number in range(first, until))
