"""Amounts in capitals: read back by a reader that shares nothing with the writer, and never ambiguous."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.capitals import capital_yuan, day_in_characters, day_in_figures
from xinan.kernel.errors import InvalidValue
from xinan.kernel.money import LARGEST

DIGITS = {sign: value for value, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_back(text: str) -> Decimal:
    """A reader by the grammar of spoken numbers: what stands before a unit is multiplied by it."""
    sign, text = (-1, text[1:]) if text.startswith("负") else (1, text)
    yuan, _, parts = text.rpartition("元") if "元" in text else ("", "", text)
    cents = 0
    for digit, unit in zip(parts, parts[1:], strict=False):
        cents += DIGITS.get(digit, 0) * {"角": 10, "分": 1}.get(unit, 0)
    return sign * (read_number(yuan) + Decimal(cents) / 100)


def read_number(text: str) -> Decimal:
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        if unit in text:
            high, _, low = text.rpartition(unit)
            return read_number(high) * worth + read_number(low)
    total, digit = 0, 0
    for sign in text:
        if sign in PLACES:
            total += digit * PLACES[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return Decimal(total + digit)


amounts = st.decimals(min_value=-LARGEST, max_value=LARGEST, places=2, allow_nan=False, allow_infinity=False)
# Sums of a few figures among zeros: where writers of capitals go wrong.
sparse = st.lists(st.sampled_from("000000123456789"), min_size=1, max_size=18).map(
    lambda digits: Decimal("".join(digits)).scaleb(-2)
)


@given(amounts | sparse)
def test_what_is_written_reads_back_as_the_amount(amount: Decimal) -> None:
    assert read_back(capital_yuan(amount)) == amount


@given(amounts | sparse)
def test_no_zero_stands_twice_and_the_end_is_closed_as_the_rules_say(amount: Decimal) -> None:
    text = capital_yuan(amount)
    assert "零零" not in text
    assert not any(f"零{unit}" in text for unit in "拾佰仟万亿角分")
    assert text.endswith("整") == (amount % 1 == 0)
    assert text[-1] in "整角分"


@given(amounts, amounts)
def test_two_amounts_are_never_written_alike(one: Decimal, other: Decimal) -> None:
    assert (capital_yuan(one) == capital_yuan(other)) == (one == other)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        # The examples of the payment rules' own annex.
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.30", "叁角"),
        ("10", "壹拾元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("100000001", "壹亿零壹元整"),
        ("1000000000000", "壹万亿元整"),
        ("-12.3", "负壹拾贰元叁角"),
        ("71280", "柒万壹仟贰佰捌拾元整"),
    ],
)
def test_known_amounts(amount: str, text: str) -> None:
    assert capital_yuan(Decimal(amount)) == text


def test_more_than_a_column_holds_is_refused() -> None:
    with pytest.raises(InvalidValue) as refusal:
        capital_yuan(LARGEST + 1)
    assert refusal.value.code == "amount-range"


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_days_read_back(day: date) -> None:
    year, rest = day_in_figures(day).split("年")
    month, number = rest.removesuffix("日").split("月")
    assert date(int(year), int(month), int(number)) == day
    digits = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
    year, rest = day_in_characters(day).split("年")
    month, number = rest.removesuffix("日").split("月")

    def under_hundred(text: str) -> int:
        tens, ten, ones = text.rpartition("十")
        return (digits[tens] if tens else 1) * 10 * bool(ten) + (digits[ones] if ones else 0)

    read = "".join(str(digits[sign]) for sign in year)
    assert date(int(read), under_hundred(month), under_hundred(number)) == day
