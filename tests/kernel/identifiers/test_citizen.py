"""Citizen ID numbers: the checks, what they catch, and that nothing shows the number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.strategies import citizen_numbers, full_width
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import CitizenId
from xinan.kernel.identifiers.citizen import check_digit

# The worked example of GB 11643-1999.
STANDARD_EXAMPLE = "11010519491231002X"


def refusal(text: str) -> InvalidValue:
    with pytest.raises(InvalidValue) as caught:
        CitizenId.parse(text)
    return caught.value


def completed(first17: str) -> str:
    return first17 + check_digit(first17)


def test_the_example_of_the_standard() -> None:
    someone = CitizenId.parse(STANDARD_EXAMPLE)
    assert someone.number == STANDARD_EXAMPLE
    assert someone.birth_on == date(1949, 12, 31)
    assert someone.sex == "female"


@given(citizen_numbers())
def test_mod_11_2_congruence(number: str) -> None:
    """ISO 7064 MOD 11-2, said another way than by a weight table: the weighted sum of all 18 leaves 1."""
    values = [10 if character == "X" else int(character) for character in number]
    assert sum(value * pow(2, 17 - place, 11) for place, value in enumerate(values)) % 11 == 1


@given(citizen_numbers())
def test_parts(number: str) -> None:
    someone = CitizenId.parse(number)
    assert f"{someone.birth_on:%Y%m%d}" == number[6:14]
    assert someone.sex == ("male" if number[16] in "13579" else "female")
    assert someone.masked == number[:3] + "*" * 11 + number[14:]
    assert someone.region_code == number[:6]


@given(citizen_numbers())
def test_typed_forms_are_the_same_number(number: str) -> None:
    for typed in (f"  {number}\t", number.lower(), full_width(number), f"　{full_width(number.lower())}"):
        assert CitizenId.parse(typed) == CitizenId.parse(number)


@given(citizen_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_wrong_character_is_caught(number: str, place: int, wrong: str) -> None:
    changed = number[:place] + wrong + number[place + 1 :]
    if changed != number:
        refusal(changed)


@given(citizen_numbers(), st.integers(0, 16))
def test_any_two_swapped_neighbours_are_caught(number: str, place: int) -> None:
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if changed != number:
        refusal(changed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "length"),
        ("110105491231002", "length"),
        (STANDARD_EXAMPLE + "0", "length"),
        ("1101051949123100Y2", "characters"),
        ("X10105194912310021", "characters"),
        ("1101051949123100²X", "characters"),
        (completed("10010519491231002"), "province"),
        (completed("85010519491231002"), "province"),
        (completed("11010519490230002"), "birth-date"),
        (completed("11010518991231002"), "birth-date"),
        (completed("11010520250229002"), "birth-date"),
        ("110105194912310021", "checksum"),
    ],
)
def test_each_fault_has_its_code(text: str, code: str) -> None:
    assert refusal(text).code == f"citizen-id-{code}"


@pytest.mark.parametrize(
    "first17",
    [
        "22038119800101001",  # repealed code of 公主岭
        "22999919800101001",  # a code that never was
        "81000019800101001",
        "82000019800101001",
        "83000019800101001",
        "91100119800101001",  # a foreigner's permanent residence card
    ],
)
def test_repealed_regions_and_residence_cards_are_accepted(first17: str) -> None:
    assert CitizenId.parse(completed(first17)).birth_on == date(1980, 1, 1)


@given(citizen_numbers())
def test_text_and_repr_hide_the_number(number: str) -> None:
    someone = CitizenId.parse(number)
    for shown in (str(someone), repr(someone), f"{someone}", repr([someone])):
        assert number not in shown
        assert number[6:14] not in shown


@given(citizen_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_a_refusal_never_holds_the_number(number: str, place: int, wrong: str) -> None:
    changed = number[:place] + wrong + number[place + 1 :]
    if changed != number:
        error = refusal(changed)
        for shown in (str(error), repr(error), error.message("zh"), error.message("en")):
            assert not any(changed[start : start + 6] in shown for start in range(13))


def test_an_invalid_one_cannot_be_made() -> None:
    with pytest.raises(InvalidValue):
        CitizenId("110105194912310021")
