"""What voices come to, against an independent count; what is new in them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinan.casework.decisions import Said, Summed, is_new, summed, tried_enough

AMOUNTS = st.none() | st.integers(0, 10**6).map(Decimal)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10**6), st.integers(1, 40)), max_size=8))
def test_everybody_counts_once_with_what_they_said_last(told: list[tuple[str, int, int]]) -> None:
    total = summed([Said(person, Decimal(amount), workers) for person, amount, workers in told])
    last = {person: (amount, workers) for person, amount, workers in told}
    assert total.amount == (sum(amount for amount, _ in last.values()) if last else None)
    assert total.workers == max(sum(workers for _, workers in last.values()), 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(AMOUNTS, max_size=8))
def test_people_nobody_knows_count_each(amounts: list[Decimal | None]) -> None:
    total = summed([Said("", amount, 1) for amount in amounts])
    assert total.workers == max(len(amounts), 1)
    named = [amount for amount in amounts if amount is not None]
    assert total.amount == (sum(named) if named else None)


def test_a_person_with_and_without_a_number_is_one() -> None:
    with_number = Said("id", Decimal(100), 1, phone="p")
    without = Said("", Decimal(300), 1, phone="p")
    assert summed([with_number, without]).workers == summed([without, with_number]).workers == 1
    assert summed([with_number, Said("other", Decimal(5), 1, phone="p")]).workers == 2


@pytest.mark.parametrize(
    ("voice", "new"),
    [
        (Said("a", None, 1, "2026-08", "2026-10"), False),
        (Said("a", Decimal(100), 1), False),
        (Said("a", Decimal(101), 1), True),
        (Said("a", None, 1, "2026-10", "2026-11"), True),
        (Said("a", None, 1, "2026-07", "2026-08"), True),
        (Said("a", None, 1), False),
    ],
)
def test_what_is_new(voice: Said, new: bool) -> None:
    assert is_new(voice, Summed(Decimal(100), 1, "2026-08", "2026-10")) is new


def test_nobody_tried_is_not_enough() -> None:
    assert not tried_enough([])
