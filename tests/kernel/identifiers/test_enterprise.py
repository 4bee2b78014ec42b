"""Unified social credit codes and organisation codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.strategies import credit_codes, full_width
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import CreditCode
from xinan.kernel.identifiers.enterprise import ALPHABET, check_character, organisation_check_character


def refusal(text: str) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        CreditCode.parse(text)
    return caught.value


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_known_codes(code: str) -> None:
    assert CreditCode.parse(code).code == code


def test_the_example_of_gb_11714() -> None:
    assert organisation_check_character("D2143569") == "X"


@given(credit_codes())
def test_mod_31_congruence(code: str) -> None:
    """Horner's rule instead of a table of weights: a polynomial in 3, and the check character makes it vanish."""
    total = 0
    for character in reversed(code[:17]):
        total = (total * 3 + ALPHABET.index(character)) % 31
    assert (total + ALPHABET.index(code[17])) % 31 == 0


@given(credit_codes())
def test_parts_and_typed_forms(code: str) -> None:
    parsed = CreditCode.parse(code)
    assert parsed.registrar + code[1] + parsed.region_code + parsed.organisation_code + code[17] == code
    for typed in (f" {code} ", code.lower(), full_width(code)):
        assert CreditCode.parse(typed) == parsed


@given(credit_codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_caught(code: str, place: int, wrong: str) -> None:
    changed = code[:place] + wrong + code[place + 1 :]
    if changed != code:
        refusal(changed)


@given(credit_codes(), st.integers(0, 16))
def test_any_two_swapped_neighbours_are_caught(code: str, place: int) -> None:
    changed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if changed != code:
        refusal(changed)


def wrong_organisation() -> str:
    first17 = "91350100M000100Y5"
    return first17 + check_character(first17)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9135010", "length"),
        ("91350100M000100I43", "characters"),
        ("9135A100M000100Y43", "characters"),
        (wrong_organisation(), "organisation"),
        ("91350100M000100Y44", "checksum"),
    ],
)
def test_each_fault_has_its_code(text: str, code: str) -> None:
    assert refusal(text).code == f"credit-code-{code}"
