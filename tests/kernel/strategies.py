"""Generated identifiers, valid by checksum only, and what else several tests draw from."""

from datetime import date

from hypothesis import strategies as st

from xinan.kernel.identifiers.bank_card import luhn_digit
from xinan.kernel.identifiers.citizen import PROVINCES, check_digit
from xinan.kernel.identifiers.enterprise import ALPHABET, check_character, organisation_check_character

_DIGITS = "0123456789"


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(_DIGITS, min_size=count, max_size=count)


@st.composite
def citizen_numbers(draw: st.DrawFn) -> str:
    province = draw(st.sampled_from(sorted(PROVINCES)))
    birth = draw(st.dates(date(1900, 1, 1), date(2026, 12, 31)))
    first17 = f"{province}{draw(digits(4))}{birth:%Y%m%d}{draw(digits(3))}"
    return first17 + check_digit(first17)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from(["91", "92", "93", "51", "12", "Y1"])) + draw(digits(6))
    organisation = draw(st.text(ALPHABET, min_size=8, max_size=8))
    first17 = head + organisation + organisation_check_character(organisation)
    return first17 + check_character(first17)


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    body = draw(st.integers(11, 18).flatmap(digits))
    return body + luhn_digit(body)


@st.composite
def phone_numbers(draw: st.DrawFn) -> str:
    return f"1{draw(st.sampled_from('3456789'))}{draw(digits(9))}"


def full_width(text: str) -> str:
    """As a Chinese keyboard may type it."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)
