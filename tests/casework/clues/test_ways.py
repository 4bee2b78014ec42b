"""What the data say for triage of a clue, and that answers stand before them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.clues.people import HERE, MONDAY, THERE, Officer, taken, voice
from tests.registry.factories import ProjectFactory
from tests.workforce.factories import EmploymentFactory
from xinan.casework.models import Clue, Voice
from xinan.casework.triage import decide
from xinan.casework.ways import facts_of
from xinan.kernel.ciphers import Keyring
from xinan.monitoring.models import Warning
from xinan.workforce.models import AttendanceDay

TODAY = MONDAY.date()


def ways(clue: Clue, **answers: object) -> list[str]:
    return [way.row for way in decide(facts_of(clue, office_region=HERE, today=TODAY, answers=answers))]


def test_a_clue_as_told(inspector: Officer, keyring: Keyring) -> None:
    facts = facts_of(taken(inspector, keyring), office_region=HERE, today=TODAY)
    assert (facts.amount, facts.months, facts.workers) == (Decimal(12_000), 3, 1)
    assert facts.worker_reachable
    assert facts.on_roster is None
    assert facts.labour_region == HERE


def test_the_project_says_where_and_of_which_industry(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    clue.project = ProjectFactory(region_code=THERE, industry="water")
    assert ways(clue) == ["out_of_place"]
    clue.project.region_code = HERE
    assert facts_of(clue, office_region=HERE, today=TODAY).industry == "water"


def test_no_phone_no_mediation(inspector: Officer, keyring: Keyring) -> None:
    with_phone = taken(inspector, keyring)
    without = taken(inspector, keyring, voice=voice(phone="", words="没有电话"))
    assert ways(with_phone)[0] == "mediation"
    assert ways(without)[0] == "inspection"


def test_a_worker_who_will_not_mediate_is_not_asked_to(inspector: Officer, keyring: Keyring) -> None:
    assert ways(taken(inspector, keyring, voice=voice(wants_mediation=False)))[0] == "inspection"


def test_an_owner_in_arrears_brings_in_the_department(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    clue.project = ProjectFactory(region_code=HERE)
    assert "department" not in ways(clue)
    Warning.objects.create(
        rule="funding/no-transfer",
        project=clue.project,
        subject_kind="project",
        subject_id=clue.project_id,
        period="2026-09",
        level="yellow",
        since=date(2026, 10, 1),
        state="open",
        opened_at=MONDAY,
        level_changed_at=MONDAY,
        evaluated_as_of=TODAY,
        measures={},
    )
    assert "department" in ways(clue)


def test_roster_and_attendance_are_looked_up(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    held = EmploymentFactory(project=ProjectFactory(region_code=HERE))
    clue.project = held.project
    Voice.objects.filter(clue=clue).update(worker=held.worker)
    facts = facts_of(clue, office_region=HERE, today=TODAY)
    assert (facts.on_roster, facts.attended) == (True, False)
    at = datetime(2026, 9, 1, 7)  # noqa: DTZ001 a time of day
    AttendanceDay.objects.create(
        project=held.project,
        worker=held.worker,
        day=at.date(),
        first_at=at.time(),
        last_at=at.time(),
        punches=1,
        supplements=0,
    )
    assert facts_of(clue, office_region=HERE, today=TODAY).attended is True


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ({"in_court": True}, "in_court"),
        ({"claimed_by_contractor": True, "settlement_sheet": True}, "price"),
        ({"agreement_unpaid": True}, "agreement_unpaid"),
        ({"employer_reachable": False}, "inspection"),
        ({"employer_known": False, "project_known": False}, "nobody_named"),
    ],
)
def test_answers_stand_before_the_data(
    inspector: Officer, keyring: Keyring, answers: dict[str, object], first: str
) -> None:
    assert ways(taken(inspector, keyring), **answers)[0] == first


def test_statements_are_few(inspector: Officer, keyring: Keyring) -> None:
    clue = taken(inspector, keyring)
    with CaptureQueriesContext(connection) as asked:
        facts_of(Clue.objects.get(pk=clue.pk), office_region=HERE, today=TODAY)
    assert len(asked) <= 6
