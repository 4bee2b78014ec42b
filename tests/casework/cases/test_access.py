"""Whoever is outside a case sees nothing of it, and is told the same as for a number that never was."""

import pytest

from tests.casework.cases.world import CITY, HERE, MONDAY, THERE, Officer, World, of_case, office, officer
from tests.people.factories import AppointmentFactory, UserFactory
from xinan.casework.cases.actions.change_members import add_member, form_team, remove_member
from xinan.casework.cases.actions.give_task import give_task
from xinan.casework.cases.actions.start_procedure import start_procedure
from xinan.casework.cases.enums import Part
from xinan.casework.cases.given import NewTask
from xinan.casework.cases.models import Case, CaseMember
from xinan.casework.cases.policies import visible_case, visible_cases, visible_tasks
from xinan.kernel.errors import Conflict, InvalidValue, NotFound
from xinan.notices.models import Notice
from xinan.people.scope import scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.given import seal_proof
from xinan.procedures.policies import visible_proceedings

FIRM = "91220101MA0000001X"


def outsiders(here: World) -> dict[str, Officer]:
    clerk = UserFactory(organisation=office(kind="enterprise"))
    AppointmentFactory(user=clerk, role="contractor", region_code="", enterprise_id=here.project.contractor_id)
    return {
        "colleague": here.colleague,
        "other county": officer(region=THERE),
        "other city": officer("city_office", region="220200"),
        "department": officer("industry_department", region=HERE, industries=["housing"]),
        "firm": Officer(clerk, scope_of(clerk, on=MONDAY.date())),
        "auditor": officer("auditor", region=""),
        "mediator": officer("mediator", region=""),
        "operator": officer("operator", region=""),
    }


def sees(case: Case, who: Officer) -> bool:
    """By any way that leads to a case: the case, its proceedings, its tasks."""
    found = visible_cases(who.scope).filter(pk=case.pk).exists()
    proceedings = visible_proceedings(who.scope).filter(subject_kind="case", subject_id=str(case.pk))
    assert proceedings.exists() == found
    return found


def test_outsiders_see_nothing_and_hear_the_same_as_for_no_case(here: World) -> None:
    case = here.opened()
    for name, who in outsiders(here).items():
        assert not sees(case, who), name
        told = []
        for number in (case.pk, case.pk + 1000):
            with pytest.raises(NotFound) as refused:
                visible_case(who.scope, case_id=number)
            told.append(refused.value.message())
        assert told[0] == told[1], name


def test_members_and_the_offices_above_see_it(here: World) -> None:
    case = here.opened()
    for who in (here.inspector, here.head, here.second, here.city, officer("province_office", region="")):
        assert sees(case, who)


def test_a_team_is_open_to_its_members_alone(here: World) -> None:
    case = here.opened()
    leader = Officer(here.head.user, here.head.scope)
    form_team(case.pk, closed_to_others=True, by=leader.user, scope=leader.scope, now=MONDAY)
    case.refresh_from_db()
    assert case.size == "large"
    assert not sees(case, here.city)
    assert not sees(case, officer("province_office", region=""))
    assert sees(case, here.inspector)


def test_a_new_member_sees_every_proceeding_and_a_former_one_none(here: World) -> None:
    case = here.opened()
    expert = officer("industry_department", region=CITY, industries=["housing"])
    assert not sees(case, expert)
    member = add_member(
        case.pk, user_id=expert.user.pk, part=Part.DEPARTMENT, reason="", now=MONDAY, **by(here.inspector)
    )
    assert sees(case, expert)
    assert Notice.objects.filter(recipient=expert.user, kind="case_member").count() == 1
    remove_member(case.pk, member.pk, reason="任务已完成", now=MONDAY, **by(here.inspector))
    assert not sees(case, expert)
    assert expert.user.pk not in of_case(case, "case").named


def test_a_mediator_is_named_in_nothing_but_the_mediation(here: World) -> None:
    case = here.opened()
    mediator = officer("mediator", region="")
    add_member(case.pk, user_id=mediator.user.pk, part=Part.MEDIATOR, reason="", now=MONDAY, **by(here.inspector))
    assert visible_cases(mediator.scope).filter(pk=case.pk).exists()
    seen = visible_proceedings(mediator.scope)
    assert not seen.exists()
    mediation = start_procedure(case, "mediation", now=MONDAY, **by(here.inspector))
    assert list(seen.all()) == [mediation]


