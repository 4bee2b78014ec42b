"""A person sees exactly their part, as of the day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.people.factories import AppointmentFactory, UserFactory
from tests.registry.factories import EnterpriseFactory, ProjectFactory, WageAccountFactory
from xinan.kernel.errors import NotFound
from xinan.people.scope import Scope, covered_regions, scope_of
from xinan.registry.policies import (
    may_change_project,
    may_see_project,
    visible_enterprises,
    visible_project,
    visible_projects,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


@pytest.fixture
def projects():
    """A few projects that differ in place, trade, owner and contractor."""
    return {
        "here": ProjectFactory(region_code="220102", industry="housing"),
        "next door": ProjectFactory(region_code="220103", industry="transport"),
        "at the city itself": ProjectFactory(region_code="220100", industry="municipal"),
        "far away": ProjectFactory(region_code="220202", industry="housing"),
        "in the old county": ProjectFactory(region_code="220381", industry="water"),
    }


def seen(user, projects, *, on=ON) -> set[str]:
    keys = {project.pk: name for name, project in projects.items()}
    return {keys[pk] for pk in visible_projects(scope_of(user, on=on)).values_list("pk", flat=True)}


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (
            {"role": "province_office", "region_code": "220000"},
            {"here", "next door", "at the city itself", "far away", "in the old county"},
        ),
        (
            {"role": "auditor", "region_code": ""},
            {"here", "next door", "at the city itself", "far away", "in the old county"},
        ),
        (
            {"role": "city_office", "region_code": "220100"},
            {"here", "next door", "at the city itself", "in the old county"},
        ),
        ({"role": "county_inspector", "region_code": "220102"}, {"here"}),
        (
            {"role": "industry_department", "region_code": "220100", "industries": ["transport", "housing"]},
            {"here", "next door"},
        ),
        ({"role": "industry_department", "region_code": "220000", "industries": ["housing"]}, {"here", "far away"}),
        ({"role": "operator", "region_code": ""}, set()),
    ],
)
def test_an_offices_post_opens_its_place_and_its_trades(projects, post, expected) -> None:
    assert seen(AppointmentFactory(**post).user, projects) == expected


def test_a_county_that_moved_is_seen_by_whom_it_belonged_to_on_the_day(projects) -> None:
    old = AppointmentFactory(role="city_office", region_code="220300").user
    new = AppointmentFactory(role="city_office", region_code="220100", from_on=date(2010, 1, 1)).user
    AppointmentFactory(user=old, role="city_office", region_code="220300", from_on=date(2010, 1, 1))
    before, after = date(2019, 5, 1), date(2021, 5, 1)
    assert "in the old county" in seen(old, projects, on=before)
    assert "in the old county" not in seen(old, projects, on=after)
    assert "in the old county" not in seen(new, projects, on=before)
    assert "in the old county" in seen(new, projects, on=after)


@pytest.mark.parametrize(("role", "of"), [("contractor", "contractor_id"), ("owner", "owner_id")])
def test_a_firm_sees_its_own_projects_in_that_part_only(projects, role, of) -> None:
    mine = projects["far away"]
    other_part = "owner" if role == "contractor" else "contractor"
    ProjectFactory(**{other_part: EnterpriseFactory._meta.model.objects.get(pk=getattr(mine, of))})
    user = AppointmentFactory(role=role, enterprise_id=getattr(mine, of), region_code="").user
    assert set(visible_projects(scope_of(user, on=ON))) == {mine}


def test_a_bank_sees_the_projects_whose_accounts_it_keeps(projects) -> None:
    WageAccountFactory(project=projects["here"], bank_id="BANK1")
    WageAccountFactory(project=projects["far away"], bank_id="BANK2")
    assert seen(AppointmentFactory(role="bank", enterprise_id="BANK1", region_code="").user, projects) == {"here"}


def test_posts_add_up(projects) -> None:
    user = AppointmentFactory(region_code="220102").user
    AppointmentFactory(user=user, region_code="220202")
    assert seen(user, projects) == {"here", "far away"}


@pytest.mark.parametrize(
    ("on", "sees"),
    [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2026, 6, 30), True), (date(2026, 7, 1), False)],
)
def test_a_post_counts_from_its_first_day_to_its_last(projects, on, sees) -> None:
    user = AppointmentFactory(from_on=date(2026, 2, 1), to_on=date(2026, 6, 30)).user
    assert bool(seen(user, projects, on=on)) is sees


def test_without_post_or_disabled_nothing_is_seen(projects) -> None:
    disabled = AppointmentFactory(user=UserFactory(is_active=False)).user
    assert seen(disabled, projects) == set()
    assert seen(UserFactory(), projects) == set()
    assert not visible_projects(Scope()).exists()
    assert not visible_enterprises(Scope()).exists()


def test_what_is_not_ones_own_cannot_be_told_from_what_is_not_there(projects) -> None:
    scope = scope_of(AppointmentFactory(region_code="220102").user, on=ON)
    assert may_see_project(scope, project_id=projects["here"].pk)
    messages = []
    for project_id in (projects["far away"].pk, "no such project"):
        with pytest.raises(NotFound) as refusal:
            visible_project(scope, project_id=project_id)
        messages.append(refusal.value.message())
    assert len(set(messages)) == 1


def test_the_firms_one_sees_are_those_of_ones_projects(projects) -> None:
    scope = scope_of(AppointmentFactory(region_code="220102").user, on=ON)
    here = projects["here"]
    assert set(visible_enterprises(scope)) == {here.owner, here.contractor}


@pytest.mark.parametrize(
    ("post", "may"),
    [
        ({"role": "county_inspector", "region_code": "220102"}, True),
        ({"role": "county_inspector", "region_code": "220103"}, False),
        ({"role": "province_office", "region_code": "220000"}, True),
        ({"role": "industry_department", "region_code": "220102", "industries": ["housing"]}, False),
        ({"role": "auditor", "region_code": ""}, False),
    ],
)
def test_who_may_write_a_project(projects, post, may) -> None:
    scope = scope_of(AppointmentFactory(**post).user, on=ON)
    assert may_change_project(scope, project=projects["here"]) is may


def test_only_its_contractor_writes_a_firms_project(projects) -> None:
    here = projects["here"]
    for role, firm, may in (
        ("contractor", here.contractor_id, True),
        ("contractor", here.owner_id, False),
        ("owner", here.owner_id, False),
    ):
        scope = scope_of(AppointmentFactory(role=role, enterprise_id=firm, region_code="").user, on=ON)
        assert may_change_project(scope, project=here) is may


def test_a_scope_costs_one_query_and_its_list_another(projects, django_assert_num_queries) -> None:
    user = AppointmentFactory(region_code="220100", role="city_office").user
    with django_assert_num_queries(2):
        list(visible_projects(scope_of(user, on=ON)))


def test_a_place_of_another_province_covers_itself() -> None:
    assert covered_regions("110101", on=ON) == frozenset({"110101"})
    assert covered_regions("220000", on=ON) is None


@pytest.mark.parametrize(
    "post",
    [
        {"role": "contractor", "enterprise_id": None, "region_code": ""},
        {"role": "county_inspector", "region_code": ""},
        {"role": "industry_department", "region_code": "220100", "industries": None},
        {"role": "county_inspector", "from_on": date(2026, 2, 2), "to_on": date(2026, 2, 1)},
    ],
)
def test_a_post_that_would_open_everything_by_mistake_is_refused(post) -> None:
    user = UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(user=user, **post)
