"""complaint/cluster: many clues about a project in short time, or one about many workers (P-CLU-01, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """Three or more clues received in the last 30 days, open or closed; or an open one of any age with ten workers.

    A clue that names no project is nobody's here. `since` is the day on which the third of the clues still in the
    window came in, or the earliest open one with ten workers: whichever is earlier.
    """
    clue = clues(world, p)
    marked = clue.mutate(
        is_recent=days_from(clue.received_on, world.today) < p.count("window_days", clue.region_code),
        is_large=clue.closed_on.isnull() & (clue.workers >= p.count("workers", clue.region_code)),
    )
    recent = marked.filter(marked.is_recent)
    order = ibis.window(group_by="project_id", order_by=["received_on", "clue_id"])
    numbered = recent.mutate(place=(ibis.row_number().over(order) + 1).cast("int32"))
    enough = numbered.filter(numbered.place == p.count("clues", numbered.region_code))
    reached = enough.select("project_id", reached_on=enough.received_on)
    totals = marked.group_by("project_id").aggregate(
        recent_clues=marked.is_recent.sum().cast("int32"),
        large_clues=marked.is_large.sum().cast("int32"),
        most_workers=marked.workers.max(where=marked.is_large).fill_null(0),
        large_on=marked.received_on.min(where=marked.is_large),
    )
    joined = totals.left_join(reached, "project_id").drop("project_id_right")
    found = joined.filter(joined.reached_on.notnull() | joined.large_on.notnull())
    return found.select(
        "project_id",
        "recent_clues",
        "large_clues",
        "most_workers",
        level=ibis.literal(Level.RED.value),
        since=ibis.least(
            ibis.coalesce(found.reached_on, found.large_on), ibis.coalesce(found.large_on, found.reached_on)
        ),
    )


def clues(world: World, _: Bound) -> ir.Table:
    """The clues about each project."""
    place = world.table("project").select("project_id", "region_code")
    return world.table("clue").inner_join(place, "project_id")


RULE = Rule(
    id="complaint/cluster",
    title=Text("欠薪线索集中", "Clues in numbers"),
    meaning=Text(
        "近 30 天内收到同一项目的欠薪线索 3 件及以上，或者有涉及 10 人及以上的线索尚未办结。",
        "Three or more clues about the project came in within the last 30 days, or one about ten or more workers is open.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.LABOUR_OFFICE, Addressee.OFFICE),
    basis=(proposal("P-CLU-01"),),
    levels=(Level.RED,),
    measures=(
        Measure("recent_clues", Text("近期线索件数", "Clues of late"), Unit.COUNT),
        Measure("large_clues", Text("未办结的多人线索", "Open clues about many"), Unit.COUNT),
        Measure("most_workers", Text("其中最多涉及人数", "Workers of the largest"), Unit.PEOPLE),
    ),
    because=Text(
        "截至 {as_of}，近期收到线索 {recent_clues} 件；未办结的多人线索 {large_clues} 件，最多涉及 {most_workers} 人。",
        "By {as_of} {recent_clues} clues came in of late; {large_clues} open clue(s) concern many workers, up to "
        "{most_workers}.",
    ),
    cure=Text(
        "逐件核处并办结线索；多人线索办结、近 30 天内不足 3 件时消除。",
        "Deal with each clue; cured when those about many are closed and fewer than three came in within 30 days.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("线索", "Clues"),
            clues,
            {
                "clue_id": Text("线索编号", "Clue"),
                "received_on": Text("收到日", "Received"),
                "workers": Text("涉及人数", "Workers"),
                "amount": Text("涉及金额", "Amount"),
                "closed_on": Text("办结日", "Closed"),
            },
        ),
    ),
)
