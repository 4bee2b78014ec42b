"""Every open item is counted once, under its first clock; the drill-down adds up; nobody counts what is not theirs."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casework.boards.aged import NOW, World, clock_of, item, make_world, officer
from xinan.casework.boards.ageing import NOBODY, SUBJECTS, Asked, By, Item, item_of, lines, open_items
from xinan.casework.boards.ages import Bucket
from xinan.people.enums import Role
from xinan.people.scope import Grant, Scope, scope_of
from xinan.procedures.enums import Access
from xinan.procedures.models import ClockPause, Proceeding

pytestmark = pytest.mark.django_db
PROVINCE = Scope((Grant(Role.PROVINCE_OFFICE),))


def plain_bucket(world: World, one: Proceeding) -> str:
    """By the definition in words, clock by clock and day by day."""
    ticking = [clock for clock in world.clocks[one.pk] if clock.state in ("running", "expired")]
    if not ticking:
        return "stopped"
    first = min(ticking, key=lambda clock: clock.due_at)
    today = NOW.date()
    if first.due_on < today:
        late = (today - first.due_on).days
        return "week" if late <= 7 else "month" if late <= 30 else "more"
    if first.due_on == today:
        return "last-day"
    stopped = {
        day
        for pause in ClockPause.objects.filter(clock=first, state="approved")
        for day in (pause.from_on + timedelta(days=n) for n in range((pause.resumed_on - pause.from_on).days))  # type: ignore[operator]
    }
    used = NOW - first.started_at - timedelta(days=sum(day < today for day in stopped))
    whole = first.due_at - first.started_at - timedelta(days=len(stopped))
    return "past-half" if used * 2 >= whole else "half"


@pytest.mark.parametrize("seed", [1, 2])
def test_every_open_item_is_counted_once_in_its_bucket(seed: int) -> None:
    world = make_world(seed)
    expected = {
        one.pk: plain_bucket(world, one)
        for one in world.proceedings
        if one.closed_at is None and one.subject_kind in SUBJECTS
    }
    found = open_items(PROVINCE, now=NOW)
    assert {one.proceeding_id: one.bucket.value for one in found} == expected
    assert len(found) == len(expected)
    assert len(set(expected.values())) == 7  # the world has some of each


def counts(items: list[Item]) -> Counter[Bucket]:
    return Counter(one.bucket for one in items)


def test_the_drill_down_adds_up_at_every_level() -> None:
    make_world(3)
    whole = open_items(PROVINCE, now=NOW)
    provinces = lines(whole, by=Asked().by)
    assert sum((Counter(line.counts) for line in provinces), Counter()) == counts(whole)
    for prefecture in provinces:
        if not prefecture.key:
            continue  # items without a place stand in a line of their own
        inside = open_items(PROVINCE, now=NOW, asked=Asked(place=prefecture.key))
        assert counts(inside) == Counter(prefecture.counts)
        counties = lines(inside, by=Asked(place=prefecture.key).by)
        assert sum(line.total for line in counties) == prefecture.total
        for county in counties:
            asked = Asked(place=county.key, only=True)
            here = open_items(PROVINCE, now=NOW, asked=asked)
            assert counts(here) == Counter(county.counts)
            for person in lines(here, by=asked.by):
                rows = open_items(PROVINCE, now=NOW, asked=Asked(place=county.key, only=True, officer=person.key))
                assert len(rows) == person.total
                assert all(str(row.holder_id or NOBODY) == person.key for row in rows)


def test_levels_follow_from_the_place() -> None:
    assert Asked().by is By.PREFECTURE
    assert Asked(place="220100").by is By.COUNTY
    assert Asked(place="220100", only=True).by is By.OFFICER
    assert Asked(place="220102").by is By.OFFICER


def test_the_oldest_comes_first_and_what_has_no_clock_last() -> None:
    stopped, fresh, old = item(late=None), item(late=-20), item(late=40)
    found = [one.proceeding_id for one in open_items(PROVINCE, now=NOW)]
    assert found == [old.pk, fresh.pk, stopped.pk]
    assert open_items(PROVINCE, now=NOW)[0].late == 40


def test_a_paused_clock_does_not_hide_one_that_runs() -> None:
    one = item(late=None)
    clock_of(one, late=90, state="paused", code="a")
    assert item_of(one, now=NOW).bucket is Bucket.STOPPED
    clock_of(one, late=2, state="expired", code="b")
    assert item_of(one, now=NOW).bucket is Bucket.WEEK


def test_a_period_that_lapses_is_nobodys_delay() -> None:
    one = item(late=-5, procedure="inspection", state="told")
    clock_of(one, late=3, code="hearing_request", state="expired")
    assert item_of(one, now=NOW).bucket is Bucket.HALF
    clock_of(one, late=3, code="decision", state="expired")
    assert item_of(one, now=NOW).bucket is Bucket.WEEK


def test_each_counts_what_is_open_to_them() -> None:
    inspector, neighbour = officer(), officer(region="220104")
    city, member = officer("city_office", region="220100"), officer("mediator", region="")
    by_place, named = item(), item(access=Access.NAMED, named=[member.pk])
    members = item(access=Access.MEMBERS, named=[member.pk])

    def seen(user: object) -> set[int]:
        return {one.proceeding_id for one in open_items(scope_of(user, on=NOW.date()), now=NOW)}  # type: ignore[arg-type]

    assert seen(inspector) == {by_place.pk}
    assert seen(neighbour) == set()
    assert seen(city) == {by_place.pk, named.pk}
    assert seen(member) == {named.pk, members.pk}
    # The province's office supervises, but a case kept to its members counts for nobody outside.
    assert {one.proceeding_id for one in open_items(PROVINCE, now=NOW)} == {by_place.pk, named.pk}


def test_statements_do_not_grow_with_the_items() -> None:
    make_world(4, number=40)
    with CaptureQueriesContext(
        connection,
    ) as few:
        open_items(PROVINCE, now=NOW)
    make_world(5, number=40)
    with CaptureQueriesContext(connection) as many:
        open_items(PROVINCE, now=NOW)
    assert len(many) == len(few) <= 4


def test_the_board_is_of_the_day_in_china() -> None:
    one = item(late=0)
    evening = datetime(2026, 11, 23, 15, 30, tzinfo=NOW.tzinfo)
    assert item_of(one, now=evening).bucket is Bucket.LAST_DAY
    assert item_of(one, now=datetime.fromisoformat("2026-11-23T16:30:00+00:00")).bucket is Bucket.WEEK
    assert date(2026, 11, 24) == datetime.fromisoformat("2026-11-23T16:30:00+00:00").astimezone(NOW.tzinfo).date()
