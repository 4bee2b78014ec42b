"""Generated identities: valid by checksum, repeatable, and nobody's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.identifiers import CitizenId
from xinan.simulation import identities

KEYS = st.text(alphabet="W0123456789", min_size=1, max_size=12)
BIRTHS = st.dates(min_value=date(1955, 1, 1), max_value=date(2010, 12, 31))
SEXES = st.sampled_from(["male", "female"])


@given(KEYS, BIRTHS, SEXES)
def test_a_citizen_number_says_the_birth_date_and_the_sex(key: str, birth: date, sex: str) -> None:
    number = CitizenId.parse(identities.citizen_id(key, birth_on=birth, sex=sex).number)
    assert (number.birth_on, number.sex) == (birth, sex)
    assert number.number.startswith("2299")  # never issued


@given(KEYS)
def test_a_card_passes_luhn_and_depends_on_its_key_only(key: str) -> None:
    card = identities.bank_card(key)
    assert card.luhn_ok
    assert card.number.startswith("629999")
    assert identities.bank_card(key) == card


@given(KEYS, SEXES)
def test_a_name_has_two_or_three_chinese_characters(key: str, sex: str) -> None:
    name = identities.full_name(key, sex=sex)
    assert 2 <= len(name) <= 3
    assert all("\u4e00" <= character <= "\u9fff" for character in name)


@pytest.mark.parametrize("count", [4_000])
def test_the_workers_of_a_demo_have_identities_of_their_own(count: int) -> None:
    keys = [f"W{number // 40:05d}{number % 40:05d}" for number in range(count)]
    births = [date(1970 + number % 35, 1 + number % 12, 1 + number % 28) for number in range(count)]
    numbers = {
        identities.citizen_id(key, birth_on=birth, sex="male").number for key, birth in zip(keys, births, strict=True)
    }
    assert len(numbers) == count
    assert len({identities.bank_card(key).number for key in keys}) == count
    assert len({identities.phone(key).number for key in keys}) == count
