"""Every figure equals a plain recount over generated proceedings, by every dimension, with its rows; scope narrows them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.monitoring.figures.generated import NOW, World, make_world, recount
from xinan.kernel.clock import CHINA
from xinan.monitoring.figures.definitions import COHORT, FIGURES, Part, find_figure
from xinan.monitoring.figures.queries import NOWHERE, Asked, By, Count, figures, rows_behind
from xinan.people.enums import Role
from xinan.people.scope import Grant, Scope
from xinan.procedures.models import Proceeding

pytestmark = pytest.mark.django_db
PROVINCE = Scope((Grant(Role.PROVINCE_OFFICE),))
YEAR = Asked("2025-12", "2026-11")


@pytest.fixture(scope="module")
def seed() -> int:
    return 5


@pytest.fixture
def world(seed: int) -> World:
    return make_world(seed)


def month(one: Proceeding) -> str:
    return f"{one.opened_at.astimezone(CHINA):%Y-%m}"


def key_of(world: World, by: By | None) -> Callable[[Proceeding], str]:
    keys: dict[By | None, Callable[[Proceeding], str]] = {
        None: lambda one: "",
        By.PLACE: lambda one: f"{one.region_code[:4]}00",
        By.LINK: lambda one: one.link,
        By.RULE: lambda one: world.rules[one.pk],
        By.OFFICE: lambda one: str(one.holder_office_id or ""),
        By.LEVEL: lambda one: one.level,
        By.MONTH: month,
    }
    return keys[by]


def check(world: World, chosen: list[Proceeding], asked: Asked, by: By | None, scope: Scope = PROVINCE) -> None:
    """The figures of what is asked are those of a recount of `chosen`, group by group."""
    chosen = [one for one in chosen if world.clocks[one.pk]]
    key = key_of(world, by)
    told = {counts.key: counts for counts in figures(scope, asked=asked, by=by, now=NOW)}
    groups = {name: [one for one in chosen if key(one) == name] for name in {key(one) for one in chosen}}
    if by is not None or groups:
        assert set(told) == set(groups)
    for name, members in groups.items():
        assert told[name].handled == len(members)
        for figure in FIGURES:
            plain = recount(world, figure.code, members)
            expected = Count(len(plain.due), len(plain.done), len(plain.late), plain.median)
            assert told[name].of[figure.code] == expected, (name, figure.code)


@pytest.mark.parametrize("by", [None, *By])
def test_figures_equal_a_plain_recount(world: World, by: By | None) -> None:
    check(world, world.proceedings, YEAR, by)


def test_the_world_has_something_of_everything(world: World) -> None:
    """Or the recount would agree about nothing."""
    for figure in FIGURES:
        plain = recount(world, figure.code, world.proceedings)
        assert 0 < len(plain.done) <= len(plain.due)
        if not figure.is_time:
            assert len(plain.done) < len(plain.due)
        assert bool(plain.late) == bool(figure.late)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.code)
@pytest.mark.parametrize("part", list(Part))
def test_the_rows_behind_are_the_ones_counted(world: World, figure: Any, part: Part) -> None:
    plain = recount(world, figure.code, world.proceedings)
    expected = {
        Part.DUE: set(plain.due),
        Part.DONE: set(plain.done),
        Part.OPEN: set(plain.due) - set(plain.done),
        Part.LATE: set(plain.late),
    }[part]
    rows, total = rows_behind(PROVINCE, asked=YEAR, figure=figure, part=part, now=NOW, most=1000)
    assert {one.pk for one in rows} == expected
    assert total == len(rows) == len(expected)
    if len(expected) > 3:
        pages = [
            rows_behind(PROVINCE, asked=YEAR, figure=figure, part=part, now=NOW, most=3, first=n)[0] for n in (0, 3)
        ]
        assert [one.pk for page in pages for one in page] == [one.pk for one in rows[:6]]


def test_months_are_those_of_opening_in_china(world: World) -> None:
    one = world.proceedings[0]
    # 2026-03-31 23:30 in Changchun is still March, though it is 15:30 of that day elsewhere; half an hour later it is April.
    for minute, expected in (
        (datetime(2026, 3, 31, 23, 30, tzinfo=CHINA), 1),
        (datetime(2026, 4, 1, 0, 0, tzinfo=CHINA), 0),
    ):
        Proceeding.objects.exclude(pk=one.pk).update(opened_at=datetime(2024, 1, 1, tzinfo=CHINA))
        Proceeding.objects.filter(pk=one.pk).update(opened_at=minute)
        found = figures(PROVINCE, asked=Asked("2026-03", "2026-03"), by=None, now=NOW)[0]
        assert found.handled == (expected if world.clocks[one.pk] else 0)


def test_filters_narrow_as_the_rows_do(world: World) -> None:
    rule = "deposit/missing"
    check(
        world,
        [one for one in world.proceedings if one.region_code[:4] == "2201"],
        replace(YEAR, places=("220100",)),
        By.LINK,
    )
    check(
        world,
        [one for one in world.proceedings if one.region_code == "220203"],
        replace(YEAR, places=("220203",)),
        None,
    )
    check(
        world, [one for one in world.proceedings if world.rules[one.pk] == rule], replace(YEAR, rules=(rule,)), By.MONTH
    )
    check(world, [one for one in world.proceedings if one.link == "wages"], replace(YEAR, links=("wages",)), By.RULE)
    check(world, [one for one in world.proceedings if one.level == "red"], replace(YEAR, levels=("red",)), By.OFFICE)
    check(
        world,
        [one for one in world.proceedings if one.holder_office_id is None],
        replace(YEAR, offices=(NOWHERE,)),
        By.LEVEL,
    )
    spring = Asked("2026-02", "2026-04")
    check(world, [one for one in world.proceedings if "2026-02" <= month(one) <= "2026-04"], spring, By.MONTH)


def test_a_prefecture_alone_is_told_by_its_counties(world: World) -> None:
    told = figures(PROVINCE, asked=replace(YEAR, places=("220100",)), by=By.PLACE, now=NOW)
    assert [counts.key for counts in told] == ["220102", "220104"]


@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        (
            Scope((Grant(Role.COUNTY_INSPECTOR, regions=frozenset({"220102"})),)),
            lambda one: one.region_code == "220102",
        ),
        (
            Scope((Grant(Role.INDUSTRY_DEPARTMENT, industries=frozenset({"water"})),)),
            lambda one: one.industry == "water",
        ),
        (Scope(()), lambda one: False),
    ],
)
def test_each_counts_their_own(world: World, scope: Scope, sees: Callable[[Proceeding], bool]) -> None:
    check(world, [one for one in world.proceedings if sees(one)], YEAR, By.LINK, scope)
    figure = find_figure("sign")
    assert figure is not None
    rows, _ = rows_behind(scope, asked=YEAR, figure=figure, part=Part.DUE, now=NOW, most=1000)
    assert all(sees(one) for one in rows)


def test_no_handling_is_no_figure(db: None) -> None:
    whole = figures(PROVINCE, asked=YEAR, by=None, now=NOW)[0]
    assert whole.handled == 0
    assert all(count == Count() and count.share is None for count in whole.of.values())


def test_statements_do_not_grow_with_the_rows(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        figures(PROVINCE, asked=YEAR, by=By.RULE, now=NOW)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        figures(PROVINCE, asked=YEAR, by=By.PLACE, now=NOW)
    assert len(queries) == 2


@pytest.mark.slow
@given(number=st.integers(0, 10_000))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_world_is_counted_alike(db: None, number: int) -> None:
    made = make_world(number, number=25)
    ids = {one.pk for one in made.proceedings}
    for figure in FIGURES:
        plain = recount(made, figure.code, made.proceedings)
        for part, expected in ((Part.DUE, plain.due), (Part.DONE, plain.done), (Part.LATE, plain.late)):
            rows, _ = rows_behind(PROVINCE, asked=YEAR, figure=figure, part=part, now=NOW, most=100_000)
            assert {one.pk for one in rows} & ids == set(expected), (figure.code, part)


def test_the_docs_say_what_the_page_says() -> None:
    page = (Path(__file__).parents[3] / "docs" / "figures.md").read_text(encoding="utf-8")
    for words in (COHORT, *(figure.meaning for figure in FIGURES), *(figure.title for figure in FIGURES)):
        assert words.zh in page
        assert words.en in page
