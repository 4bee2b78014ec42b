"""A warning turned into a case opens one in the same transaction, or joins the officer's own of the project."""

import pytest

from tests.casework.cases.world import MONDAY, MONTH, World, of_case
from tests.monitoring.findings import finding
from tests.monitoring.handling.handled import move, proceeding, run
from tests.registry.factories import ProjectFactory
from xinan.casework.cases.actions.open_case import open_case
from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.models import Case, CaseWarning, CaseWorker
from xinan.casework.cases.queries import case_of_warning
from xinan.kernel.errors import Conflict
from xinan.monitoring.models import Warning
from xinan.people.duties.models import Duty
from xinan.procedures.models import Step


@pytest.fixture
def warned(here: World) -> Warning:
    """A warning of unpaid wages, signed for by the inspector."""
    Duty.objects.create(
        user=here.inspector.user,
        office=here.office,
        role="county_inspector",
        region_code="220102",
        from_on=MONDAY.date(),
    )
    run([finding(here.project, period=MONTH)])
    move("sign", by=here.inspector.user)
    return Warning.objects.get()


def test_the_move_opens_a_case_with_whom_the_payroll_shows_unpaid(here: World, warned: Warning) -> None:
    here.pay(here.workers[0], "1000.00")
    move("turn_into_case", by=here.inspector.user)
    case = Case.objects.get()
    assert (case.project, case.opened_by, case.region_code) == (here.project, here.inspector.user, "220102")
    assert {(each.worker, str(each.owed)) for each in CaseWorker.objects.filter(case=case)} == {
        (here.workers[0], "5000.00"),
        (here.workers[1], "6000.00"),
    }
    assert of_case(case, "case").state == "open"
    assert of_case(case, "background").holder != here.inspector.user
    assert case_of_warning(warned.pk, scope=here.inspector.scope) == case
    assert case_of_warning(warned.pk, scope=here.colleague.scope) is None
    warned.refresh_from_db()
    assert warned.settled_as == "to_case"


def test_what_fails_with_the_case_undoes_the_move(here: World, warned: Warning) -> None:
    CaseWarning.objects.create(case=here.opened(), warning=warned, added_at=MONDAY, added_by=here.inspector.user)
    before = Step.objects.count()
    with pytest.raises(Conflict):
        move("turn_into_case", by=here.inspector.user)
    warned.refresh_from_db()
    assert (warned.settled_as, proceeding().closed_at, Step.objects.count()) == ("", None, before)


def test_the_next_warning_of_the_project_joins_the_officers_own_case(here: World, warned: Warning) -> None:
    move("turn_into_case", by=here.inspector.user)
    run([finding(here.project, period=MONTH), finding(here.project, period="2026-10", rule="wages/part-paid")])
    other = Warning.objects.exclude(pk=warned.pk).get()
    move("sign", by=here.inspector.user, warning=other)
    move("turn_into_case", by=here.inspector.user, warning=other)
    assert Case.objects.count() == 1
    assert Case.objects.get().case_warnings.count() == 2


def test_a_case_opened_from_warnings_moves_them_on(here: World, warned: Warning) -> None:
    case = open_case(
        OpenedCase(warning_ids=[warned.pk], reason="两月未发工资"),
        by=here.inspector.user,
        scope=here.inspector.scope,
        now=MONDAY,
        keyring=here.keyring,
    )
    assert Case.objects.count() == 1
    step = Step.objects.get(move="turn_into_case")
    assert (step.other["case"], step.by) == (case.pk, here.inspector.user)
    assert proceeding().closed_as == "to_case"


def test_another_project_gets_a_case_of_its_own(here: World, warned: Warning) -> None:
    elsewhere = ProjectFactory()
    move("turn_into_case", by=here.inspector.user)
    run([finding(here.project, period=MONTH), finding(elsewhere)])
    other = Warning.objects.get(project=elsewhere)
    move("sign", by=here.inspector.user, warning=other)
    move("turn_into_case", by=here.inspector.user, warning=other)
    assert Case.objects.count() == 2
