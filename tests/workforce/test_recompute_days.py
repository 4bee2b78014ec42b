"""Days of attendance are what their punches say, whatever happened in between."""

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.registry.factories import ProjectFactory
from tests.workforce.factories import WorkerFactory
from xinan.kernel.clock import CHINA
from xinan.registry.models import ProjectChange
from xinan.workforce.actions.recompute_days import recompute_days
from xinan.workforce.models import AttendanceDay, Punch

FIRST = datetime(2026, 9, 1, tzinfo=CHINA)
PROJECTS, WORKERS = ("P1", "P2"), ("W1", "W2", "W3")

PUNCH = st.tuples(
    st.sampled_from(PROJECTS),
    st.sampled_from(WORKERS),
    st.integers(0, 3 * 24 * 60 - 1).map(lambda minutes: FIRST + timedelta(minutes=minutes)),
    st.sampled_from(("01", "02")),
    st.booleans(),
)
# A batch adds punches (again, perhaps), or takes some away.
BATCHES = st.lists(st.tuples(st.booleans(), st.lists(PUNCH, max_size=8)), max_size=6)


@pytest.fixture
def site(db):
    for project in PROJECTS:
        ProjectFactory(project_id=project)
    for worker in WORKERS:
        WorkerFactory(worker_id=worker)


def summed(punches) -> dict[tuple[str, str, date], tuple]:
    """The truth, said another way: in Python, from a dictionary of punches."""
    days = defaultdict(list)
    for (project, worker, at, _direction), supplement in punches.items():
        days[project, worker, at.date()].append((at.time(), supplement))
    return {
        key: (min(at for at, _ in day), max(at for at, _ in day), len(day), sum(by_hand for _, by_hand in day))
        for key, day in days.items()
    }


def stored() -> dict[tuple[str, str, date], tuple]:
    return {
        (day.project_id, day.worker_id, day.day): (day.first_at, day.last_at, day.punches, day.supplements)
        for day in AttendanceDay.objects.all()
    }


def write(*, adding: bool, punches) -> set[tuple[str, date]]:
    for project, worker, at, direction, supplement in punches:
        key = {"project_id": project, "worker_id": worker, "at": at, "direction": direction}
        if adding:
            Punch.objects.bulk_create(
                [Punch(**key, supplement=supplement)],
                update_conflicts=True,
                update_fields=["supplement"],
                unique_fields=["project_id", "worker_id", "at", "direction"],
            )
        else:
            Punch.objects.filter(**key).delete()
    return {(project, at.date()) for project, _, at, _, _ in punches}


@given(batches=BATCHES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_late_doubled_and_withdrawn_punches_gives_the_same_days(site, batches) -> None:
    Punch.objects.all().delete()
    AttendanceDay.objects.all().delete()
    known: dict[tuple, bool] = {}
    for adding, punches in batches:
        recompute_days(write(adding=adding, punches=punches))
        for project, worker, at, direction, supplement in punches:
            if adding:
                known[project, worker, at, direction] = supplement
            else:
                known.pop((project, worker, at, direction), None)
        assert stored() == summed(known)


def test_a_repeated_batch_changes_nothing_and_touches_nobody(site) -> None:
    punches = [("P1", "W1", FIRST + timedelta(hours=hour), "01", False) for hour in (7, 17)]
    assert recompute_days(write(adding=True, punches=punches)) == 1
    ProjectChange.objects.all().delete()
    assert recompute_days(write(adding=True, punches=punches)) == 0
    assert not ProjectChange.objects.exists()


def test_a_day_is_a_day_in_china(site) -> None:
    late = FIRST + timedelta(hours=23, minutes=59)
    early = FIRST + timedelta(days=1)
    recompute_days(write(adding=True, punches=[("P1", "W1", at, "01", False) for at in (late, early)]))
    assert {day for _, _, day in stored()} == {date(2026, 9, 1), date(2026, 9, 2)}


def test_other_days_stay_as_they_are(site) -> None:
    write(adding=True, punches=[("P1", "W1", FIRST, "01", False), ("P2", "W1", FIRST, "01", False)])
    recompute_days({("P1", FIRST.date())})
    assert set(stored()) == {("P1", "W1", FIRST.date())}


def test_nothing_touched_is_nothing_to_do(django_assert_num_queries, db) -> None:
    with django_assert_num_queries(0):
        assert recompute_days(set()) == 0
