"""attendance/key-post-absent: a person in a key post is on site far less than the site works (Jilin W36)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.concepts.attendance import bit_or, day_is_among
from xinan.rules.concepts.roster import disjoint_stays
from xinan.rules.dates import plus_days
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.ratio import Ratio
from xinan.rules.world import World

KEY_POSTS = ("project_manager", "safety_officer", "chief_supervisor", "safety_supervisor")
PERSON = ("project_id", "worker_id", "month")


def site_days(world: World) -> ir.Table:
    """The days with a valid day of anybody, in the past months looked back on."""
    people, calendar = world.table("worker_month"), world.calendar
    past = people.filter((people.month < world.this_month) & (people.month >= world.first_month_back))
    months = past.group_by("project_id", "month").aggregate(bits=bit_or(past.valid_bits))
    days = months.inner_join(calendar.select("month", "day", "day_of_month"), "month")
    return days.filter(day_is_among(days.bits, days.day_of_month)).select("project_id", "month", "day", "day_of_month")


def judged_people(world: World, _: Bound) -> ir.Table:
    """Each person in a key post and month: the site's days within his time on roster, and his own valid ones of them.

    Several key posts of one person are one time on roster; his attendance outside it is left out.
    """
    employment, shared = world.table("employment"), world.table("worker_month")
    stays = disjoint_stays(world, employment.filter(employment.post.isin(KEY_POSTS)))
    open_days = site_days(world)
    within = ["project_id", stays.from_on <= open_days.day, stays.until_on >= open_days.day]
    expected = stays.inner_join(open_days, within).select(*PERSON, "day_of_month")
    marked = expected.left_join(shared.select(*PERSON, "valid_bits"), PERSON, rname="_present_{name}")
    is_present = day_is_among(marked.valid_bits.fill_null(0), marked.day_of_month)
    return marked.group_by(*PERSON).aggregate(
        site_days=marked.count().cast("int32"), valid_days=is_present.sum().cast("int32")
    )


def absent_people(world: World, p: Bound) -> ir.Table:
    """Those of them who were there too seldom, with the level."""
    people, project = judged_people(world, p), world.table("project")
    placed = people.inner_join(project.select("project_id", "region_code"), "project_id")
    rate = Ratio(placed.valid_days, placed.site_days)
    judged = placed.mutate(level=p.level("ladder", rate, placed.region_code), rate=rate.value)
    return judged.filter(judged.level.notnull()).drop("region_code")


def holds(world: World, p: Bound) -> ir.Table:
    """A past month in which somebody in a key post was there too seldom; the worst of them gives the level.

    `since` is the first day after the month.
    """
    absent, span = absent_people(world, p), world.table("month_span")
    ranked = absent.mutate(rank=ibis.cases(*((absent.level == each.value, each.rank) for each in Level), else_=0))
    found = ranked.group_by("project_id", "month").aggregate(
        people=ranked.count().cast("int32"), worst_rate=ranked.rate.min(), rank=ranked.rank.max()
    )
    dated = found.inner_join(span.select("month", "last_on"), "month")
    return dated.select(
        "project_id",
        "people",
        "worst_rate",
        level=ibis.cases(*((dated.rank == each.rank, each.value) for each in Level), else_=None),
        period=dated.month,
        since=plus_days(dated.last_on, 1),
    )


def evidence_people(world: World, p: Bound) -> ir.Table:
    """The people there too seldom, with their posts' days."""
    absent = absent_people(world, p)
    return absent.select("project_id", "worker_id", "site_days", "valid_days", "rate", period=absent.month)


RULE = Rule(
    id="attendance/key-post-absent",
    title=Text("关键岗位人员到岗率不足", "Key post seldom on site"),
    meaning=Text(
        "过去某月，项目负责人、专职安全员、总监理工程师或安全监理人员中有人，其有效考勤天数不足同期工地实际施工天数"
        "（有任何人有效考勤的天数，限其在册期间）的 80%；不足 40% 的，定为较重。每人单独计算，以最低者定级。",
        "In a past month a project manager, safety officer, chief supervisor or safety supervisor has valid days on less "
        "than 80 % of the days on which anybody had one while he was on the roster; serious below 40 %. Each person by "
        "himself, the worst gives the level.",
    ),
    subject=Subject.PROJECT,
    period=Period.MONTH,
    addressees=(Addressee.CONTRACTOR, Addressee.INDUSTRY_DEPARTMENT),
    basis=(practice("W36"),),
    levels=(Level.YELLOW, Level.ORANGE),
    measures=(
        Measure("people", Text("到岗率不足人数", "People there too seldom"), Unit.PEOPLE),
        Measure("worst_rate", Text("最低到岗率", "Lowest rate"), Unit.SHARE),
    ),
    because=Text(
        "{period} 有 {people} 名关键岗位人员到岗率不足，最低为 {worst_rate}。",
        "In {period} {people} people in key posts were on site too seldom, the lowest rate being {worst_rate}.",
    ),
    cure=Text(
        "补传漏报的考勤；人员已更换的，登记退场并登记接任人员；对未到岗的，由行业主管部门依法处理。",
        "Send attendance that is missing; where people were replaced, enter the leaving and the successor; absence itself "
        "is for the industry department to deal with.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("到岗率不足的关键岗位人员", "People in key posts there too seldom"),
            evidence_people,
            {
                "worker_id": Text("人员", "Person"),
                "site_days": Text("在册期间施工天数", "Site days while on roster"),
                "valid_days": Text("有效考勤天数", "Valid days"),
                "rate": Text("到岗率", "Rate"),
            },
        ),
    ),
)
