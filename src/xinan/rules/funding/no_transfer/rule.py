"""funding/no-transfer: a working month without any labour cost from the owner (条例 24, 57)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import plus_days
from xinan.rules.laws import proposal, regulation
from xinan.rules.model import Addressee, Evidence, Feed, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def holds(world: World, p: Bound) -> ir.Table:
    """A past working month, active for at least half of it, in which no transfer of the owner came in.

    Red when the month before it is one too. `since` is the first day of the month after.
    """
    month = world.table("project_month")
    asked = month.filter(month.is_past & (month.active_days >= p.count("active_days", month.region_code)))
    without = asked.anti_join(world.table("owner_transfer_month"), ["project_id", "month"])
    before = without.select("project_id", month=(without.month + 1).cast("int32"), is_second=True)
    joined = without.left_join(before, ["project_id", "month"])
    found = joined.filter(joined.month >= world.first_month_back)
    return found.select(
        "project_id",
        "active_days",
        "workers",
        period=found.month,
        level=ibis.ifelse(found.is_second.fill_null(False), Level.RED.value, Level.YELLOW.value),
        since=plus_days(found.last_on, 1),
        settled_on=found.last_on,
        months_running=ibis.ifelse(found.is_second.fill_null(False), 2, 1),
    )


def workers_of_month(world: World, _: Bound) -> ir.Table:
    """Who worked in the month."""
    worked = world.table("worker_month")
    valid = worked.filter(worked.valid_days > 0)
    return valid.select("project_id", "worker_id", "valid_days", period=valid.month)


def transfers(world: World, _: Bound) -> ir.Table:
    """All transfers of the owner into the project's wage accounts."""
    return world.table("owner_transfer").select("project_id", "booked_on", "amount")


RULE = Rule(
    id="funding/no-transfer",
    title=Text("当月未拨付人工费用", "No labour cost transferred"),
    meaning=Text(
        "在建且未停工满 15 天、有有效考勤的过往月份，建设单位未向工资专户拨付任何人工费用；上一个月也未拨付的为严重。",
        "A past working month, active for at least 15 days, in which the owner transferred nothing into the wage "
        "account; severe when the month before was one too.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.OWNER, Addressee.INDUSTRY_DEPARTMENT),
    basis=(regulation("24, 57"), proposal("P-FND-01")),
    measures=(
        Measure("active_days", Text("当月在施天数", "Active days of the month"), Unit.DAYS),
        Measure("workers", Text("当月有效考勤工人", "Workers of the month"), Unit.PEOPLE),
        Measure("months_running", Text("连续未拨付月数（至少）", "Months running (at least)"), Unit.COUNT),
    ),
    because=Text(
        "{period} 在施 {active_days} 天、{workers} 名工人有有效考勤，专户没有建设单位拨入的人工费用。",
        "In {period} the site was active for {active_days} days with {workers} workers, and the wage account received "
        "nothing from the owner.",
    ),
    cure=Text(
        "该月没有拨付的事实不会因以后拨付而改变；补录该月已到账的银行流水可消除，十二个月后不再列出。",
        "A later transfer does not change that month; bank entries of that month reported late do. "
        "Not listed after twelve months.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("当月用工", "Who worked in the month"),
            workers_of_month,
            {"worker_id": Text("工人", "Worker"), "valid_days": Text("有效考勤天数", "Valid days")},
        ),
        Evidence(
            Text("建设单位历次拨付", "Transfers of the owner"),
            transfers,
            {"booked_on": Text("到账日", "Booked on"), "amount": Text("金额", "Amount")},
        ),
    ),
    levels=(Level.YELLOW, Level.RED),
    needs=(Feed.BANK,),
)
