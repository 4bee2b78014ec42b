"""filing/stopped-but-working: people work on a site that is said to stand still (P-REG-03, not law)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import days_from, month_text
from xinan.rules.laws import proposal
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World

# Pauses during which nobody works; the Spring Festival and the wait for acceptance are not such.
STANDSTILL = ("stop", "late_start", "winter")


def holds(world: World, p: Bound) -> ir.Table:
    """Within the last 30 days a valid day in a standstill or long after completion, or pay for a month of standstill.

    A pause is taken as approved, whether the project had begun or ended or not. Paying earlier wages in a pause is
    a duty, so a payment counts only for a month wholly inside the pause, and not after completion. `since` is the
    earliest day that still stands in the window: the day itself, or the approval where the pause was approved later.
    """
    days, pays = standstill_days(world, p), standstill_payments(world, p)
    facts = ibis.union(
        days.select("project_id", "known_on", days=1, payments=0),
        pays.select("project_id", "known_on", days=0, payments=1),
    )
    found = facts.group_by("project_id").aggregate(
        worker_days=facts.days.sum().cast("int32"),
        payments=facts.payments.sum().cast("int32"),
        since=facts.known_on.min(),
    )
    return found.mutate(level=ibis.literal(Level.YELLOW.value))


def standstill_days(world: World, p: Bound) -> ir.Table:
    """Recent valid days inside a standstill, or too long after completion; one row a worker and day."""
    recent = world.table("recent_day")
    valid = recent.filter(recent.is_valid).select("project_id", "worker_id", "day", "first_at", "last_at")
    pause = approved_standstill(world)
    inside = valid.inner_join(
        pause,
        [
            valid.project_id == pause.project_id,
            valid.day >= pause.from_on,
            pause.to_on.isnull() | (valid.day <= pause.to_on),
        ],
    )
    in_pause = inside.select("project_id", "worker_id", "day", known_on=ibis.greatest(inside.day, inside.approved_on))
    project = world.table("project").select("project_id", "region_code", "completed_on")
    ended = valid.inner_join(project.filter(project.completed_on.notnull()), "project_id")
    late = ended.filter(days_from(ended.completed_on, ended.day) > p.count("days_after_completion", ended.region_code))
    after = late.select("project_id", "worker_id", "day", known_on=late.day)
    both = in_pause.union(after)
    return both.group_by("project_id", "worker_id", "day").aggregate(known_on=both.known_on.min())


def standstill_payments(world: World, p: Bound) -> ir.Table:
    """Recent payments for a month that lies wholly inside a standstill, of projects not completed."""
    project = world.table("project")
    place = project.filter(project.completed_on.isnull()).select("project_id", "region_code")
    payment = world.table("wage_payment")
    placed = payment.filter(payment.status == "paid").inner_join(place, "project_id")
    recent = placed.filter(
        days_from(placed.paid_on, world.today) < world.shared.count("recent_days", placed.region_code)
    )
    span = world.table("month_span").select(wage_month="month", month_from="first_on", month_to="last_on")
    dated = recent.inner_join(span, "wage_month")
    pause = approved_standstill(world)
    inside = dated.inner_join(
        pause,
        [
            dated.project_id == pause.project_id,
            dated.month_from >= pause.from_on,
            pause.to_on.isnull() | (dated.month_to <= pause.to_on),
        ],
    )
    known_on = ibis.greatest(inside.paid_on, inside.approved_on)
    keys = ("project_id", "payment_id", "worker_id", "wage_month", "amount", "paid_on")
    each = inside.mutate(wage_month=month_text(inside.wage_month)).select(*keys, known_on=known_on)
    return each.group_by(*keys).aggregate(known_on=each.known_on.min())


def approved_standstill(world: World) -> ir.Table:
    """Approved pauses during which nobody works."""
    pause = world.table("pause")
    return pause.filter(pause.approved_on.notnull() & pause.kind.isin(STANDSTILL))


def pauses(world: World, _: Bound) -> ir.Table:
    """The approved standstills."""
    return approved_standstill(world).select("project_id", "kind", "from_on", "to_on", "approved_on")


RULE = Rule(
    id="filing/stopped-but-working",
    title=Text("停工期间仍有用工", "Work during a standstill"),
    meaning=Text(
        "近 30 天内，在获批的停工、推迟开工或冬季停工期间，或者竣工超过 15 天以后，仍有有效考勤；"
        "或者发放了整月处于停工期间的工资。",
        "In the last 30 days somebody had a valid day during an approved stop, late start or winter stop, or more than "
        "15 days after completion; or wages were paid for a month wholly inside such a pause.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(proposal("P-REG-03"),),
    levels=(Level.YELLOW,),
    measures=(
        Measure("worker_days", Text("停工期间有效考勤人次", "Worker-days during the standstill"), Unit.COUNT),
        Measure("payments", Text("为停工月份发放笔数", "Payments for months of standstill"), Unit.COUNT),
    ),
    because=Text(
        "项目处于停工或已竣工，近期仍有 {worker_days} 人次有效考勤、{payments} 笔停工月份的工资发放。",
        "The project stands still or is completed, yet of late there were {worker_days} valid worker-days and "
        "{payments} payments for months of standstill.",
    ),
    cure=Text(
        "已复工的，办理复工（填写停工结束日）；未复工的，停止用工并更正误报的考勤。近 30 天内不再出现即消除。",
        "If work has resumed, end the pause; if not, stop the work and correct attendance entered in error. Cured when "
        "none is left in the last 30 days.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("停工期间的有效考勤", "Valid days of the standstill"),
            standstill_days,
            {"worker_id": Text("工人", "Worker"), "day": Text("日期", "Day")},
        ),
        Evidence(
            Text("为停工月份发放的工资", "Payments for months of standstill"),
            standstill_payments,
            {
                "worker_id": Text("工人", "Worker"),
                "wage_month": Text("工资月份", "Wage month"),
                "amount": Text("金额", "Amount"),
                "paid_on": Text("发放日", "Paid"),
            },
        ),
        Evidence(
            Text("获批的停工", "Approved pauses"),
            pauses,
            {
                "kind": Text("类型", "Kind"),
                "from_on": Text("开始日", "From"),
                "to_on": Text("结束日", "To"),
                "approved_on": Text("批准日", "Approved"),
            },
        ),
    ),
)
