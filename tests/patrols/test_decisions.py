"""What the site says against what the record says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.patrols.checklist import ITEMS
from xinan.patrols.decisions import BOARD, BOARD_PARTS, GUARANTEE, OnRecord, Outcome, Seen, facts_of

WHOLE = dict.fromkeys(BOARD_PARTS, True)
DAY = date(2026, 10, 8)


def outcome(item: str, seen: Seen, record: OnRecord) -> Outcome:
    (fact,) = facts_of({item: seen}, record=record)
    return fact.outcome


@pytest.mark.parametrize(
    ("seen", "board", "expected"),
    [
        (Seen("yes", WHOLE), None, Outcome.RECORDED),
        (Seen("yes", WHOLE), (True, True, True), Outcome.AGREES),
        (Seen("yes", WHOLE), (True, True, False), Outcome.RECORDED),
        (Seen("yes", {"has_channels": True}), (True, True, True), Outcome.RECORDED),
        (Seen("yes"), None, Outcome.STATED),
        (Seen("no"), None, Outcome.AGREES),
        (Seen("no"), (True, True, True), Outcome.DIFFERS),
    ],
)
def test_a_board(seen: Seen, board: tuple[bool, bool, bool] | None, expected: Outcome) -> None:
    assert outcome(BOARD, seen, OnRecord(board=board)) is expected


@pytest.mark.parametrize(
    ("seen", "on_record", "expected"),
    [
        (Seen("yes", {"issued_on": "2026-10-08"}), None, Outcome.RECORDED),
        (Seen("yes", {"issued_on": ""}), None, Outcome.STATED),
        (Seen("yes", {"issued_on": "2026-11-01"}), DAY, Outcome.AGREES),
        (Seen("no"), DAY, Outcome.DIFFERS),
        (Seen("no"), None, Outcome.AGREES),
    ],
)
def test_a_guarantee(seen: Seen, on_record: date | None, expected: Outcome) -> None:
    assert outcome(GUARANTEE, seen, OnRecord(guarantee_on=on_record)) is expected


@pytest.mark.parametrize("item", ["roster", "deposit", "account", "agency"])
def test_the_other_systems_agree_or_differ_with_the_open_warnings(item: str) -> None:
    links = next(each.links for each in ITEMS if each.code == item)
    for link in links:
        assert outcome(item, Seen("no"), OnRecord(warned={link})) is Outcome.AGREES
        assert outcome(item, Seen("yes"), OnRecord(warned={link})) is Outcome.DIFFERS
    assert outcome(item, Seen("no"), OnRecord(warned={"complaint"})) is Outcome.DIFFERS
    assert outcome(item, Seen("yes"), OnRecord()) is Outcome.AGREES


@given(
    answers=st.dictionaries(st.sampled_from([item.code for item in ITEMS]), st.sampled_from(["yes", "no", "na", ""]))
)
def test_only_a_yes_to_a_board_or_a_guarantee_writes_and_only_what_is_answered_counts(answers: dict[str, str]) -> None:
    details = {**WHOLE, "issued_on": "2026-10-08"}
    facts = facts_of({item: Seen(answer, details) for item, answer in answers.items()}, record=OnRecord())
    assert [fact.item for fact in facts] == [item.code for item in ITEMS if answers.get(item.code) in ("yes", "no")]
    written = {fact.item for fact in facts if fact.outcome is Outcome.RECORDED}
    assert written == {item for item in (BOARD, GUARANTEE) if answers.get(item) == "yes"}
