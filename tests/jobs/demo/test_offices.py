"""The demo's offices: staffed so that each way of routing can be seen."""

from collections import Counter
from datetime import date

import pytest

from xinan.jobs.demo import offices
from xinan.kernel.regions import counties_of
from xinan.people.duties.enums import Found
from xinan.people.duties.models import TopOfficial
from xinan.people.duties.queries import roster_on
from xinan.people.duties.roster import Answer, Question
from xinan.people.enums import Role
from xinan.people.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def answers(city: str, *, link: str = "wages") -> dict[str, Answer]:
    roster = roster_on(TODAY)
    asked = Role.COUNTY_INSPECTOR
    return {
        place.code: roster.answer(Question(place.code, "housing", link, asked)) for place in counties_of(city, on=TODAY)
    }


def test_the_demo_shows_every_way_work_can_go() -> None:
    offices.make(today=TODAY)
    changchun, jilin = answers("220100"), answers("220200")
    assert Counter(answer.found for answer in changchun.values()) == {
        Found.HOLDER: len(changchun) - 1,
        Found.LEAVE_DEPUTY: 1,
    }
    waits = jilin["220203"]
    assert (waits.user, waits.found, waits.office.region_code) == (None, Found.QUEUE, "220203")
    went_up = [answer for answer in jilin.values() if answer.role is Role.CITY_OFFICE]
    assert went_up
    assert all(answer.user is not None and answer.place == "220200" for answer in went_up)


def test_nobody_made_up_signs_in_and_no_two_share_a_name() -> None:
    offices.make(today=TODAY)
    people = list(User.objects.all())
    assert not any(user.has_usable_password() for user in people)
    names = [user.display_name for user in people] + list(TopOfficial.objects.values_list("name", flat=True))
    assert len(names) == len(set(names)) > 100
