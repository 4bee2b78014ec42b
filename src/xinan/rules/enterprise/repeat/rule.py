"""enterprise/repeat: a contractor owes wages at the severe level on several of its projects (not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import month_text, plus_days
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.wages.unpaid.rule import RULE as UNPAID
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """wages/unpaid stands at red on two or more projects of the general contractor; a withheld one does not stand.

    The contractor's place is its place of registration. `since` is the day on which the second of the projects that
    are red now became so (the share of unpaid workers taken as it is now).
    """
    project, enterprise = world.table("project"), world.table("enterprise")
    red = red_months(world, p)
    by_project = red.group_by("project_id").aggregate(months=red.count().cast("int32"), red_on=red.red_on.min())
    owned = by_project.inner_join(project.select("project_id", firm=project.contractor_id), "project_id")
    place = enterprise.group_by(firm=enterprise.enterprise_id).aggregate(region_code=enterprise.region_code.max())
    placed = owned.left_join(place, "firm", rname="_{name}")
    order = ibis.window(group_by="firm", order_by=["red_on", "project_id"])
    numbered = placed.mutate(place=(ibis.row_number().over(order) + 1).cast("int32"))
    reached = numbered.filter(numbered.place == p.first_step("ladder", numbered.region_code))
    firms = numbered.group_by("firm", "region_code").aggregate(
        projects=numbered.count().cast("int32"), months=numbered.months.sum().cast("int32")
    )
    judged = firms.mutate(level=p.level("ladder", firms.projects, firms.region_code))
    found = judged.filter(judged.level.notnull()).inner_join(reached.select("firm", since="red_on"), "firm")
    return found.select("level", "since", "projects", "months", project_id=ibis.null("string"), subject_id=found.firm)


def red_months(world: World, _: Bound) -> ir.Table:
    """The months at red by wages/unpaid, none of them withheld, and since when each has been red."""
    its = world.bound(UNPAID.id)
    unpaid = UNPAID.holds(world, its)
    feed = world.table("feed_state").select("project_id", "region_code", "is_bank_silent", "bank_heard_on")
    red = unpaid.filter(unpaid.level == Level.RED.value).inner_join(feed, "project_id")
    is_withheld = red.is_bank_silent & (red.bank_heard_on.isnull() | (red.settled_on >= red.bank_heard_on))
    standing = red.filter(~is_withheld)
    place = standing.region_code
    is_many = standing.unpaid_workers.cast(EXACT) >= standing.workers.cast(EXACT) * its.share("red_share", place)
    days = ibis.ifelse(is_many, its.count("red_share_after_days", place), its.step_at("ladder", Level.RED, place))
    return standing.select(
        "project_id",
        "period",
        "due_on",
        "overdue_days",
        "workers",
        "unpaid_workers",
        "unpaid_amount",
        red_on=ibis.greatest(plus_days(standing.due_on, days), standing.since),
    )


def projects(world: World, p: Bound) -> ir.Table:
    """The months at red on the contractor's projects."""
    project, red = world.table("project"), red_months(world, p)
    owned = red.inner_join(project.select("project_id", subject_id=project.contractor_id), "project_id")
    return owned.select(
        "subject_id", "unpaid_workers", "unpaid_amount", "due_on", site=owned.project_id, month=month_text(owned.period)
    )


RULE = Rule(
    id="enterprise/repeat",
    title=Text("多个项目严重欠薪", "Severe arrears on several projects"),
    meaning=Text(
        "同一施工总承包单位有 2 个及以上项目的工资逾期未付达到严重等级；因银行数据中断而暂缓的不计。",
        "Two or more projects of one general contractor have wages unpaid at the severe level; those withheld for a "
        "silent bank feed do not count.",
    ),
    subject=Subject.ENTERPRISE,
    period=Period.NONE,
    addressees=(Addressee.LABOUR_OFFICE, Addressee.OFFICE),
    basis=(proposal(),),
    levels=(Level.ORANGE, Level.RED),
    measures=(
        Measure("projects", Text("严重欠薪项目数", "Projects at the severe level"), Unit.COUNT),
        Measure("months", Text("严重欠薪项目月数", "Months at the severe level"), Unit.COUNT),
    ),
    because=Text(
        "截至 {as_of}，该单位有 {projects} 个项目、{months} 个项目月的工资逾期未付达到严重等级。",
        "On {as_of} {projects} projects of the contractor, {months} project-months together, have wages unpaid at the "
        "severe level.",
    ),
    cure=Text(
        "付清各项目拖欠的工资，直至严重欠薪的项目不足 2 个。",
        "Pay what is owed on the projects until fewer than two remain at the severe level.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("严重欠薪的项目与月份", "Projects and months at the severe level"),
            projects,
            {
                "site": Text("项目", "Project"),
                "month": Text("工资月份", "Wage month"),
                "due_on": Text("应付日", "Due on"),
                "unpaid_workers": Text("未付工人", "Unpaid workers"),
                "unpaid_amount": Text("其应发工资", "Wages payable to them"),
            },
        ),
    ),
)
