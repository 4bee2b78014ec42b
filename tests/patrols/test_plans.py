"""A day's plan: made from what is known, changed with reasons, undone, never over what is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.patrols.making import KEYS, NOW, TODAY, at, check, finish, officer, position
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.registry.factories import ProjectFactory
from tests.web.small_province import warn
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.kernel.errors import Conflict, NotAllowed, NotFound
from xinan.kernel.period import Month
from xinan.monitoring.models import ProjectRisk
from xinan.patrols.actions.change_plan import accept_plan, add_stop, arrange_anew, skip_stop, undo_change
from xinan.patrols.actions.make_plan import NewPlan, make_plan
from xinan.patrols.actions.open_visit import open_visit
from xinan.patrols.actions.take_entry import take_entry
from xinan.patrols.candidates import known_of, places_of
from xinan.patrols.first_visits import first_visits
from xinan.patrols.models import Plan, PlanStop, Visit
from xinan.patrols.policies import colleagues, visible_plans
from xinan.patrols.queries import calendar_of, coverage
from xinan.patrols.refusals import PlanRefused
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.registry.models import Pause, Project, ReportedDetail
from xinan.workforce.models import AttendanceDay

pytestmark = pytest.mark.django_db
Who = tuple[User, Scope]


@pytest.fixture
def inspector() -> Who:
    return officer()


@pytest.fixture
def sites() -> list[Project]:
    """Twelve projects of the district, the risk of each ten times its number."""
    made = [ProjectFactory(project_id=f"P-{number:02d}") for number in range(1, 13)]
    for number, project in enumerate(made, start=1):
        ProjectRisk.objects.create(project=project, index=number * 8, as_of=TODAY, version="t")
    return made


def plan_for(who: Who, *others: User, now: Any = NOW, **asked: Any) -> Plan:
    user, scope = who
    wanted = NewPlan(**{"day": TODAY, "region_code": "220102", "officers": [user, *others], **asked})
    return make_plan(wanted, by=user, scope=scope, now=now)


def stops(plan: Plan, state: str = "planned") -> set[str]:
    return set(plan.stops.filter(state=state).values_list("project_id", flat=True))


def entered(project: Project, day: date) -> None:
    AttendanceDay.objects.create(
        project=project, worker=WorkerFactory(), day=day, first_at="07:00", last_at="17:00", punches=2, supplements=0
    )


def visited(project: Project, who: Who, now: Any) -> Visit:
    user, scope = who
    visit = open_visit(project.pk, by=user, scope=scope, now=now)
    take_entry(visit.pk, finish(said_at=now), by=user, scope=scope, now=now, keyring=KEYS)
    visit.refresh_from_db()
    return visit


@pytest.mark.usefixtures("sites")
def test_the_riskiest_are_chosen_within_the_hours(inspector: Who) -> None:
    plan = plan_for(inspector)
    chosen = stops(plan)
    assert chosen == {f"P-{number:02d}" for number in range(12, 12 - len(chosen), -1)}
    last = plan.stops.order_by("-leaves_at").first()
    assert last is not None
    assert plan.officers.get().back_at == last.leaves_at + timedelta(minutes=plan.officers.get().back_minutes)
    assert plan.officers.get().back_at <= at(17)
    assert [each["project_id"] for each in plan.left_out][0] == f"P-{12 - len(chosen):02d}"
    assert all(each["why"] == "no_time" and each["minutes"] > 0 for each in plan.left_out)


def test_a_new_project_comes_before_everything_when_its_month_ends(inspector: Who, sites: list[Project]) -> None:
    entered(sites[0], TODAY - timedelta(days=25))
    entered(sites[1], TODAY - timedelta(days=60))
    entered(sites[2], TODAY - timedelta(days=300))
    known = known_of([site.pk for site in sites[:3]], on=TODAY)
    assert known["P-01"].first_due_on == date(2026, 11, 30)
    assert known["P-02"].first_due_on is not None
    assert known["P-02"].first_due_on < TODAY
    assert known["P-03"].first_due_on is None
    plan = plan_for(inspector, ends_at=time(13, 30), lunch_minutes=0)
    assert {"P-01", "P-02"} <= stops(plan)
    assert plan.stops.get(project_id="P-01").leaves_at - plan.stops.get(project_id="P-01").arrives_at == timedelta(
        minutes=90
    )


def test_paused_finished_foreign_and_lately_seen_projects_are_no_candidates(
    inspector: Who, sites: list[Project]
) -> None:
    Pause.objects.create(project=sites[11], kind="stop", from_on=date(2026, 11, 1), approved_on=date(2026, 11, 1))
    Project.objects.filter(pk=sites[10].pk).update(completed_on=TODAY)
    Project.objects.filter(pk=sites[9].pk).update(region_code="220203")
    visited(sites[8], inspector, NOW - timedelta(days=5))
    visited(sites[7], inspector, NOW - timedelta(days=5))
    warn(sites[7], "wages/unpaid", "red")
    plan = plan_for(inspector)
    assert stops(plan) & {f"P-{number:02d}" for number in (9, 10, 11, 12)} == set()
    assert "P-08" in stops(plan)
    assert plan.candidates == 8


@pytest.mark.usefixtures("sites")
def test_a_team_shares_the_projects_and_nobody_has_two_plans_a_day(inspector: Who) -> None:
    mate, _scope = officer()
    plan = plan_for(inspector, mate)
    rounds = [set(each.stops.values_list("project_id", flat=True)) for each in plan.officers.all()]
    assert all(rounds)
    assert rounds[0] & rounds[1] == set()
    with pytest.raises(Conflict) as refused:
        plan_for(inspector)
    assert refused.value.code == "officer-has-a-plan"
    assert Plan.objects.count() == 1


@pytest.mark.usefixtures("sites")
def test_a_stop_is_skipped_with_its_reason_and_the_day_arranged_anew(inspector: Who) -> None:
    user, scope = inspector
    plan = plan_for(inspector)
    before = stops(plan)
    with pytest.raises(PlanRefused):
        skip_stop(plan.pk, "P-12", reason=" ", by=user, scope=scope, version=plan.version, now=NOW)
    plan = skip_stop(plan.pk, "P-12", reason="工地今日停电", by=user, scope=scope, version=plan.version, now=NOW)
    assert stops(plan, "skipped") == {"P-12"}
    assert plan.stops.get(project_id="P-12").skip_reason == "工地今日停电"
    assert before - {"P-12"} < stops(plan)
    plan = undo_change(plan.pk, by=user, scope=scope, version=plan.version, now=NOW)
    assert stops(plan) == before
    assert stops(plan, "skipped") == set()
    with pytest.raises(PlanRefused):
        undo_change(plan.pk, by=user, scope=scope, version=plan.version, now=NOW)


@pytest.mark.usefixtures("sites")
def test_what_is_put_in_by_hand_stays_and_pushes_the_least_out(inspector: Who) -> None:
    user, scope = inspector
    plan = plan_for(inspector)
    before = stops(plan)
    plan = add_stop(plan.pk, "P-01", by=user, scope=scope, version=plan.version, now=NOW)
    assert "P-01" in stops(plan)
    assert before - stops(plan) == {min(before)}
    plan = arrange_anew(plan.pk, by=user, scope=scope, version=plan.version, now=NOW)
    assert "P-01" in stops(plan)
    with pytest.raises(Conflict):
        add_stop(plan.pk, "P-01", by=user, scope=scope, version=plan.version, now=NOW)
    with pytest.raises(NotFound):
        add_stop(plan.pk, ProjectFactory(region_code="220203").pk, by=user, scope=scope, version=plan.version, now=NOW)


@pytest.mark.usefixtures("sites")
def test_what_is_done_stays_and_the_rest_begins_there_and_now(inspector: Who) -> None:
    user, scope = inspector
    plan = plan_for(inspector)
    plan = accept_plan(plan.pk, by=user, scope=scope, version=plan.version, now=NOW)
    first = plan.stops.order_by("arrives_at").first()
    assert first is not None
    visit = visited(first.project, inspector, at(13))
    assert visit.stop == first
    plan.refresh_from_db()
    plan = skip_stop(
        plan.pk, min(stops(plan)), reason="道路不通", by=user, scope=scope, version=plan.version, now=at(14)
    )
    first.refresh_from_db()
    assert first.state == "visited"
    later = plan.stops.filter(state="planned").order_by("arrives_at")
    assert all(stop.arrives_at > at(14) for stop in later)
    assert 0 < len(later) < 4
    plan = undo_change(plan.pk, by=user, scope=scope, version=plan.version, now=at(14))
    assert PlanStop.objects.get(pk=first.pk).state == "visited"
    assert Visit.objects.get().stop == first
    with pytest.raises(PlanRefused):
        undo_change(plan.pk, by=user, scope=scope, version=plan.version, now=at(14))


@pytest.mark.usefixtures("sites")
def test_two_who_change_a_plan_at_once_the_second_is_told_by_whom(inspector: Who) -> None:
    mate, wide = officer()
    plan = plan_for(inspector, mate)
    accept_plan(plan.pk, by=mate, scope=wide, version=plan.version, now=NOW)
    user, scope = inspector
    with pytest.raises(Conflict) as refused:
        skip_stop(plan.pk, "P-12", reason="停电", by=user, scope=scope, version=plan.version, now=NOW)
    assert mate.display_name in refused.value.what.zh


@pytest.mark.usefixtures("sites")
def test_others_read_a_plan_of_their_place_and_change_nothing(inspector: Who) -> None:
    plan = plan_for(inspector)
    neighbour, scope = officer()
    assert list(visible_plans(neighbour, scope=scope)) == [plan]
    with pytest.raises(NotAllowed):
        accept_plan(plan.pk, by=neighbour, scope=scope, version=plan.version, now=NOW)
    for role, post in (("county_inspector", {"region_code": "220203"}), ("owner", {"enterprise_id": "X" * 18})):
        stranger, narrow = officer(role, **post)
        assert not visible_plans(stranger, scope=narrow).exists()
        with pytest.raises(NotFound):
            accept_plan(plan.pk, by=stranger, scope=narrow, version=plan.version, now=NOW)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"day": TODAY - timedelta(days=1)}, "plan-day"),
        ({"day": TODAY + timedelta(days=32)}, "plan-day"),
        ({"officers": []}, "plan-team"),
        ({"ends_at": time(8)}, "plan-hours"),
        ({"visit_minutes": 5}, "plan-hours"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(inspector: Who, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        plan_for(inspector, **asked)
    assert refused.value.code == code


def test_firms_make_no_plans(inspector: Who) -> None:
    firm, scope = officer("contractor", region_code="", enterprise_id="91220100MA00000001")
    with pytest.raises(NotAllowed):
        plan_for((firm, scope))
    with pytest.raises(PlanRefused) as refused:
        plan_for(inspector, firm)
    assert refused.value.code == "officer-without-post"


def test_colleagues_are_of_the_office_or_the_place() -> None:
    office = OrganisationFactory(name="南关区人社局")
    user = UserFactory(organisation=office)
    AppointmentFactory(user=user)
    same = AppointmentFactory(user=UserFactory(organisation=office), region_code="220103").user
    place = AppointmentFactory(user=UserFactory()).user
    gone = AppointmentFactory(user=UserFactory(organisation=office), to_on=date(2026, 1, 1)).user
    far = AppointmentFactory(user=UserFactory(), region_code="220203").user
    found = set(colleagues(user, scope=scope_of(user, on=TODAY), on=TODAY))
    assert {user, same, place} <= found
    assert not {gone, far} & found


def test_a_site_is_where_a_visit_told_else_as_reported_else_at_its_county(inspector: Who, sites: list[Project]) -> None:
    user, scope = inspector
    for number, details in (
        ("P-01", {"lng": "125.31", "lat": "43.81"}),
        ("P-02", {"lng": "113.3", "lat": "23.1"}),
        ("P-03", {"lng": "125.32", "lat": "43.82"}),
        ("P-04", {"lng": "east"}),
    ):
        ReportedDetail.objects.create(subject="project", project_id=number, key=number, details=details)
    visit = open_visit("P-03", by=user, scope=scope, now=NOW)
    take_entry(visit.pk, position(125.38, 43.88), by=user, scope=scope, now=NOW, keyring=KEYS)
    found = places_of({site.pk: site.region_code for site in sites})
    assert (found["P-01"].source, found["P-01"].lng) == ("reported", 125.31)
    assert (found["P-03"].source, found["P-03"].lng) == ("visit", 125.38)
    assert {found[number].source for number in ("P-02", "P-04", "P-05")} == {"county"}


def test_coverage_counts_first_visits_within_a_month(inspector: Who, sites: list[Project]) -> None:
    days = {"P-01": 90, "P-02": 90, "P-03": 90, "P-04": 10, "P-05": 10, "P-06": 400}
    for number, ago in days.items():
        entered(Project.objects.get(pk=number), TODAY - timedelta(days=ago))
    visited(sites[0], inspector, NOW - timedelta(days=80))
    visited(sites[1], inspector, NOW - timedelta(days=20))
    visited(sites[4], inspector, NOW - timedelta(days=1))
    found = coverage(Project.objects.all(), on=TODAY)
    assert {each.first.project_id: each.state(on=TODAY) for each in found.states} == {
        "P-01": "in_time",
        "P-02": "late",
        "P-03": "overdue",
        "P-04": "waiting",
        "P-05": "in_time",
    }
    assert (found.judged, found.share) == (4, 50)


def test_the_month_of_workers_entry_ends_on_a_working_day(sites: list[Project]) -> None:
    entered(sites[0], date(2026, 10, 21))
    entered(sites[0], date(2026, 11, 20))
    first = first_visits(["P-01"], on=TODAY)["P-01"]
    EmploymentFactory(project=sites[1], entered_on=date(2026, 10, 12))
    entered(sites[1], date(2026, 11, 2))
    assert first_visits(["P-02"], on=TODAY)["P-02"].entered_on == date(2026, 10, 12)
    # 21 November 2026 is a Saturday.
    assert (first.entered_on, first.due_on) == (date(2026, 10, 21), date(2026, 11, 23))


@pytest.mark.usefixtures("sites")
def test_the_calendar_shows_what_is_planned_and_what_was_done(inspector: Who) -> None:
    user, scope = inspector
    plan = plan_for(inspector)
    accept_plan(plan.pk, by=user, scope=scope, version=plan.version, now=NOW)
    number = len(stops(plan))
    visited(Project.objects.get(pk="P-12"), inspector, at(10))
    (day,) = calendar_of(user, month=Month(2026, 11))
    assert (day.day, day.planned, day.made, day.plan_id) == (TODAY, number - 1, 1, plan.pk)


def test_a_first_visit_is_marked_as_one(inspector: Who, sites: list[Project]) -> None:
    entered(sites[0], TODAY - timedelta(days=3))
    user, scope = inspector
    visit = open_visit("P-01", by=user, scope=scope, now=NOW)
    assert visit.occasion == "first"
    take_entry(visit.pk, check("roster", "yes"), by=user, scope=scope, now=NOW, keyring=KEYS)
    take_entry(visit.pk, finish(), by=user, scope=scope, now=NOW, keyring=KEYS)
    assert known_of(["P-01"], on=TODAY)["P-01"].first_due_on is None
    assert open_visit("P-01", by=user, scope=scope, now=NOW).occasion == "by_hand"


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_the_same_moment_send_nobody_twice_to_one_site() -> None:
    for number in range(1, 5):
        project = ProjectFactory(project_id=f"P-{number:02d}")
        ProjectRisk.objects.create(project=project, index=number, as_of=TODAY, version="t")
    people = [officer(), officer()]
    start = Barrier(2)

    def plan(who: Who) -> set[str]:
        try:
            start.wait(30)
            return stops(plan_for(who))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(plan, people)
    assert one & other == set()
    assert one | other == {"P-01", "P-02", "P-03", "P-04"}
