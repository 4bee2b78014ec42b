"""roster/under-age: somebody worked before the 16th birthday, or before the 18th (劳动法 15, 64)."""

import ibis.expr.types as ir

from xinan.kernel.text import Text
from xinan.rules.laws import LABOUR_LAW
from xinan.rules.model import Addressee, Basis, Evidence, Level, Measure, Period, Rule, Subject, Unit
from xinan.rules.parameters import Bound
from xinan.rules.world import World


def full_years(day: ir.DateValue, birth: ir.DateValue) -> ir.IntegerValue:
    """A person's age on a day. Someone born on 29 February is a year older on 1 March of a shorter year."""
    not_yet = (day.month() * 100 + day.day()) < (birth.month() * 100 + birth.day())
    return (day.year() - birth.year() - not_yet.cast("int32")).cast("int32")


def first_days(world: World, _: Bound) -> ir.Table:
    """The first valid day of each person on each project, with the age on it. An unknown birth date gives none."""
    months, worker, project = world.table("worker_month"), world.table("worker"), world.table("project")
    first = months.group_by("project_id", "worker_id").aggregate(first_valid_on=months.first_valid_on.min())
    born = worker.filter(worker.birth_on.notnull()).select("worker_id", "birth_on")
    people = first.filter(first.first_valid_on.notnull()).inner_join(born, "worker_id")
    aged = people.mutate(age=full_years(people.first_valid_on, people.birth_on))
    return aged.inner_join(project.select("project_id", "region_code"), "project_id")


def holds(world: World, p: Bound) -> ir.Table:
    """The first valid day lies before the birthday. `since` is that day; growing up afterwards does not undo it."""
    people = first_days(world, p)
    judged = people.mutate(level=p.level("ladder", people.age, people.region_code))
    young = judged.filter(judged.level.notnull())
    return young.select(
        "project_id", "level", "first_valid_on", "age", subject_id=young.worker_id, since=young.first_valid_on
    )


def days_worked(world: World, p: Bound) -> ir.Table:
    """The valid days of each under-age worker on the project, month by month."""
    found, months = holds(world, p), world.table("worker_month")
    worked = months.select("project_id", "month", "first_valid_on", "valid_days", subject_id=months.worker_id)
    young = found.select("project_id", "subject_id", "age")
    joined = worked.filter(worked.valid_days > 0).inner_join(young, ["project_id", "subject_id"])
    return joined.select("project_id", "subject_id", "first_valid_on", "valid_days", worker_id=joined.subject_id)


RULE = Rule(
    id="roster/under-age",
    title=Text("未成年人上岗", "Under-age worker"),
    meaning=Text(
        "工人在本项目的首个有效考勤日未满 16 周岁（童工，严重）或未满 18 周岁（未成年工，一般）。",
        "On the first valid day on the project the worker had not reached the 16th birthday (child labour, severe) or "
        "the 18th (moderate).",
    ),
    subject=Subject.WORKER,
    period=Period.NONE,
    addressees=(Addressee.CONTRACTOR, Addressee.LABOUR_OFFICE),
    basis=(Basis(LABOUR_LAW, "15, 64"),),
    levels=(Level.YELLOW, Level.RED),
    measures=(
        Measure("first_valid_on", Text("首个有效考勤日", "First valid day"), Unit.DATE),
        Measure("age", Text("当日周岁", "Age on that day"), Unit.COUNT),
    ),
    because=Text(
        "该工人于 {first_valid_on} 首次在本项目上岗，当日 {age} 周岁。",
        "The worker first worked on the project on {first_valid_on}, {age} years old.",
    ),
    cure=Text(
        "出生日期或考勤有误的，核实更正后消除；属实的，立即停止其上岗，由劳动保障监察机构依法处理，记录保留。",
        "Where the birth date or the attendance is wrong, correct it; where it is true, stop the work at once: the labour "
        "inspection deals with it and the finding stays on record.",
    ),
    holds=holds,
    evidence=(
        Evidence(
            Text("该工人的有效考勤", "Valid days of the worker"),
            days_worked,
            {
                "worker_id": Text("工人", "Worker"),
                "first_valid_on": Text("当月首个有效考勤日", "First valid day of the month"),
                "valid_days": Text("当月有效考勤天数", "Valid days of the month"),
            },
        ),
    ),
)
