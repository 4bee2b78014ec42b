"""Money against whole cents."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.errors import InvalidValue
from xinan.kernel.money import LARGEST, format_wan, format_yuan, round_yuan, yuan

cents = st.integers(-(10**18) + 1, 10**18 - 1)


def as_text(count: int) -> str:
    return f"{'-' if count < 0 else ''}{abs(count) // 100}.{abs(count) % 100:02d}"


@given(cents)
def test_every_amount_of_18_digits_is_kept_to_the_cent(count: int) -> None:
    amount = yuan(as_text(count))
    assert amount * 100 == count
    assert str(amount) == as_text(count)
    assert yuan(amount) == amount


@given(cents)
def test_what_is_shown_reads_back(count: int) -> None:
    shown = format_yuan(yuan(as_text(count)))
    assert "¥" in shown
    assert yuan(shown.replace("¥", "")) * 100 == count


@given(st.integers(-(10**9), 10**9))
def test_rounding_halves_goes_away_from_zero(mills: int) -> None:
    rounded = round_yuan(Decimal(mills) / 1000)
    whole, rest = divmod(abs(mills), 10)
    expected = whole + (rest >= 5)
    assert abs(rounded) * 100 == expected
    assert rounded == 0 or (rounded < 0) == (mills < 0)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.1, "amount-type"),
        (True, "amount-type"),
        (None, "amount-type"),
        ("", "amount-format"),
        ("abc", "amount-format"),
        ("1e5", "amount-format"),
        ("12,34", "amount-format"),
        ("1.", "amount-format"),
        ("NaN", "amount-format"),
        (Decimal("NaN"), "amount-format"),
        (Decimal("Infinity"), "amount-format"),
        ("1.005", "amount-decimals"),
        (Decimal("0.001"), "amount-decimals"),
        (LARGEST + Decimal("0.01"), "amount-range"),
        ("-" + "9" * 17, "amount-range"),
        (10**40, "amount-range"),
    ],
)
def test_refused(value: object, code: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        yuan(value)  # type: ignore[arg-type]
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("value", "expected"),
    [(" 12 ", "12.00"), ("1,234,567.8", "1234567.80"), ("1.230", "1.23"), ("-0", "0.00"), (5, "5.00")],
)
def test_accepted_forms(value: str | int, expected: str) -> None:
    assert str(yuan(value)) == expected


def test_shown_to_people() -> None:
    assert format_yuan(Decimal("-0.004")) == "¥0.00"
    assert format_yuan(Decimal("1234567.895")) == "¥1,234,567.90"
    assert format_wan(Decimal("-123450")) == "-12.35 万元"
    assert format_wan(Decimal("123450000")) == "12,345.00 万元"
