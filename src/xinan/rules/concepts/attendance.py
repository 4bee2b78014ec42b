"""Attendance by worker and month, working months and their due dates."""

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from xinan.rules.dates import days_from, month_of, plus_days
from xinan.rules.parameters import Bound
from xinan.rules.world import Concept, World

SECONDS_OF_AN_HOUR = 3600


def _bit_or(bits: int) -> int:
    """The bits set in any of the rows."""
    raise NotImplementedError(bits)


# Both engines have it under this name; Ibis has no word for it on Spark.
bit_or: Callable[[ir.IntegerValue], ir.IntegerScalar] = ibis.udf.agg.builtin(_bit_or, name="bit_or")


def judged_day(world: World, p: Bound) -> ir.Table:
    """Every day of attendance, with whether it is valid: enough punches, and enough hours between first and last.

    The Jilin rule in force since 2023-09-01: two punches, four hours apart.
    """
    project, attended = world.table("project"), world.table("attendance_day")
    place = project.select(project.project_id, region_code=project.region_code)
    days = attended.inner_join(place, "project_id")
    return days.select(
        "project_id",
        "worker_id",
        "day",
        "first_at",
        "last_at",
        "punches",
        "supplements",
        "region_code",
        month=month_of(days.day),
        is_valid=(days.punches >= p.count("valid_punches", days.region_code))
        & (days.last_at - days.first_at >= p.count("valid_hours", days.region_code) * SECONDS_OF_AN_HOUR),
    )


def worker_month(world: World, _: Bound) -> ir.Table:
    """What a worker's attendance on a project comes to in a month. `valid_bits` has the valid days, bit 0 the first."""
    days = world.table("judged_day")
    bit = ibis.literal(1, "int32") << (days.day.day() - 1).cast("int32")
    valid_bit = ibis.ifelse(days.is_valid, bit, ibis.literal(0, "int32"))
    return days.group_by("project_id", "worker_id", "month").aggregate(
        present_days=days.count().cast("int32"),
        valid_days=days.is_valid.sum().cast("int32"),
        punches=days.punches.sum().cast("int32"),
        supplements=days.supplements.sum().cast("int32"),
        first_valid_on=days.day.min(where=days.is_valid),
        last_valid_on=days.day.max(where=days.is_valid),
        last_present_on=days.day.max(),
        valid_bits=bit_or(valid_bit).cast("int32"),
    )


def valid_days_of(world: World, people: ir.Table) -> ir.Table:
    """One row for each valid day of some rows of `worker_month`: their columns, and the `day`."""
    days = world.calendar.select("month", "day", "day_of_month")
    each = people.inner_join(days, "month")
    return each.filter(day_is_among(each.valid_bits, each.day_of_month)).drop("day_of_month")


def day_is_among(bits: ir.IntegerValue, day_of_month: ir.IntegerValue) -> ir.BooleanValue:
    """Whether a day of the month is one of `bits` (bit 0: the first), as `worker_month.valid_bits` has them."""
    return ((bits >> (day_of_month - 1)) & 1) == 1


def recent_day(world: World, p: Bound) -> ir.Table:
    """The days of attendance of the last 30 days, the as-of day among them."""
    days = world.table("judged_day")
    # Written with the day alone on one side, so that an engine can leave older rows unread.
    return days.filter(days.day > plus_days(world.today, -p.count("recent_days", days.region_code))).drop("region_code")


def project_month(world: World, _: Bound) -> ir.Table:
    """Working months: months with a valid day, when their wages fall due, and how long the project was active.

    `due_on` is the agreed pay day, or the last day of a shorter month, moved before a holiday or rest day
    (条例 14). `is_past`: wholly before the month of the as-of day. `is_due`: the as-of day lies past the due date.
    """
    days = world.table("worker_month")
    worked = days.filter(days.valid_days > 0)
    months = worked.group_by("project_id", "month").aggregate(
        workers=worked.count().cast("int32"), valid_days=worked.valid_days.sum().cast("int32")
    )
    project = world.table("project")
    terms = project.select("project_id", "region_code", "started_on", "completed_on", "pay_day", "pay_next_month")
    placed = months.inner_join(terms, "project_id")
    placed = placed.mutate(due_month=(placed.month + placed.pay_next_month.cast("int32")).cast("int32"))
    return _with_active_days(world, with_due_date(world, placed)).drop("due_month", "pay_day", "pay_next_month")


def with_due_date(world: World, months: ir.Table) -> ir.Table:
    """`months` with when their wages fall due. Needs month, due_month (in which the pay day lies) and pay_day."""
    calendar = world.calendar
    days = calendar.select(
        due_month=calendar.month,
        _day=calendar.day_of_month,
        _length=calendar.days_in_month,
        due_on=calendar.working_on_or_before,
    )
    joined = months.inner_join(days, "due_month")
    dated = joined.filter(joined._day == ibis.least(joined.pay_day, joined._length)).drop("_day", "_length")
    return dated.mutate(is_past=dated.month < world.this_month, is_due=dated.due_on < world.today)


def _with_active_days(world: World, months: ir.Table) -> ir.Table:
    span, paused = world.table("month_span"), world.table("paused_month")
    spanned = months.inner_join(span, "month")
    first = ibis.greatest(spanned.first_on, spanned.started_on)
    # A project is in progress up to the day before its completion.
    ended = ibis.ifelse(
        spanned.completed_on.notnull() & (spanned.completed_on <= spanned.last_on),
        days_from(first, spanned.completed_on),
        days_from(first, spanned.last_on) + 1,
    )
    open_days = ibis.ifelse(spanned.started_on.isnull(), 0, ibis.greatest(ended, 0))
    counted = spanned.mutate(open_days=open_days.cast("int32")).left_join(paused, ["project_id", "month"])
    active = (counted.open_days - counted.paused_days.fill_null(0)).cast("int32")
    return counted.mutate(active_days=active).drop("open_days", "paused_days", "project_id_right", "month_right")


CONCEPTS = (
    Concept("judged_day", "a day of attendance, valid or not", judged_day, passed_on=True),
    Concept("worker_month", "a worker's attendance in a month", worker_month),
    Concept("recent_day", "a day of attendance of the last 30 days", recent_day),
    Concept("project_month", "a working month and its due date", project_month),
)
