"""What the answers of a visit come to: facts to put on record, and where the site and the data agree or differ. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from xinan.patrols.checklist import BY_CODE
from xinan.patrols.enums import Answer

BOARD, GUARANTEE = "board", "guarantee"
BOARD_PARTS = ("has_parties", "has_wage_terms", "has_channels")


class Outcome(StrEnum):
    """What a visit's answer is to the record: put on it, the same, otherwise, or said where nothing may be written."""

    RECORDED = "recorded"
    AGREES = "agrees"
    DIFFERS = "differs"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer of the checklist: `yes`, `no`, `na` or nothing, with its details."""

    answer: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the record says: the newest board's parts (None: no board), the guarantee's day, the links with open warnings."""

    board: tuple[bool, bool, bool] | None = None
    guarantee_on: date | None = None
    warned: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """The outcome for one item; `write` holds the values to put on record where it is RECORDED."""

    item: str
    outcome: Outcome
    write: Mapping[str, Any] = field(default_factory=dict)


def facts_of(seen: Mapping[str, Seen], *, record: OnRecord) -> tuple[Fact, ...]:
    """One fact for each item answered yes or no, in the order of the checklist."""
    found = []
    for code in BY_CODE:
        said = seen.get(code)
        if said is not None and said.answer in (Answer.YES, Answer.NO):
            found.append(_fact(code, said, record))
    return tuple(found)


def _fact(code: str, said: Seen, record: OnRecord) -> Fact:
    if code == BOARD:
        return _board(said, record.board)
    if code == GUARANTEE:
        return _guarantee(said, record.guarantee_on)
    warned = any(link in record.warned for link in BY_CODE[code].links)
    return Fact(code, Outcome.AGREES if (said.answer == Answer.NO) == warned else Outcome.DIFFERS)


def _board(said: Seen, on_record: tuple[bool, bool, bool] | None) -> Fact:
    """A board that is there is a fact with its parts; that a board has gone, no fact table can say."""
    if said.answer == Answer.NO:
        return Fact(BOARD, Outcome.AGREES if on_record is None else Outcome.DIFFERS)
    parts = tuple(said.details.get(name) is True for name in BOARD_PARTS)
    if parts == on_record:
        return Fact(BOARD, Outcome.AGREES)
    # None of its parts ticked: more likely not looked at than a board with nothing on it.
    if not any(parts):
        return Fact(BOARD, Outcome.STATED)
    return Fact(BOARD, Outcome.RECORDED, dict(zip(BOARD_PARTS, parts, strict=True)))


def _guarantee(said: Seen, on_record: date | None) -> Fact:
    if said.answer == Answer.NO:
        return Fact(GUARANTEE, Outcome.AGREES if on_record is None else Outcome.DIFFERS)
    if on_record is not None:
        return Fact(GUARANTEE, Outcome.AGREES)
    day = said.details.get("issued_on")
    # Seen, but not of which day: the rule asks for the day, so nothing is written.
    return Fact(GUARANTEE, Outcome.RECORDED, {"issued_on": day}) if day else Fact(GUARANTEE, Outcome.STATED)
