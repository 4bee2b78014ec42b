"""Generated duties, deputies, leaves and posts: the answer equals a plain one, and always names an office."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.duties.factories import DutyFactory, LeaveFactory, office, officer
from tests.people.duties.reference import World, covers, plainly, runs
from xinan.kernel.regions import REGIONS
from xinan.people.duties.enums import DUTY_ROLES, Found
from xinan.people.duties.models import Duty, Leave
from xinan.people.duties.places import places_up
from xinan.people.duties.queries import responsible_for, responsible_for_many
from xinan.people.duties.roster import Question, Roster
from xinan.people.enums import Role
from xinan.people.models import Appointment, Organisation, User

START = date(2020, 6, 1)  # 公主岭 moves on the 19th of this month
DAYS = st.integers(0, 60).map(lambda n: START + timedelta(days=n))
PLACES = ("220000", "220100", "220300", "220102", "220104", "220184", "220381")
ASKED = ("220102", "220104", "220184", "220381", "220100", "220302", "110101", "")
INDUSTRIES = ("housing", "water")
LINKS = ("wages", "roster")
LAST_RESORT = 999


@st.composite
def spans(draw: st.DrawFn, *, endless: bool = True) -> dict[str, Any]:
    first = draw(DAYS)
    ends = draw(st.booleans()) if endless else True
    return {"from_on": first, "to_on": first + timedelta(days=draw(st.integers(0, 40))) if ends else None}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    offices = [Organisation(pk=n, name=f"{n}", region_code=draw(st.sampled_from(PLACES))) for n in range(1, 5)]
    users = [
        User(
            pk=n,
            username=f"{n}",
            organisation=draw(st.sampled_from([*offices, None])),
            is_active=draw(st.integers(0, 5)) > 0,
        )
        for n in range(1, 8)
    ]
    person = st.sampled_from(users)
    posts = [
        Appointment(
            pk=n, user=draw(person), role=draw(st.sampled_from(DUTY_ROLES)), region_code=draw(st.sampled_from(PLACES)),
            industries=draw(st.sampled_from([None, ["housing"], ["water", "housing"]])), **draw(spans()),
        )
        for n in range(1, draw(st.integers(1, 14)))
    ]  # fmt: skip
    return World(
        [draw(duties(n, users, offices)) for n in range(1, draw(st.integers(1, 12)))], _leaves(draw, users), posts
    )


@st.composite
def duties(draw: st.DrawFn, number: int, users: Sequence[User], offices: Sequence[Organisation]) -> Duty:
    head = draw(st.booleans()) and draw(st.booleans())
    user = draw(st.sampled_from(users))
    return Duty(
        pk=number, user=user, office=draw(st.sampled_from(offices)), role=draw(st.sampled_from(DUTY_ROLES)),
        region_code=draw(st.sampled_from(PLACES)), is_head=head,
        industry="" if head else draw(st.sampled_from(["", *INDUSTRIES])),
        link="" if head else draw(st.sampled_from(["", *LINKS])),
        deputy=draw(st.sampled_from([None, *(other for other in users if other is not user)])), **draw(spans()),
    )  # fmt: skip


def _leaves(draw: st.DrawFn, users: Sequence[User]) -> list[Leave]:
    away = draw(st.lists(st.sampled_from(users), unique_by=lambda user: user.pk, max_size=5))
    return [
        Leave(pk=n, user=user, deputy=draw(st.sampled_from([None, *(u for u in users if u is not user)])),
              **draw(spans(endless=False)))
        for n, user in enumerate(away, start=1)
    ]  # fmt: skip


def roster_of(world: World, on: date) -> Roster:
    return Roster(
        on=on,
        duties=[duty for duty in world.duties if runs(duty, on)],
        leaves=[leave for leave in world.leaves if runs(leave, on)],
        posts=[post for post in world.posts if runs(post, on) and post.user.is_active],
        last_resort=lambda: Organisation(pk=LAST_RESORT, region_code="220000"),
    )


@settings(max_examples=400, deadline=None)
@given(worlds(), DAYS, st.sampled_from(ASKED), st.sampled_from([*INDUSTRIES, ""]), st.sampled_from(DUTY_ROLES))
def test_the_answer_is_the_plain_one(world: World, on: date, code: str, industry: str, role: Role) -> None:
    roster = roster_of(world, on)
    for link in (*LINKS, ""):
        answer = roster.answer(Question(code, industry, link, role))
        user, where = plainly(code, industry, link, role, world=world, on=on)
        assert (answer.user.pk if answer.user else None, answer.office.pk) == (user, where or LAST_RESORT)
        assert (answer.user is None) == (answer.found is Found.QUEUE)
        assert answer.why.zh
        assert answer.why.en
        assert "{" not in answer.why.zh + answer.why.en


@pytest.mark.parametrize(
    "on", [date(2019, 1, 1), date(2020, 6, 18), date(2020, 6, 19), date(2020, 6, 20), date(2026, 11, 23)]
)
def test_the_places_above_are_those_that_cover(on: date) -> None:
    for each in REGIONS:
        expected = {place.code for place in REGIONS if covers(place.code, each.code, on)}
        assert set(places_up(each.code, on=on)) == expected


@pytest.mark.django_db
def test_the_database_is_asked_for_the_right_days() -> None:
    """A county's two officers, each with leaves and duties of their own, day by day over two months."""
    here, city = office(), office("220100", kind="leading_group_office")
    one, two, chief = officer(here), officer(here), officer(city, role="city_office")
    day = lambda n: START + timedelta(days=n)  # noqa: E731 reads better here
    DutyFactory(user=one, from_on=day(3), to_on=day(20))
    DutyFactory(user=two, from_on=day(21), to_on=day(40), deputy=one)
    DutyFactory(user=chief, role="city_office", region_code="220100", from_on=day(0), is_head=True)
    LeaveFactory(user=one, deputy=two, from_on=day(5), to_on=day(9))
    LeaveFactory(user=two, from_on=day(30), to_on=day(33))
    LeaveFactory(user=one, from_on=day(32), to_on=day(45))
    one.appointments.update(to_on=day(50))
    two.appointments.update(to_on=day(42))
    world = World(Duty.objects.all(), Leave.objects.all(), Appointment.objects.select_related("user__organisation"))
    seen = set()
    for number in range(-1, 62):
        answer = responsible_for(
            region_code="220102", industry="housing", link="wages", role=Role.COUNTY_INSPECTOR, on=day(number)
        )
        expected = plainly("220102", "housing", "wages", Role.COUNTY_INSPECTOR, world=world, on=day(number))
        assert (answer.user.pk if answer.user else None, answer.office.pk) == expected
        seen.add(expected)
    assert seen == {(one.pk, here.pk), (two.pk, here.pk), (None, here.pk), (chief.pk, city.pk)}


@pytest.mark.django_db
def test_thousands_of_questions_are_one_roster(django_assert_num_queries: Any) -> None:
    """Five thousand different questions over a province of duties, in three statements, and each alone says the same."""
    counties = [place.code for place in REGIONS if place.level == "county" and place.is_valid(on=START)]
    for code in counties[:30]:
        user = officer(office(code))
        DutyFactory(user=user, region_code=code, link="wages", from_on=START)
    roles, links = (Role.COUNTY_INSPECTOR, Role.INDUSTRY_DEPARTMENT), ("wages", "roster", "deposit", "account")
    questions = [
        Question(code, industry, link, role)
        for code in counties for industry in ("housing", "water", "transport", "other", "energy", "") for link in links
        for role in roles
    ]  # fmt: skip
    many = (questions * 3)[:5000]
    office("220000", kind="leading_group_office")
    with django_assert_num_queries(4):  # duties, leaves, posts; the office of last resort once or never
        answers = responsible_for_many(many, on=START)
    for question, answer in list(zip(many, answers, strict=True))[::701]:
        alone = responsible_for(
            region_code=question.region_code,
            industry=question.industry,
            link=question.link,
            role=question.role,
            on=START,
        )
        assert (alone.user, alone.office) == (answer.user, answer.office)
