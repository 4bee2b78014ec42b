"""What holds for all procedures of cases, beside the house test: letters exist, events are theirs, laws are named."""

import re
from collections.abc import Iterator

import pytest

from xinan.casework.procedures.registered import CODES
from xinan.documents.kinds import all_kinds
from xinan.procedures.definition import ClockRule, Move
from xinan.procedures.letters import event_of_letter
from xinan.procedures.registry import find_procedure


def moves() -> Iterator[tuple[str, Move]]:
    for code in CODES:
        for name, move in find_procedure(code).moves.items():
            yield f"{code}.{name}", move


def clocks() -> Iterator[tuple[str, ClockRule]]:
    for code in CODES:
        for name, rule in find_procedure(code).clocks.items():
            yield f"{code}.{name}", rule


def test_every_letter_of_a_move_is_a_kind_that_can_be_written() -> None:
    known = {kind.code for kind in all_kinds()}
    missing = {name: move.letter for name, move in moves() if move.letter and move.letter not in known}
    assert missing == {}


def test_what_a_letter_s_service_does_by_itself_is_an_event_of_a_kind() -> None:
    fired = {event_of_letter(kind.code, "served") for kind in all_kinds()}
    awaited = {event for _name, move in moves() for event in move.on_events}
    assert awaited
    assert awaited <= fired


@pytest.mark.parametrize(("name", "rule"), list(clocks()))
def test_a_clock_names_its_article_or_says_that_it_is_no_law(name: str, rule: ClockRule) -> None:
    if rule.is_law:
        assert re.search(r"第\d+|第.+号", rule.law.zh), name
        assert "非法定" not in rule.law.zh
        assert rule.bounds is None
    else:
        assert "非法定" in rule.law.zh or "无法定" in rule.law.zh, name
        assert "not law" in rule.law.en or "no statute" in rule.law.en, name
