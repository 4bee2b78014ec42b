"""Whose a thing is: the steps one by one, and days at their boundaries."""

from datetime import date, timedelta

import pytest

from tests.people.duties.factories import DutyFactory, LeaveFactory, office, officer
from tests.people.factories import AppointmentFactory
from xinan.kernel.errors import InvalidValue
from xinan.people.duties.enums import Found
from xinan.people.duties.queries import responsible_for, responsible_for_many
from xinan.people.duties.roster import Answer, Question
from xinan.people.enums import Role

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
DAY = timedelta(days=1)


def asked(
    *, place: str = "220102", industry: str = "housing", link: str = "wages", role: Role = Role.COUNTY_INSPECTOR, on=ON
) -> Answer:
    return responsible_for(region_code=place, industry=industry, link=link, role=role, on=on)


@pytest.fixture
def here():
    return office()


def test_the_most_specific_duty_answers(here) -> None:
    everything, wages, housing, both = (officer(here) for _ in range(4))
    DutyFactory(user=everything)
    assert asked().user == everything
    DutyFactory(user=wages, link="wages")
    assert asked().user == wages
    DutyFactory(user=housing, industry="housing")
    assert asked().user == housing
    DutyFactory(user=both, industry="housing", link="wages")
    assert asked().user == both
    assert asked(industry="water").user == wages
    assert asked(industry="water", link="roster").user == everything


def test_a_county_s_own_duty_goes_before_the_city_s(here) -> None:
    city = office("220100")
    DutyFactory(user=officer(city), region_code="220100", industry="housing", link="wages")
    mine = DutyFactory(user=officer(here))
    assert asked().user == mine.user
    assert asked(place="220103").user.organisation == city


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2026, 2, 1) - DAY, False),
        (date(2026, 2, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 6, 30) + DAY, False),
    ],
)
def test_a_duty_counts_from_its_first_day_to_its_last(here, on, held) -> None:
    user = officer(here)
    DutyFactory(user=user, from_on=date(2026, 2, 1), to_on=date(2026, 6, 30))
    answer = asked(on=on)
    assert (answer.user, answer.office) == (user if held else None, here)


@pytest.mark.parametrize(
    ("on", "away"),
    [(ON - DAY, False), (ON, True), (ON + 2 * DAY, True), (ON + 3 * DAY, False)],
)
def test_the_leave_s_deputy_takes_it_on_the_days_of_the_leave(here, on, away) -> None:
    holder, deputy, other = (officer(here) for _ in range(3))
    DutyFactory(user=holder, deputy=other)
    LeaveFactory(user=holder, deputy=deputy, from_on=ON, to_on=ON + 2 * DAY)
    answer = asked(on=on)
    assert answer.user == (deputy if away else holder)
    assert answer.deputy_of == (holder if away else None)
    assert answer.found == (Found.LEAVE_DEPUTY if away else Found.HOLDER)


def test_a_deputy_who_is_away_too_is_stood_in_for(here) -> None:
    holder, deputy, third = (officer(here) for _ in range(3))
    DutyFactory(user=holder)
    LeaveFactory(user=holder, deputy=deputy, from_on=ON, to_on=ON)
    LeaveFactory(user=deputy, deputy=third, from_on=ON, to_on=ON)
    assert asked().user == third


def test_two_who_stand_in_for_each_other_lead_on(here) -> None:
    one, two, head = (officer(here) for _ in range(3))
    DutyFactory(user=one, deputy=two)
    DutyFactory(user=head, is_head=True)
    LeaveFactory(user=one, deputy=two, from_on=ON, to_on=ON)
    LeaveFactory(user=two, deputy=one, from_on=ON, to_on=ON)
    answer = asked()
    assert (answer.user, answer.found) == (head, Found.HEAD)


def test_without_a_leave_deputy_the_duty_s_own_takes_it(here) -> None:
    holder, deputy = officer(here), officer(here)
    DutyFactory(user=holder, deputy=deputy)
    LeaveFactory(user=holder, from_on=ON, to_on=ON)
    answer = asked()
    assert (answer.user, answer.deputy_of, answer.found) == (deputy, holder, Found.DEPUTY)


def test_a_less_specific_duty_takes_over_before_the_head(here) -> None:
    specialist, generalist, head = (officer(here) for _ in range(3))
    DutyFactory(user=specialist, link="wages")
    DutyFactory(user=generalist)
    DutyFactory(user=head, is_head=True)
    LeaveFactory(user=specialist, from_on=ON, to_on=ON)
    assert asked().user == generalist


