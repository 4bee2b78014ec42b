"""The minimum wage: the published table, literally, and what must hold of any such table."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.errors import InvalidValue
from xinan.kernel.minimum_wage import hourly, hourly_steps, monthly, steps
from xinan.kernel.regions import REGIONS, region

COUNTIES = [place.code for place in REGIONS if place.level == "county"]
NOW = [place.code for place in REGIONS if place.level == "county" and place.valid_to is None]

# From 2024-10-01 (吉政函〔2024〕66号): who is above the third tier, by name.
FIRST_2024 = {"南关区", "宽城区", "朝阳区", "二道区", "绿园区", "双阳区", "九台区"}
SECOND_2024 = {"昌邑区", "龙潭区", "船营区", "丰满区", "浑江区", "江源区", "宁江区", "延吉市", "珲春市"}
# From 2021-12-01.
SECOND_2021 = {"昌邑区", "龙潭区", "船营区", "丰满区", "宁江区", "延吉市", "珲春市"}
THIRD_2021 = {
    *("铁西区", "铁东区", "龙山区", "西安区", "东昌区", "二道江区", "浑江区", "江源区"),
    *("前郭尔罗斯蒙古族自治县", "抚松县"),
}


@pytest.mark.parametrize("code", NOW)
def test_the_tables_of_2024_and_2021(code: str) -> None:
    name = region(code).name
    of_2024 = (2120, 21) if name in FIRST_2024 else (1920, Decimal("19.5")) if name in SECOND_2024 else (1780, 18)
    of_2021 = (
        (1880, 19)
        if name in FIRST_2024
        else (1760, 18)
        if name in SECOND_2021
        else (1640, 17)
        if name in THIRD_2021
        else (1540, 16)
    )
    for day in (date(2024, 10, 1), date(2026, 11, 23)):
        assert (monthly(code, on=day), hourly(code, on=day)) == of_2024
    for day in (date(2021, 12, 1), date(2024, 9, 30)):
        assert (monthly(code, on=day), hourly(code, on=day)) == of_2021


@pytest.mark.parametrize(
    ("day", "amounts"),
    [
        (date(2015, 12, 1), {1480, 1380, 1280}),
        (date(2017, 9, 30), {1480, 1380, 1280}),
        (date(2017, 10, 1), {1780, 1680, 1580, 1480}),
        (date(2021, 11, 30), {1780, 1680, 1580, 1480}),
    ],
)
def test_the_amounts_of_the_earlier_periods(day: date, amounts: set[int]) -> None:
    assert {monthly(code, on=day) for code in COUNTIES} == amounts


@given(st.sampled_from(COUNTIES))
def test_steps_rise_and_say_where_they_come_from(code: str) -> None:
    for values in (steps(code), hourly_steps(code)):
        assert [step.from_on for step in values] == sorted({step.from_on for step in values})
        assert all(earlier.value < later.value for earlier, later in zip(values, values[1:], strict=False))
        assert all(step.source.zh and step.source.en for step in values)
    from_on, value, source = steps(code)[-1]
    assert (from_on, source.zh) == (date(2024, 10, 1), "吉政函〔2024〕66号")
    assert value == monthly(code, on=date(2026, 1, 1))


@given(st.sampled_from(COUNTIES), st.dates(date(2015, 12, 1), date(2030, 1, 1)))
def test_in_force_is_the_latest_step_begun(code: str, day: date) -> None:
    assert monthly(code, on=day) == max(step for step in steps(code) if step.from_on <= day).value


def test_a_wider_region_stands_for_the_lowest_in_it() -> None:
    day = date(2026, 1, 31)
    assert monthly("220100", on=day) == monthly("220000", on=day) == 1780
    assert monthly("222400", on=date(2022, 1, 1)) == 1540


def test_a_repealed_code_means_its_successor() -> None:
    assert monthly("220181", on=date(2026, 1, 1)) == monthly("220113", on=date(2026, 1, 1)) == 2120


def test_unknown_places_and_days() -> None:
    with pytest.raises(InvalidValue, match="region-unknown"):
        monthly("110101", on=date(2026, 1, 1))
    with pytest.raises(InvalidValue, match="minimum-wage-date"):
        monthly("220102", on=date(2015, 11, 30))
