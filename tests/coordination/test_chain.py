"""The figures of the chain are those one gets by counting; each level and department sees its own."""

from collections import defaultdict
from datetime import timedelta

import pytest

from tests.coordination.factories import NOW, clock, proceeding
from tests.people.duties.factories import office, officer
from tests.registry.factories import ProjectFactory
from tests.web.small_province import warn
from xinan.coordination.chain import Standing, against_projects, gravest_projects, ground, summed, total
from xinan.monitoring.enums import LEVEL_RANKS
from xinan.people.scope import scope_of
from xinan.registry.policies import visible_projects

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
HOUR = timedelta(hours=1)


@pytest.fixture
def projects():
    """Projects in three places and two industries with warnings and proceedings of every kind."""
    made = {
        "a": ProjectFactory(region_code="220102", industry="housing"),
        "b": ProjectFactory(region_code="220102", industry="water"),
        "c": ProjectFactory(region_code="220104", industry="housing"),
        "d": ProjectFactory(region_code="220203", industry="housing"),
        "done": ProjectFactory(region_code="220102", industry="housing", completed_on=TODAY - timedelta(days=9)),
    }
    warn(made["a"], "deposit/missing", "red")
    warn(made["a"], "account/not-opened", "yellow")
    warn(made["b"], "account/not-opened", "orange")
    warn(made["c"], "filing/not-filed", "blue", state="withheld", because="bank")
    warn(made["d"], "filing/not-filed", "blue")
    holder = officer(office())
    late = proceeding(made["a"], holder=holder)
    clock(late, due_at=NOW - HOUR)
    clock(late, due_at=NOW - 2 * HOUR, state="late")
    running = proceeding(made["a"], state="signed", holder=holder)
    clock(running, due_at=NOW + HOUR)
    paused = proceeding(made["b"], state="handling")
    clock(paused, due_at=NOW - HOUR, state="paused")
    clock(proceeding(made["c"], state="signed"), due_at=NOW - HOUR, state="expired")
    proceeding(made["c"], state="merged")
    proceeding(made["d"], closed_at=NOW, closed_as="evidence", state="cured_by_evidence")
    return made


def told(standing: Standing) -> tuple[int, dict[str, int], int, int, int, int, int]:
    return (
        standing.projects, dict(standing.levels), standing.warnings, standing.open_handling,
        standing.overdue, standing.unsigned, standing.unassigned,
    )  # fmt: skip


def province():
    return scope_of(officer(office("220000"), role="province_office"), on=TODAY)


def test_each_place_and_industry_has_its_figures(projects) -> None:
    found = ground(province(), now=NOW)
    assert {key: told(standing) for key, standing in found.items()} == {
        ("220102", "housing"): (1, {"red": 1}, 2, 2, 1, 1, 0),
        ("220102", "water"): (1, {"orange": 1}, 1, 1, 0, 0, 1),
        ("220104", "housing"): (1, {}, 0, 1, 1, 0, 1),
        ("220203", "housing"): (1, {"blue": 1}, 1, 0, 0, 0, 0),
    }


def test_a_level_s_sum_is_that_of_the_levels_below(projects) -> None:
    found = ground(province(), now=NOW)
    by_city = summed(found, lambda place, _industry: place[:4])
    by_trade = summed(found, lambda _place, industry: industry)
    assert told(by_city["2201"]) == (3, {"red": 1, "orange": 1}, 3, 4, 2, 1, 2)
    assert told(total(by_city.values())) == told(total(by_trade.values())) == told(total(found.values()))
    assert total(found.values()).warned == 3


@pytest.mark.parametrize(
    ("post", "names"),
    [
        ({"role": "county_inspector", "region_code": "220102"}, {"a", "b", "done"}),
        ({"role": "city_office", "region_code": "220100"}, {"a", "b", "c", "done"}),
        ({"role": "industry_department", "region_code": "220100", "industries": ["housing"]}, {"a", "c", "done"}),
    ],
)
def test_everybody_sees_exactly_their_part(projects, post, names) -> None:
    scope = scope_of(officer(office(post["region_code"]), **post), on=TODAY)
    mine = {(projects[name].region_code, projects[name].industry) for name in names}
    assert {key for key, standing in ground(scope, now=NOW).items() if any(told(standing)[2:])} <= mine
    gravest: dict[str, int] = defaultdict(int)
    for project in visible_projects(scope):
        levels = [warning.level for warning in project.warnings.filter(state="open")]
        if levels:
            gravest[max(levels, key=LEVEL_RANKS.__getitem__)] += 1
    assert dict(total(ground(scope, now=NOW).values()).levels) == dict(gravest)


def test_single_projects_and_the_gravest(projects) -> None:
    scope = province()
    assert gravest_projects(scope, most=5) == [projects["a"]]
    found = against_projects(scope, [projects["a"].pk, projects["c"].pk], now=NOW)
    a, c = found[projects["a"].pk], found[projects["c"].pk]
    assert (dict(a.levels), a.overdue, a.unsigned, a.unassigned) == ({"red": 1, "yellow": 1}, 1, 1, 0)
    assert (dict(c.levels), c.overdue, c.unassigned) == ({}, 1, 1)


def test_the_figures_cost_six_statements_whatever_the_province(projects, django_assert_num_queries) -> None:
    scope = province()
    with django_assert_num_queries(6):
        ground(scope, now=NOW)
