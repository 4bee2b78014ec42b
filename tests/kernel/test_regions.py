"""The divisions of Jilin: counts, dates, succession."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import (
    REGIONS,
    STATISTICAL_ZONES,
    Region,
    counties_of,
    prefecture_of,
    province_of,
    region,
    successor,
)

PREFECTURES = [place for place in REGIONS if place.level == "prefecture"]
REPEALED = [place for place in REGIONS if place.valid_to is not None]


def counties(*, on: date | None) -> list[Region]:
    return [place for prefecture in PREFECTURES for place in counties_of(prefecture.code, on=on)]


def test_the_official_counts() -> None:
    """60 county-level places: 21 districts, 20 cities, 19 counties, 3 of these autonomous."""
    now = counties(on=None)
    assert len(PREFECTURES) == 9
    assert len(now) == len({place.code for place in now}) == 60
    assert Counter(place.name[-1] for place in now) == {"区": 21, "市": 20, "县": 19}
    assert sum(place.name.endswith("自治县") for place in now) == 3
    assert sum(place.is_district for place in now) == 21
    assert all(place.is_district == place.name.endswith("区") for place in now)


def test_each_prefecture_has_as_many_as_the_state_lists() -> None:
    counts = {place.name: len(counties_of(place.code)) for place in PREFECTURES}
    assert counts == {
        "长春市": 11,
        "吉林市": 9,
        "四平市": 5,
        "辽源市": 4,
        "通化市": 7,
        "白山市": 6,
        "松原市": 5,
        "白城市": 5,
        "延边朝鲜族自治州": 8,
    }


@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)))
def test_on_any_day_sixty_places_and_each_change_replaced_one(day: date) -> None:
    standing = counties(on=day)
    assert len(standing) == 60
    assert len({place.name_en for place in standing}) == 60
    assert len({successor(place.code) for place in standing}) == 60


@pytest.mark.parametrize("place", REPEALED, ids=lambda place: place.code)
def test_a_successor_begins_the_day_its_predecessor_ends(place: Region) -> None:
    assert place.valid_to is not None
    following = region(successor(place.code))
    assert following.valid_from == place.valid_to
    assert following.valid_to is None
    with pytest.raises(InvalidValue) as caught:
        region(place.code, on=place.valid_to)
    assert caught.value.code == "region-not-valid"
    assert following.code in caught.value.message()
    with pytest.raises(InvalidValue, match="region-not-valid"):
        region(following.code, on=place.valid_to - timedelta(days=1))


def test_gongzhuling_moved_from_siping_to_changchun() -> None:
    assert prefecture_of("220381", on=date(2020, 6, 18)) == "220300"
    assert prefecture_of("220184", on=date(2020, 6, 19)) == "220100"
    names = {place.name for place in counties_of("220300", on=date(2020, 6, 19))}
    assert "公主岭市" not in names


@given(st.sampled_from(REGIONS))
def test_everything_is_in_jilin_and_in_its_prefecture(place: Region) -> None:
    assert province_of(place.code) == "220000"
    assert region(place.code) is place
    if place.level == "county":
        assert prefecture_of(place.code) == place.parent_code == place.code[:4] + "00"
        assert place in counties_of(place.parent_code, on=place.valid_from or date(2000, 1, 1))


def test_own_level() -> None:
    assert prefecture_of("220100") == "220100"
    assert prefecture_of("220000") is None


@pytest.mark.parametrize("code", ["", "110000", "220101", "2201", "JL-CBS", *STATISTICAL_ZONES])
def test_codes_that_are_no_division(code: str) -> None:
    for ask in (region, successor, province_of, prefecture_of):
        with pytest.raises(InvalidValue, match="region-unknown"):
            ask(code)


def test_counties_of_something_else() -> None:
    with pytest.raises(InvalidValue, match="region-unknown"):
        counties_of("220102")
