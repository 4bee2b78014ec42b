"""Thresholds and what is reckoned by law: one cent or one person below, on and above."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.casework.law import parameters as numbers
from xinan.casework.law.amounts import (
    extra_compensation,
    extra_compensation_bounds,
    final_award_limit,
    is_final,
    late_fine,
    may_be_simplified,
    simplified_limit,
)
from xinan.casework.law.crime import AbscondingFacts, CrimeFacts, Likelihood, Refused, crime, deemed
from xinan.casework.law.limitation import arbitration_until, complaint_until, enforcement_until, publish_by
from xinan.casework.law.people import check_representatives, emergency_level, is_collective, is_mass_event
from xinan.kernel.errors import InvalidValue, NotFound

TODAY = date(2026, 11, 23)
CENT = Decimal("0.01")
CHANGCHUN, YANJI, MEIHEKOU = "220102", "222401", "220581"


def case(*workers: tuple[str, str], region: str = CHANGCHUN, ordered: bool = True, means: bool = True) -> CrimeFacts:
    return CrimeFacts(
        [Refused(Decimal(amount), Decimal(months)) for amount, months in workers], region, TODAY, ordered, means
    )


@pytest.mark.parametrize(
    ("amount", "months", "likelihood"),
    [
        ("4999.99", "3", Likelihood.NONE),
        ("5000.00", "3", Likelihood.POSSIBLE),
        ("5000.01", "3", Likelihood.POSSIBLE),
        ("19999.99", "3", Likelihood.POSSIBLE),
        ("20000.00", "3", Likelihood.CERTAIN),
        ("20000.01", "3", Likelihood.CERTAIN),
        ("20000.00", "2.99", Likelihood.NONE),
        ("50000.00", "2.5", Likelihood.NONE),
        ("20000.00", "12", Likelihood.CERTAIN),
    ],
)
def test_one_worker(amount: str, months: str, likelihood: Likelihood) -> None:
    assert crime(case((amount, months))).likelihood is likelihood


@pytest.mark.parametrize(
    ("each", "workers", "likelihood"),
    [
        ("2999.99", 10, Likelihood.NONE),  # 29,999.90
        ("3000.00", 10, Likelihood.POSSIBLE),
        ("3000.01", 10, Likelihood.POSSIBLE),
        ("9999.99", 10, Likelihood.POSSIBLE),  # 99,999.90
        ("10000.00", 10, Likelihood.CERTAIN),
        ("10000.01", 10, Likelihood.CERTAIN),
        ("20000.00", 9, Likelihood.NONE),
        ("9090.90", 11, Likelihood.POSSIBLE),  # 99,999.90
        ("9090.91", 11, Likelihood.CERTAIN),  # 100,000.01
    ],
)
def test_ten_workers_or_more(each: str, workers: int, likelihood: Likelihood) -> None:
    assert crime(case(*[(each, "1")] * workers)).likelihood is likelihood


def test_a_worker_who_is_owed_nothing_does_not_count() -> None:
    assert crime(case(*[("12000", "1")] * 9, ("0", "0"))).likelihood is Likelihood.NONE


def test_without_an_order_or_a_means_it_is_not_yet_for_the_police() -> None:
    assert crime(case(("20000", "3"))).to_be_transferred
    for facts in (case(("20000", "3"), ordered=False), case(("20000", "3"), means=False)):
        view = crime(facts)
        assert view.likelihood is Likelihood.CERTAIN
        assert not view.to_be_transferred
        assert len(view.missing) == 1
    assert not crime(case(("100", "1"))).to_be_transferred


def test_a_figure_of_the_province_decides_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "zh": "本省数额",
        "en": "Jilin",
        "unit": "yuan",
        "law": True,
        "bounds": {"least": 5000, "most": 20000, "article": "法释〔2013〕3号第3条"},
        "steps": [{"from": date(2013, 1, 23), "region": "220000", "value": 8000, "source": "示例"}],
    }
    known = dict(numbers.parameters()) | {"crime_one_worker": numbers.read_parameter("crime_one_worker", row)}
    monkeypatch.setattr(numbers, "parameters", lambda: known)
    assert crime(case(("7999.99", "3"))).likelihood is Likelihood.NONE
    assert crime(case(("8000.00", "3"))).likelihood is Likelihood.CERTAIN
    outside = row | {"steps": [{"from": date(2013, 1, 23), "region": "220000", "value": 4999, "source": "示例"}]}
    with pytest.raises(InvalidValue):
        numbers.read_parameter("crime_one_worker", outside)


@pytest.mark.parametrize(
    ("changed", "absconded"),
    [
        ({}, True),
        ({"notified_by": ()}, False),
        ({"came": True}, False),
        ({"came": True, "said_no": True}, True),
        ({"day_over": False}, False),
        ({"day_over": False, "said_no": True}, True),
        ({"excuse": True}, False),
    ],
)
def test_who_counts_as_absconded(changed: dict[str, object], absconded: bool) -> None:
    facts = {
        "notified_by": ("sms",),
        "day_over": True,
        "came": False,
        "said_no": False,
        "excuse": False,
        "posted": False,
    }
    found = deemed(AbscondingFacts(**{**facts, **changed}))  # type: ignore[arg-type]
    assert found.absconded is absconded
    assert found.why


def test_an_order_posted_on_record_counts_as_given() -> None:
    facts = AbscondingFacts(("paper",), day_over=True, came=False, said_no=False, excuse=False, posted=True)
    assert deemed(facts).ordered


@pytest.mark.parametrize(
    ("region", "on", "limit"),
    [
        (CHANGCHUN, TODAY, "25440.00"),
        (YANJI, TODAY, "23040.00"),
        (MEIHEKOU, TODAY, "21360.00"),
        (CHANGCHUN, date(2024, 9, 30), "22560.00"),
        (CHANGCHUN, date(2024, 10, 1), "25440.00"),
    ],
)
def test_the_limit_of_a_final_award_by_place_and_day(region: str, on: date, limit: str) -> None:
    assert final_award_limit(region, on=on) == Decimal(limit)
    assert is_final([Decimal(limit) - CENT, Decimal(limit)], region_code=region, on=on)
    assert not is_final([Decimal(limit) + CENT], region_code=region, on=on)
    assert not is_final([Decimal(1), Decimal(limit) + CENT], region_code=region, on=on)


def test_the_small_amount_is_unset_until_the_province_enters_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"region_code": CHANGCHUN, "on": TODAY, "undisputed": False, "both_agree": False}
    assert simplified_limit(CHANGCHUN, on=TODAY) is None
    assert not may_be_simplified(Decimal(1), **asked)[0]
    assert may_be_simplified(Decimal(10**6), **(asked | {"undisputed": True}))[0]
    assert may_be_simplified(Decimal(10**6), **(asked | {"both_agree": True}))[0]
    row = {"zh": "平均工资", "en": "Average", "unit": "yuan", "law": True}
    row |= {"steps": [{"from": date(2026, 7, 1), "region": "220000", "value": "96000.00", "source": "示例"}, *_older()]}
    known = dict(numbers.parameters()) | {"simplified_amount": numbers.read_parameter("simplified_amount", row)}
    monkeypatch.setattr(numbers, "parameters", lambda: known)
    assert may_be_simplified(Decimal("96000.00"), **asked)[0]
    assert not may_be_simplified(Decimal("96000.01"), **asked)[0]
    assert simplified_limit(CHANGCHUN, on=date(2026, 6, 30)) is None


def _older() -> list[dict[str, object]]:
    return [{"from": date(2017, 7, 1), "source": "待录入"}]


@pytest.mark.parametrize(("people", "collective"), [(9, False), (10, True), (11, True)])
def test_ten_are_collective(people: int, collective: bool) -> None:
    assert is_collective(people, on=TODAY) is collective


@pytest.mark.parametrize(("people", "mass"), [(49, False), (50, True), (51, True)])
def test_fifty_are_a_mass_event(people: int, mass: bool) -> None:
    assert is_mass_event(people, on=TODAY) is mass


@pytest.mark.parametrize("number", [3, 4, 5])
def test_three_to_five_stand_for_a_collective_dispute(number: int) -> None:
    check_representatives(number, on=TODAY)


@pytest.mark.parametrize("number", [0, 2, 6])
def test_others_do_not(number: int) -> None:
    with pytest.raises(InvalidValue):
        check_representatives(number, on=TODAY)


@pytest.mark.parametrize(
    ("people", "level"),
    [
        (4, None),
        (5, "blue"),
        (9, "blue"),
        (10, "yellow"),
        (29, "yellow"),
        (30, "orange"),
        (49, "orange"),
        (50, "red"),
        (500, "red"),
    ],
)
def test_levels_of_an_emergency(people: int, level: str | None) -> None:
    assert emergency_level(people, region_code=CHANGCHUN, on=TODAY) == level


@pytest.mark.parametrize(
    ("owed", "least", "most"),
    [
        ("10000.00", "5000.00", "10000.00"),
        ("12345.67", "6172.84", "12345.67"),  # 6,172.835: half a cent goes up
        ("0.01", "0.01", "0.01"),
        ("0.00", "0.00", "0.00"),
    ],
)
def test_extra_compensation_is_half_to_all_of_what_is_owed(owed: str, least: str, most: str) -> None:
    bounds = extra_compensation_bounds(Decimal(owed), on=TODAY)
    assert (bounds.least, bounds.most) == (Decimal(least), Decimal(most))


@pytest.mark.parametrize(("share", "allowed"), [("0.4999", False), ("0.50", True), ("1.00", True), ("1.0001", False)])
def test_the_share_of_extra_compensation(share: str, allowed: bool) -> None:
    if allowed:
        assert extra_compensation(Decimal("20000.00"), share=Decimal(share), on=TODAY) == Decimal(20000) * Decimal(
            share
        )
    else:
        with pytest.raises(InvalidValue):
            extra_compensation(Decimal("20000.00"), share=Decimal(share), on=TODAY)


@pytest.mark.parametrize(
    ("days", "added"),
    [(-3, "0.00"), (0, "0.00"), (1, "1500.00"), (33, "49500.00"), (34, "50000.00"), (400, "50000.00")],
)
def test_a_late_fine_grows_by_3_percent_a_day_up_to_the_fine(days: int, added: str) -> None:
    due_on = date(2026, 10, 8)
    assert late_fine(Decimal("50000.00"), due_on=due_on, until=due_on + timedelta(days=days)) == Decimal(added)


@given(st.decimals("0.01", "1000000", places=2), st.integers(-10, 200))
def test_a_late_fine_is_never_more_than_the_fine(fine: Decimal, days: int) -> None:
    added = late_fine(fine, due_on=date(2026, 3, 2), until=date(2026, 3, 2) + timedelta(days=days))
    assert Decimal(0) <= added <= fine
    assert days > 0 or added == 0


def test_until_when_something_may_be_asked_for() -> None:
    assert complaint_until(date(2024, 10, 2), today=TODAY).on == date(2026, 10, 8)
    assert complaint_until(date(2024, 11, 22), today=TODAY).on == date(2026, 11, 23)  # the 22nd is a Sunday
    assert enforcement_until(date(2024, 6, 8), today=TODAY).on == date(2026, 6, 8)
    assert arbitration_until(None, today=TODAY) is None
    ended, asked = (
        arbitration_until(date(2025, 3, 2), today=TODAY),
        arbitration_until(date(2025, 3, 2), asked_on=date(2025, 6, 8), today=TODAY),
    )
    assert ended is not None
    assert asked is not None
    assert (ended.on, asked.on) == (date(2026, 3, 2), date(2026, 6, 8))


@pytest.mark.parametrize(
    ("decided", "level", "by"),
    [
        (date(2026, 1, 1), "county", date(2026, 3, 31)),
        (date(2026, 3, 31), "county", date(2026, 3, 31)),
        (date(2026, 4, 1), "city", date(2026, 6, 30)),
        (date(2026, 4, 1), "province", date(2026, 6, 30)),
        (date(2026, 7, 1), "ministry", date(2026, 12, 31)),
    ],
)
def test_when_a_major_violation_is_published(decided: date, level: str, by: date) -> None:
    assert publish_by(decided, level=level) == by


def test_every_parameter_has_its_source_and_lies_in_its_bounds() -> None:
    for parameter in numbers.parameters().values():
        assert parameter.steps
        assert all(step.source for step in parameter.steps)
        assert parameter.name.zh
        assert parameter.name.en


def test_before_the_first_step_and_without_a_figure_nothing_is_made_up() -> None:
    with pytest.raises(NotFound) as early:
        numbers.value_on("crime_many", on=date(2012, 1, 1), region_code=CHANGCHUN)
    assert early.value.code == "parameter-date"
    with pytest.raises(NotFound) as unset:
        numbers.known("crime_many", on=TODAY, region_code=CHANGCHUN)
    assert unset.value.code == "parameter-unset"
