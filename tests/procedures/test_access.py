"""What is not open by place: who sees it, who may act in it, who is told of it."""

from datetime import date

import pytest

from tests.procedures.conftest import CITY, CONTRACTOR, COUNTY, MONDAY, Person, moved, opened, person
from xinan.people.scope import scope_of
from xinan.procedures.actions.set_access import set_access
from xinan.procedures.enums import Access, ActorKind, Recipient
from xinan.procedures.errors import UnknownProceeding
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import actor_kinds, open_to, visible_proceedings
from xinan.procedures.recipients import Recipients

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


@pytest.fixture
def people() -> dict[str, Person]:
    return {
        "named": person("county_inspector", region=COUNTY),
        "colleague": person("county_inspector", region=COUNTY),
        "afar": person("county_inspector", region="220202"),
        "department": person("industry_department", region=COUNTY, industries=["housing"]),
        "auditor": person("auditor"),
        "city": person("city_office", region=CITY),
        "province": person("province_office"),
        "mediator": person("mediator", region=COUNTY),
        "firm": person("contractor", firm=CONTRACTOR),
    }


def seen_by(people: dict[str, Person], one: Proceeding) -> set[str]:
    """By the list and, which must be the same, by the proceeding at hand."""
    listed = {name for name, who in people.items() if visible_proceedings(who.scope).filter(pk=one.pk).exists()}
    assert {name for name, who in people.items() if open_to(who.scope, one)} == listed
    return listed


def test_by_place_the_offices_of_the_place_see_it(people: dict[str, Person]) -> None:
    one = opened(named=(people["afar"].user.pk,))
    seen = {"named", "colleague", "department", "auditor", "city", "province", "firm"}
    assert seen_by(people, one) == seen


def test_by_name_the_named_see_it_and_those_who_supervise(people: dict[str, Person]) -> None:
    one = opened(access=Access.NAMED, named=(people["named"].user.pk, people["mediator"].user.pk))
    assert seen_by(people, one) == {"named", "mediator", "city", "province", "firm"}


def test_members_alone_see_what_is_theirs_wherever_their_post_is(people: dict[str, Person]) -> None:
    one = opened(access=Access.MEMBERS, named=(people["afar"].user.pk,))
    assert seen_by(people, one) == {"afar", "firm"}
    assert actor_kinds(people["afar"].scope, one) == {ActorKind.COUNTY}
    assert actor_kinds(people["city"].scope, one) == set()


def test_a_person_outside_cannot_act_and_is_told_nothing_of_it(people: dict[str, Person]) -> None:
    one = opened(access=Access.NAMED, named=(people["named"].user.pk,))
    with pytest.raises(UnknownProceeding):
        moved(one, "sign", people["colleague"])
    assert moved(one, "sign", people["named"]).state == "handling"


def test_access_follows_who_is_named_now(people: dict[str, Person]) -> None:
    one = opened(access=Access.MEMBERS, named=(people["named"].user.pk,))
    assert set_access([one.pk], access=Access.MEMBERS, named=[people["colleague"].user.pk]) == 1
    one.refresh_from_db()
    assert seen_by(people, one) == {"colleague", "firm"}


def test_who_holds_no_post_any_more_sees_nothing_by_name(people: dict[str, Person]) -> None:
    one = opened(access=Access.MEMBERS, named=(people["named"].user.pk,))
    people["named"].user.appointments.update(to_on=date(2026, 11, 20))
    assert not visible_proceedings(scope_of(people["named"].user, on=MONDAY.date())).filter(pk=one.pk).exists()


def test_being_named_gives_a_firms_person_nothing(people: dict[str, Person]) -> None:
    other = person("contractor", firm="91220101MA0000009X")
    one = opened(access=Access.MEMBERS, named=(other.user.pk,))
    assert not open_to(other.scope, one)
    assert not visible_proceedings(other.scope).filter(pk=one.pk).exists()


def test_a_notice_goes_only_to_whom_it_is_open(people: dict[str, Person]) -> None:
    everyone = [Recipient.COUNTY, Recipient.CITY, Recipient.PROVINCE, Recipient.FIRM]
    by_place, members = opened(), opened(access=Access.MEMBERS, named=(people["named"].user.pk,))
    told = Recipients(MONDAY.date())
    assert {people["city"].user, people["province"].user, people["firm"].user} < set(told.of(by_place, who=everyone))
    assert set(told.of(members, who=everyone)) <= {people["named"].user, people["firm"].user}
