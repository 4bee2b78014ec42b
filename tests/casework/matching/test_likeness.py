"""When two clues are one matter, and that groups do not depend on the order."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinan.casework.matching import KnownClue, groups, likeness, matters
from xinan.kernel.period import Month

DAY = date(2026, 11, 23)


def clue(
    clue_id: str = "a", *, on: int = 0, person: str = "", phone: str = "", months: str = "", **more: object
) -> KnownClue:
    first, _, last = months.partition("/")
    return KnownClue(
        clue_id=clue_id,
        received_on=DAY + timedelta(days=on),
        identities=frozenset({person} - {""}),
        phones=frozenset({phone} - {""}),
        from_month=Month.parse(first) if first else None,
        to_month=Month.parse(last or first) if first else None,
        **{"project_id": "P1", "employer_id": "E1", **more},  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        (clue(person="i1", months="2026-08"), clue(person="i1", months="2026-07/2026-09"), True),
        (clue(phone="p1", names=frozenset({"n"})), clue(phone="p1", names=frozenset({"n"}), on=20), True),
        # Phones are lent: without a name an officer is asked.
        (clue(phone="p1"), clue(phone="p1", on=20), False),
        # The months do not overlap: another matter of the same man.
        (clue(person="i1", months="2026-05"), clue(person="i1", months="2026-06"), False),
        # A phone lent: two identities are two people.
        (clue(person="i1", phone="p1"), clue(person="i2", phone="p1"), False),
        (clue(person="i1"), clue(person="i1", employer_id="E2"), False),
        (clue(phone="p1", employer_id=""), clue(phone="p1", employer_id="", project_id="P2"), False),
        # Nothing says it is one person.
        (clue(months="2026-08"), clue(months="2026-08"), False),
        (clue(phone="p1", names=frozenset({"n1"})), clue(phone="p1", names=frozenset({"n2"})), False),
        (
            clue(person="i1", employer_id="", project_id="", employer_words="长春沃原建筑劳务"),
            clue(person="i1", employer_id="", project_id="", employer_words="沃原劳务公司"),
            True,
        ),
    ],
)
def test_one_matter(one: KnownClue, other: KnownClue, merged: bool) -> None:
    found = likeness(one, other)
    assert found.is_one_matter is merged
    assert found == likeness(other, one)
    assert found.score == 100 or found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A phone without a name, a calling, a name one character off, a name without a common phone.
        ({"phone": "p1"}, {"phone": "p1", "names": frozenset({"n"})}),
        (
            {"phone": "p1", "surnames": frozenset({"s"})},
            {"phone": "p1", "names": frozenset({"n"}), "surnames": frozenset({"s"})},
        ),
        (
            {"phone": "p1", "names": frozenset({"n"}), "stems": frozenset({"m"})},
            {"phone": "p1", "names": frozenset({"k"}), "stems": frozenset({"m"})},
        ),
        ({"phone": "p1", "names": frozenset({"n"})}, {"phone": "p2", "names": frozenset({"n"})}),
        ({"names": frozenset({"n"})}, {"names": frozenset({"n"})}),
    ],
)
def test_where_the_person_is_not_certain_an_officer_is_asked(one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = clue("a", **one), clue("b", **other)
    found = likeness(first, second)
    assert found.is_asked
    assert not found.is_one_matter
    assert len(matters([first, second])) == 2


def test_a_name_that_sounds_the_same_on_one_phone_is_one_person() -> None:
    first, second = (
        clue(key, phone="p1", names=frozenset({key}), spoken=frozenset({"zan jian jun"})) for key in ("a", "b")
    )
    assert matters([first, second]) == [("a", "b")]


def test_an_earlier_matter_is_not_merged_with_one_that_names_no_month() -> None:
    early = clue("a", person="i1", months="2026-05")
    assert len(matters([early, clue("b", person="i1")])) == 2
    in_time = clue("a", person="i1", months="2026-05", on=-150)
    assert len(matters([in_time, clue("b", person="i1", on=-150)])) == 1


def test_a_phone_lent_joins_nobody() -> None:
    same = frozenset({"n1"})
    told = [
        clue("a", person="i1", phone="p1", names=same),
        clue("b", phone="p1", names=same),
        clue("c", person="i2", phone="p1", names=same),
    ]
    joined = matters(told)
    assert sorted(len(one) for one in joined) == [1, 2]
    assert not any({"a", "c"} <= set(one) for one in joined)


@pytest.mark.parametrize(("people", "collective"), [(9, False), (10, True)])
def test_ten_workers_are_collective(people: int, collective: bool) -> None:
    told = [clue(str(n), person=f"i{n}", on=n) for n in range(people)]
    (group,) = groups(told)
    assert (group.workers, group.collective) == (people, collective)


def test_who_tells_it_twice_counts_once() -> None:
    told = [clue(str(n), person=f"i{n % 9}", on=n) for n in range(12)]
    (group,) = groups(told)
    assert group.workers == 9
    assert len(group.clue_ids) == 12


@pytest.mark.parametrize(("days", "together"), [(28, True), (29, False)])
def test_the_same_weeks_are_four(days: int, together: bool) -> None:
    assert bool(groups([clue("a", person="i1"), clue("b", person="i2", on=days)])) is together


def test_one_clue_of_ten_workers_is_a_group() -> None:
    (group,) = groups([clue(workers=12)])
    assert group.collective


few = st.sampled_from(["", "1", "2", "3"])
some_clues = st.lists(
    st.builds(
        clue,
        on=st.integers(0, 90),
        person=few,
        phone=few,
        months=st.sampled_from(["", "2026-08", "2026-09", "2026-08/2026-10"]),
        project_id=few,
        employer_id=few,
        workers=st.integers(1, 12),
    ),
    max_size=9,
).map(
    lambda told: [
        KnownClue(**{**{f: getattr(c, f) for f in c.__dataclass_fields__}, "clue_id": f"c{n}"})
        for n, c in enumerate(told)
    ]
)


@settings(max_examples=100, deadline=None)
@given(told=some_clues, order=st.randoms(use_true_random=False))
def test_the_order_changes_nothing(told: list[KnownClue], order: object) -> None:
    shuffled = list(told)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert matters(shuffled) == matters(told)
    assert groups(shuffled) == groups(told)
    every = [clue_id for one in matters(told) for clue_id in one]
    assert sorted(every) == sorted(one.clue_id for one in told)
    for one in matters(told):
        people = {key for clue_id in one for c in told if c.clue_id == clue_id for key in c.identities}
        assert len(people) <= 1
