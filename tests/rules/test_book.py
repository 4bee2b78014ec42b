"""The book of parameters: steps by date and place, bounds with their article, the switch of a rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.errors import InvalidValue, NotFound
from xinan.kernel.text import Text
from xinan.rules.book import SHARED, shipped_book
from xinan.rules.model import Level, Link
from xinan.rules.parameters import ParameterKind, Step, check_ladder
from xinan.rules.registry import RULES, find_rule
from xinan.rules.switches import ENABLED, is_law, switch_of
from xinan.rules.values import read_value, value_from_json, value_to_json

DAY = date(2026, 11, 23)
RATE = "deposit_base_rate"


def rate(book, *, on=DAY, region=""):
    return book.parameter(SHARED, RATE).step(on=on, region=region).value


def test_a_county_goes_before_its_city_and_the_city_before_the_province() -> None:
    book = shipped_book()
    book = book.with_step(SHARED, RATE, Step(DAY, Decimal("0.03"), "省"))
    book = book.with_step(SHARED, RATE, Step(DAY, Decimal("0.015"), "市"), region="220100")
    book = book.with_step(SHARED, RATE, Step(DAY, Decimal("0.01"), "县"), region="220102")
    assert [rate(book, region=code) for code in ("220102", "220104", "220200", "")] == [
        Decimal("0.01"),
        Decimal("0.015"),
        Decimal("0.03"),
        Decimal("0.03"),
    ]
    assert rate(book, on=DAY - timedelta(days=1), region="220102") == Decimal("0.02")


def test_a_place_whose_own_value_ended_follows_the_wider_place_again() -> None:
    later = DAY + timedelta(days=10)
    book = shipped_book().with_step(SHARED, RATE, Step(DAY, Decimal("0.01"), "市"), region="220100")
    book = book.with_step(SHARED, RATE, Step(later, Decimal("0.01"), "止", ends=True), region="220100")
    book = book.with_step(SHARED, RATE, Step(later, Decimal("0.03"), "省"))
    assert rate(book, on=later - timedelta(days=1), region="220104") == Decimal("0.01")
    assert rate(book, on=later, region="220104") == Decimal("0.03")


def test_of_two_steps_of_one_day_the_later_decision_holds() -> None:
    book = shipped_book().with_step(SHARED, RATE, Step(DAY, Decimal("0.03"), "先"))
    assert rate(book.with_step(SHARED, RATE, Step(DAY, Decimal("0.02"), "后"))) == Decimal("0.02")


@given(days=st.integers(-3000, 3000))
def test_a_value_held_is_in_force_on_every_day(days: int) -> None:
    book = shipped_book().with_step(SHARED, RATE, Step(DAY, Decimal("0.03"), "省"))
    on = DAY + timedelta(days=days)
    held = book.held(SHARED, RATE, Decimal("0.01"))
    assert rate(held, on=on) == rate(held, on=on, region="220104") == Decimal("0.01")
    there = book.held(SHARED, RATE, Decimal("0.01"), region="220100")
    assert rate(there, on=on, region="220104") == Decimal("0.01")
    assert rate(there, on=on, region="220203") == rate(book, on=on)


def test_nothing_held_for_a_place_takes_its_own_value_away() -> None:
    book = shipped_book().with_step(SHARED, RATE, Step(DAY, Decimal("0.01"), "市"), region="220100")
    assert rate(book.held(SHARED, RATE, None, region="220100"), region="220104") == Decimal("0.02")


@pytest.mark.parametrize(
    ("owner", "name", "value", "article"),
    [
        ("account/not-opened", "opening_days", 31, "人社部发〔2021〕53号第6条"),
        ("account/closed-early", "notice_days", 29, "条例第27条"),
        (SHARED, RATE, Decimal("0.031"), "人社部发〔2021〕65号第11条"),
        (SHARED, RATE, Decimal("0.009"), "人社部发〔2021〕65号第11条"),
        ("wages/unpaid", ENABLED, False, "《保障农民工工资支付条例》第38条"),
        ("data_quality/bank-silent", ENABLED, False, "《保障农民工工资支付条例》第38条"),
    ],
)
@pytest.mark.parametrize("region", ["", "220100"])
def test_outside_the_law_is_refused_with_the_article(owner, name, value, article, region) -> None:
    with pytest.raises(InvalidValue) as refused:
        shipped_book().with_step(owner, name, Step(DAY, value, "试"), region=region)
    assert article in refused.value.remedy.zh
    assert article in refused.value.remedy.en


def test_every_shipped_value_lies_within_its_own_bounds_and_every_ladder_is_in_order() -> None:
    for owned in shipped_book().owners.values():
        for parameter in owned.values():
            for step in parameter.steps:
                parameter.check(step.value)


@pytest.mark.parametrize(
    ("kind", "ladder"),
    [
        (ParameterKind.LADDER_FROM, {Level.YELLOW: Decimal(10), Level.RED: Decimal(5)}),
        (ParameterKind.LADDER_ABOVE, {Level.YELLOW: Decimal(5), Level.RED: Decimal(5)}),
        (ParameterKind.LADDER_BELOW, {Level.YELLOW: Decimal("0.4"), Level.ORANGE: Decimal("0.8")}),
        (ParameterKind.LADDER_FROM, {}),
    ],
)
def test_a_ladder_out_of_order_is_refused(kind, ladder) -> None:
    with pytest.raises(InvalidValue, match="out of order"):
        check_ladder(ladder, kind=kind, title=Text("级", "Levels"))


def test_an_unknown_parameter_says_which_there_are() -> None:
    with pytest.raises(NotFound, match="opening_days"):
        shipped_book().parameter("account/not-opened", "no_such")


def test_the_switch_is_not_in_the_shipped_book_until_it_is_touched() -> None:
    book = shipped_book()
    assert not any(ENABLED in owned for owned in book.owners.values())
    off = book.with_step("board/missing", ENABLED, Step(DAY, False, "试"), region="220100")
    assert [owner for owner, _ in off.switches()] == ["board/missing"]
    assert off.fingerprint() != book.fingerprint()
    assert off.epoch(DAY) == DAY


def test_rules_on_whose_verdict_others_rest_stay_on() -> None:
    for rule_id in ("wages/unpaid", "data_quality/bank-silent", "data_quality/attendance-silent"):
        assert switch_of(find_rule(rule_id)).bounds is not None
    for rule in RULES:
        bound = rule.link is Link.DATA_QUALITY or (rule.link is Link.WAGES and is_law(rule))
        assert (switch_of(rule).bounds is not None) == bound


@pytest.mark.parametrize(
    ("owner", "name", "given", "value"),
    [
        ("account/not-opened", "opening_days", "20", 20),
        (SHARED, RATE, "0.015", Decimal("0.015")),
        (SHARED, "deposit_exempt_when_clean", "true", True),
        ("board/missing", "ladder", {"blue": "3", "yellow": " 20 ", "red": ""}, {Level.BLUE: 3, Level.YELLOW: 20}),
        ("board/missing", ENABLED, "false", False),
    ],
)
def test_what_is_written_is_read_and_kept_exactly(owner, name, given, value) -> None:
    parameter = shipped_book().parameter(owner, name)
    read = read_value(given, parameter)
    assert read == value
    assert value_from_json(value_to_json(read), parameter) == value


@pytest.mark.parametrize(
    ("owner", "name", "given"),
    [
        ("account/not-opened", "opening_days", "-1"),
        ("account/not-opened", "opening_days", "2.5"),
        ("account/not-opened", "opening_days", "NaN"),
        ("account/not-opened", "opening_days", "十"),
        (SHARED, RATE, "Infinity"),
        (SHARED, RATE, "0.0150001"),
        (SHARED, "deposit_cap", "0.001"),
        (SHARED, "deposit_exempt_when_clean", "maybe"),
        ("board/missing", "ladder", "3"),
        ("board/missing", "ladder", {"blue": "x"}),
    ],
)
def test_what_cannot_be_read_says_what_would_be_right(owner, name, given) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_value(given, shipped_book().parameter(owner, name))
    assert refused.value.code == "parameter-not-readable"
    assert refused.value.remedy.zh.startswith("应为")