def test_what_nobody_holds_is_the_head_s_then_the_office_s_then_goes_up(here) -> None:
    head, clerk = officer(here), officer(here)
    DutyFactory(user=head, is_head=True)
    answer = asked()
    assert (answer.user, answer.office, answer.found, answer.held) == (head, here, Found.HEAD, False)

    LeaveFactory(user=head, from_on=ON, to_on=ON)
    answer = asked()
    assert (answer.user, answer.office, answer.found) == (None, here, Found.QUEUE)

    city = office("220100", kind="leading_group_office")
    chief = officer(city, role="city_office")
    DutyFactory(user=chief, role="city_office", region_code="220100")
    assert asked().user is None  # the office still has somebody to see its queue
    LeaveFactory(user=clerk, from_on=ON, to_on=ON)
    answer = asked()
    assert (answer.user, answer.office, answer.role) == (chief, city, Role.CITY_OFFICE)
    assert "南关区" in answer.why.zh
    assert "Nanguan" in answer.why.en


def test_with_nobody_anywhere_it_waits_at_the_province() -> None:
    answer = asked()
    assert answer.user is None
    assert (answer.office.region_code, answer.found) == ("220000", Found.QUEUE)
    assert asked(place="no such place", industry="", link="").office == answer.office
    assert asked(place="").office == answer.office


def test_who_no_longer_signs_in_or_has_lost_the_post_is_given_nothing(here) -> None:
    gone, moved, stays = (officer(here) for _ in range(3))
    DutyFactory(user=gone, link="wages")
    DutyFactory(user=moved, industry="housing")
    DutyFactory(user=stays)
    gone.is_active = False
    gone.save()
    moved.appointments.update(to_on=ON - DAY)
    assert asked().user == stays
    assert asked(on=ON - DAY).user == moved


def test_a_department_holds_its_own_industries_only() -> None:
    housing, roads = (office("220100", kind="industry_department") for _ in range(2))
    builder = officer(housing, role="industry_department", industries=["housing", "municipal"])
    engineer = officer(roads, role="industry_department", industries=["transport"])
    for user in (builder, engineer):
        DutyFactory(user=user, role="industry_department", region_code="220100")
    role = Role.INDUSTRY_DEPARTMENT
    assert asked(role=role).user == builder
    assert asked(role=role, industry="transport").user == engineer
    assert asked(role=role, place="220104", industry="municipal").office == housing
    water = asked(role=role, industry="water")
    assert (water.user, water.office.region_code) == (None, "220000")


def test_an_unassigned_thing_of_a_department_waits_with_that_department() -> None:
    housing, roads = (office("220100", kind="industry_department") for _ in range(2))
    officer(housing, role="industry_department", industries=["housing"])
    officer(roads, role="industry_department", industries=["transport"])
    answer = asked(role=Role.INDUSTRY_DEPARTMENT, industry="transport")
    assert (answer.user, answer.office) == (None, roads)


def test_a_county_that_moved_is_routed_to_whom_it_belonged_to_on_the_day() -> None:
    siping, changchun = office("220300", kind="leading_group_office"), office("220100", kind="leading_group_office")
    old, new = officer(siping, role="city_office"), officer(changchun, role="city_office")
    for user in (old, new):
        DutyFactory(user=user, role="city_office", region_code=user.organisation.region_code, from_on=date(2010, 1, 1))
        user.appointments.update(from_on=date(2010, 1, 1))
    before, after = date(2019, 5, 1), date(2021, 5, 1)
    assert asked(place="220381", role=Role.CITY_OFFICE, on=before).user == old
    assert asked(place="220381", role=Role.CITY_OFFICE, on=after).user == new
    assert asked(place="220184", role=Role.CITY_OFFICE, on=after).user == new


def test_a_duty_over_the_old_county_and_one_over_the_new_both_hold(here) -> None:
    brigade = office("220184")
    user = officer(brigade)
    DutyFactory(user=user, region_code="220184")
    assert asked(place="220381").user == user


@pytest.mark.parametrize("role", [Role.CONTRACTOR, Role.BANK, Role.AUDITOR, Role.OPERATOR])
def test_firms_and_auditors_have_no_duties(role) -> None:
    with pytest.raises(InvalidValue, match="role-without-duties"):
        asked(role=role)


def test_somebody_of_two_places_is_given_things_of_both(here) -> None:
    user = officer(here)
    AppointmentFactory(user=user, role="county_inspector", region_code="220103")
    DutyFactory(user=user, region_code="220103")
    assert asked(place="220103").user == user


def test_any_number_of_questions_costs_three_statements(here, django_assert_num_queries) -> None:
    DutyFactory(user=officer(here), deputy=officer(here))
    LeaveFactory(user=officer(here), from_on=ON, to_on=ON, deputy=officer(here))
    links = ("wages", "roster", "deposit")
    questions = [Question("220102", "housing", links[n % 3], Role.COUNTY_INSPECTOR) for n in range(600)]
    with django_assert_num_queries(3):
        answers = responsible_for_many(questions, on=ON)
        names = {(answer.user.display_name, answer.office.name) for answer in answers if answer.user}
    assert len(answers) == 600
    assert len(names) == 1
