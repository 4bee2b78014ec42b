"""roster/over-age: somebody on the roster is past retirement age (超龄规定 6–12)."""

import ibis
import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.dates import month_of, plus_days
from xinan.rules.laws import practice
from xinan.rules.model import Addressee, Basis, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World

OVER_AGE_ORDER = Text(
    "超龄劳动者基本权益保障暂行规定（人力资源和社会保障部令第56号）",
    "Interim Provisions on the Basic Rights of Workers past Retirement Age (Order 56)",
)
RETIREMENT_DECISION = Text(
    "全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定（2024-09-13）",
    "Decision on Gradually Raising the Statutory Retirement Age (2024-09-13)",
)
MONTHS_OF_A_YEAR = 12


def retirement_months(p: Bound, people: ir.Table) -> ir.IntegerValue:
    """The retirement age in months, null where the sex is unknown.

    Who reaches the original age in or after January of `raised_from_year` retires one month later for each step of
    birth months begun, up to the final age.
    """
    region, born = people.region_code, month_of(people.birth_on)
    by_sex = []
    for sex in ("male", "female"):
        original = p.count(f"{sex}_age", region) * MONTHS_OF_A_YEAR
        final = p.count(f"{sex}_final_age", region) * MONTHS_OF_A_YEAR
        reached = born + original - p.count("raised_from_year", region) * MONTHS_OF_A_YEAR
        steps = reached // p.count(f"{sex}_step_months", region) + 1
        raised = original + ibis.ifelse(reached >= 0, steps, 0)
        by_sex.append((people.sex == sex, ibis.least(raised, final).cast("int32")))
    return ibis.cases(*by_sex, else_=ibis.null("int32"))


def retirement_day(birth: ir.DateValue, months: ir.IntegerValue) -> ir.DateValue:
    """The same day of the month so many months after birth; a day the month lacks becomes the first of the next."""
    month = month_of(birth) + months
    first = _first_of(month)
    return ibis.least(plus_days(first, birth.day() - 1), _first_of(month + 1))


def _first_of(month: ir.IntegerValue) -> ir.DateValue:
    year = (month // MONTHS_OF_A_YEAR).cast("int32")
    return ibis.date(year, (month - year * MONTHS_OF_A_YEAR + 1).cast("int32"), 1)


def over_age_people(world: World, p: Bound) -> ir.Table:
    """The people on the roster past the day on which they reached retirement age."""
    people = world.table("roster_worker")
    known = people.filter(people.birth_on.notnull() & people.sex.notnull())
    aged = known.mutate(retires_on=retirement_day(known.birth_on, retirement_months(p, known)))
    past = aged.filter(aged.retires_on < world.today)
    held_from = ibis.greatest(plus_days(past.retires_on, 1), past.entered_on)
    return past.select("project_id", "region_code", "worker_id", "sex", "retires_on", "entered_on", held_from=held_from)


def holds(world: World, p: Bound) -> ir.Table:
    """Somebody on the roster past retirement age, from the day after it was reached.

    `since` is the first day on which one of them was both past that age and on the roster. Not judged without sex or
    birth date.
    """
    people = over_age_people(world, p)
    found = people.group_by("project_id").aggregate(since=people.held_from.min(), workers=people.count().cast("int32"))
    return found.mutate(level=ibis.literal(Level.BLUE.value))


RULE = Rule(
    id="roster/over-age",
    title=Text("超过法定退休年龄人员在册", "Past retirement age"),
    meaning=Text(
        "在册人员中有人已超过法定退休年龄。男 60 周岁，1965 年 1 月以后出生的每 4 个月延迟 1 个月，至 63 周岁；"
        "女 50 周岁，1975 年 1 月以后出生的每 2 个月延迟 1 个月，至 55 周岁。",
        "Somebody on the roster is past retirement age: men 60, rising to 63 by one month for four months of birth from "
        "January 1965; women 50, rising to 55 by one month for two months of birth from January 1975.",
    ),
    subject=Subject.PROJECT,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR,),
    basis=(Basis(OVER_AGE_ORDER, "6–12"), Basis(RETIREMENT_DECISION, ""), practice("P-RN-04")),
    measures=(Measure("workers", Text("超龄人数", "People past the age"), Unit.PEOPLE),),
    because=Text(
        "截至 {as_of}，在册人员中有 {workers} 名已超过法定退休年龄。",
        "By {as_of}, {workers} people on the roster are past retirement age.",
    ),
    cure=Text(
        "核实年龄与性别；不再用工的登记退场；继续用工的按超龄劳动者规定签订书面用工协议并参加工伤保险，本提示随在册状态保留。",
        "Check age and sex; enter the day of leaving where the work ends; where it goes on, sign a written agreement and "
        "insure against work injury as the provisions ask: the notice stays as long as they are on the roster.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("超过退休年龄的在册人员", "People on the roster past retirement age"),
            over_age_people,
            {
                "worker_id": Text("工人", "Worker"),
                "sex": Text("性别", "Sex"),
                "retires_on": Text("达到退休年龄日", "Reached the age on"),
                "entered_on": Text("进场日", "Entered"),
            },
            personal=frozenset({"worker_id", "sex", "retires_on"}),
        ),
    ),
    levels=(Level.BLUE,),
)
