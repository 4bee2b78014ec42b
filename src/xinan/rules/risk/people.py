"""Signals from people: workers staying away, complaints."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import month_of, month_text, plus_days
from xinan.rules.model import Evidence, Feed, Measure, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.risk.model import Signal
from xinan.rules.world import World

LATELY, BEFORE = 14, 28  # days: the last fortnight against the four weeks before it
COMPLAINED_WITHIN = 90  # days
LEAST_PEOPLE = 5


def fall(world: World, _: Bound) -> ir.Table:
    """Which share of the people of the four weeks before was not seen in the last fortnight, on an active site."""
    active = world.table("active_since")
    long_active = active.filter(active.active_since <= plus_days(world.today, -(LATELY + BEFORE)))
    days = world.table("worker_month").semi_join(long_active, "project_id")
    lately = _seen(world, days, first=LATELY - 1, last=0)
    before = _seen(world, days, first=LATELY + BEFORE - 1, last=LATELY)
    people = days.select("project_id", "worker_id", lately=lately.cast("int32"), before=before.cast("int32")).filter(
        ibis._.lately + ibis._.before > 0
    )
    each = people.group_by("project_id", "worker_id").aggregate(
        lately=people.lately.max().cast("int32"), before=people.before.max().cast("int32")
    )
    counted = each.group_by("project_id").aggregate(
        lately=each.lately.sum().cast("int32"), before=each.before.sum().cast("int32")
    )
    fewer = counted.filter((counted.before >= LEAST_PEOPLE) & (counted.lately < counted.before))
    return fewer.mutate(value=((fewer.before - fewer.lately).cast(EXACT) / fewer.before).cast(EXACT))


def _seen(world: World, days: ir.Table, *, first: int, last: int) -> ir.BooleanValue:
    """Whether a worker's month has a valid day from `first` to `last` days ago."""
    begin, end = plus_days(world.today, -first), plus_days(world.today, -last)
    low = ibis.ifelse(days.month == month_of(begin), begin.day(), ibis.ifelse(days.month > month_of(begin), 1, 32))
    high = ibis.ifelse(days.month == month_of(end), end.day(), ibis.ifelse(days.month < month_of(end), 31, 0))
    bits, one = days.valid_bits.cast("int64"), ibis.literal(1, "int64")
    # The days from `low` to `high` of the month, as bits; none where the month lies outside.
    asked = (one << high.cast("int64")) - (one << (low.cast("int64") - 1))
    return (low <= high) & ((bits & asked) != 0)


def fall_rows(world: World, _: Bound) -> ir.Table:
    """People and valid days of the last months."""
    month = world.table("worker_month")
    recent = month.filter((month.month >= world.this_month - 3) & (month.valid_days > 0))
    months = recent.group_by("project_id", "month").aggregate(
        workers=recent.count().cast("int32"), valid_days=recent.valid_days.sum().cast("int32")
    )
    return months.select("project_id", "workers", "valid_days", wage_month=month_text(months.month))


def complaints(world: World, _: Bound) -> ir.Table:
    """Complaints of the last 90 days."""
    recent = _recent_clues(world)
    return recent.group_by("project_id").aggregate(
        value=recent.count().cast("int32"),
        clues=recent.count().cast("int32"),
        people=recent.workers.sum().cast("int32"),
        still_open=recent.closed_on.isnull().sum().cast("int32"),
    )


def clue_rows(world: World, _: Bound) -> ir.Table:
    """Those complaints."""
    return _recent_clues(world).select("project_id", "clue_id", "received_on", "workers", "amount", "closed_on")


def _recent_clues(world: World) -> ir.Table:
    clue = world.table("clue")
    recent = clue.received_on > plus_days(world.today, -COMPLAINED_WITHIN)
    return clue.filter(clue.project_id.notnull() & recent)


FALL = Signal(
    fall,
    (
        Measure("before", Text("此前四周出勤工人", "People of the four weeks before"), Unit.PEOPLE),
        Measure("lately", Text("近两周出勤工人", "People of the last fortnight"), Unit.PEOPLE),
    ),
    Text(
        "此前四周有 {before} 人出勤，近两周只有 {lately} 人。",
        "{before} people were on site in the four weeks before, {lately} in the last fortnight.",
    ),
    Unit.SHARE,
    (Feed.ATTENDANCE,),
    (
        Evidence(
            Text("各月出勤", "Attendance by month"),
            fall_rows,
            {
                "wage_month": Text("月份", "Month"),
                "workers": Text("工人", "Workers"),
                "valid_days": Text("有效工日", "Valid days"),
            },
        ),
    ),
)
COMPLAINTS = Signal(
    complaints,
    (
        Measure("clues", Text("投诉线索", "Complaints"), Unit.COUNT),
        Measure("people", Text("涉及工人", "Workers"), Unit.PEOPLE),
        Measure("still_open", Text("未办结", "Open"), Unit.COUNT),
    ),
    Text(
        "近 90 天有 {clues} 件投诉，涉及 {people} 人，{still_open} 件未办结。",
        "{clues} complaints in the last 90 days, by {people} workers; {still_open} open.",
    ),
    Unit.COUNT,
    (),
    (
        Evidence(
            Text("投诉线索", "Complaints"),
            clue_rows,
            {
                "clue_id": Text("线索", "Complaint"),
                "received_on": Text("收到", "Received"),
                "workers": Text("人数", "Workers"),
                "amount": Text("金额", "Amount"),
                "closed_on": Text("办结", "Closed"),
            },
        ),
    ),
)
