"""Bank cards: Luhn warns, the number of digits blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.strategies import card_numbers, full_width
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import BankCard

# What doubling does to each digit, written out.
DOUBLED = {"0": 0, "1": 2, "2": 4, "3": 6, "4": 8, "5": 1, "6": 3, "7": 5, "8": 7, "9": 9}


def passes_luhn(number: str) -> bool:
    from_right = number[::-1]
    return (sum(int(d) for d in from_right[::2]) + sum(DOUBLED[d] for d in from_right[1::2])) % 10 == 0


@given(st.text("0123456789", min_size=12, max_size=19))
def test_the_flag_is_the_luhn_check(number: str) -> None:
    assert BankCard.parse(number).luhn_ok == passes_luhn(number)


@given(card_numbers(), st.data())
def test_any_single_wrong_digit_is_flagged(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from("0123456789"))
    changed = number[:place] + wrong + number[place + 1 :]
    assert BankCard.parse(number).luhn_ok
    assert BankCard.parse(changed).luhn_ok == (changed == number)


@given(card_numbers())
def test_typed_forms_and_masking(number: str) -> None:
    card = BankCard.parse(number)
    grouped = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    assert BankCard.parse(grouped) == BankCard.parse(full_width(number)) == card
    assert card.masked == f"**** {number[-4:]}"
    assert number[:-4] not in str(card) + repr(card)


@pytest.mark.parametrize("text", ["", "12345678901", "1" * 20, "6222x000000000000", "6.22E+18", "６２２２"])
def test_refused_without_showing_it(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        BankCard.parse(text)
    assert caught.value.code == "bank-card-digits"
    assert not text or text not in caught.value.message() + str(caught.value)