def test_whoever_comes_to_mediate_holds_the_mediation_until_then_held_by_the_officer(here: World) -> None:
    case = here.opened()
    one = start_procedure(case, "mediation", now=MONDAY, **by(here.inspector))
    other = start_procedure(case, "inspection", now=MONDAY, **by(here.inspector))
    first, second = officer("mediator", region=""), officer("mediator", region="")
    for who in (first, second):
        add_member(case.pk, user_id=who.user.pk, part=Part.MEDIATOR, reason="", now=MONDAY, **by(here.inspector))
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.holder, other.holder) == (first.user, here.inspector.user)
    member = CaseMember.objects.get(case=case, user=first.user, to_at=None)
    remove_member(case.pk, member.pk, reason="回避", now=MONDAY, **by(here.inspector))
    one.refresh_from_db()
    assert one.holder == here.inspector.user


def test_an_arbitrator_is_named_in_the_mediation_whose_agreement_is_to_be_reviewed(here: World) -> None:
    case = here.opened()
    people = {part: officer(part.value, region="") for part in (Part.MEDIATOR, Part.ARBITRATOR)}
    for part, who in people.items():
        add_member(case.pk, user_id=who.user.pk, part=part, reason="", now=MONDAY, **by(here.inspector))
    one = start_procedure(case, "mediation", now=MONDAY, **by(here.inspector))
    seen = visible_proceedings(people[Part.ARBITRATOR].scope)
    proof = seal_proof("协议.pdf", b"%PDF-1.7", media_type="application/pdf", keyring=here.keyring)
    for move in ("apply", "agree", "ask_review"):
        assert not seen.exists()
        given = {"reason": "双方同意", "happened_on": MONDAY.date(), "until_on": MONDAY.date(), "proofs": [proof]}
        one = make_move(one.pk, move, version=one.version, now=MONDAY, **given, **by(people[Part.MEDIATOR]))
    assert list(seen.all()) == [one]
    told = Notice.objects.filter(recipient=people[Part.ARBITRATOR].user, kind="step_waiting")
    assert told.count() == 1


def test_nobody_of_a_firm_becomes_a_member(here: World) -> None:
    case = here.opened()
    for name in ("firm", "auditor", "operator"):
        who = outsiders(here)[name]
        with pytest.raises(InvalidValue):
            add_member(case.pk, user_id=who.user.pk, part=Part.MEMBER, reason="", now=MONDAY, **by(here.inspector))


def test_nobody_is_on_both_tracks(here: World) -> None:
    case = here.opened()
    background = CaseMember.objects.get(case=case, part=Part.BACKGROUND).user
    with pytest.raises(Conflict) as told:
        add_member(case.pk, user_id=background.pk, part=Part.ARREARS, reason="", now=MONDAY, **by(here.inspector))
    assert told.value.code == "same-officer"


def test_a_new_arrears_officer_takes_over_what_the_last_one_held(here: World) -> None:
    case = here.opened()
    newcomer = here.colleague
    add_member(case.pk, user_id=newcomer.user.pk, part=Part.ARREARS, reason="", now=MONDAY, **by(here.inspector))
    assert of_case(case, "case").holder == newcomer.user
    assert sees(case, here.inspector)  # stays as a member
    held = CaseMember.objects.filter(case=case, to_at=None, part=Part.ARREARS)
    assert [each.user for each in held] == [newcomer.user]


def test_who_is_asked_a_task_sees_the_task_and_not_the_case(here: World) -> None:
    case = here.opened()
    department = officer("industry_department", region=HERE, industries=["housing"])
    task = give_task(
        case.pk,
        NewTask("核查分包合同备案", "请于期限内答复。", MONDAY.date(), to_office_id=department.user.organisation_id),
        now=MONDAY,
        keyring=here.keyring,
        **by(here.inspector),
    )
    assert list(visible_tasks(department.user, scope=department.scope)) == [task]
    assert not sees(case, department)
    other = officer("industry_department", region=HERE, industries=["housing"])
    assert not visible_tasks(other.user, scope=other.scope).exists()


def by(who: Officer) -> dict[str, object]:
    return {"by": who.user, "scope": who.scope}
