"""Every clock of a statute against dates worked out by hand (clocks.yaml), and the table of law.md §14 row by row."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from xinan.casework.procedures import registered
from xinan.casework.procedures.law_clocks import read_rows
from xinan.kernel.calendar import CHINA
from xinan.kernel.clock import CHINA as CHINA_TIME
from xinan.procedures.clockwork import run_of
from xinan.procedures.definition import ClockRule
from xinan.procedures.enums import CountedFrom, RequestState
from xinan.procedures.models import Clock, ClockPause
from xinan.procedures.reckoning import End, end_of
from xinan.procedures.registry import find_procedure

DAYS_GIVEN = (CountedFrom.PLAN_ON, CountedFrom.UNTIL_ON)
TABLE: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("clocks.yaml").read_text(encoding="utf-8"))


def rules() -> dict[str, ClockRule]:
    return {f"{code}.{clock}": rule for code in registered.CODES for clock, rule in find_procedure(code).clocks.items()}


def cases() -> Iterator[Any]:
    for clock, entry in TABLE.items():
        for number, case in enumerate(entry["cases"], start=1):
            yield pytest.param(clock, case, id=f"{clock}-{number}")


def test_every_clock_of_a_statute_is_in_the_table() -> None:
    by_statute = {name for name, rule in rules().items() if rule.is_law}
    # What an office, an agreement or the order itself sets is no statute's; publication is, at a day that is planned.
    assert by_statute == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_the_definition_says_what_the_law_says(name: str) -> None:
    rule, entry = rules()[name], TABLE[name]
    assert {level: str(length) for level, length in rule.length.items()} == entry["length"]
    assert list(rule.starts) == entry["starts"]
    assert list(rule.ends) == entry["ends"]
    assert list(rule.restarts) == entry.get("restarts", entry["starts"] if entry.get("backwards") else [])
    assert rule.lapses == entry.get("lapses", False)
    assert rule.counts_from == entry.get("backwards", entry.get("counts_from", "trigger"))
    assert rule.backwards == ("backwards" in entry)
    same_day = entry["length"]["default"] == "0 D"
    assert rule.roll.value == entry.get("roll", "none" if same_day else "forward")
    assert rule.bounds is None  # no place may change what a statute fixes
    assert _ceiling(rule.extension) == entry.get("extension")
    assert _ceiling(rule.pause) == entry.get("pause")


def _ceiling(asked: Any) -> dict[str, Any] | None:
    if asked is None:
        return None
    times = {"times": asked.times} if hasattr(asked, "times") else {}
    return {"most": str(asked.most), "approved_by": [kind.value for kind in asked.approved_by], **times}


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_it_is_due_on_the_day_worked_out_by_hand(name: str, case: dict[str, Any]) -> None:
    end = reckoned(rules()[name], case)
    if "due_at" in case:
        assert end.due_at == _moment(case["due_at"])
    else:
        assert end.due_on == case["due"]
        assert end.due_at.astimezone(CHINA_TIME).time() == time.min
    assert not end.provisional or end.due_on.year > 2026


def reckoned(rule: ClockRule, case: dict[str, Any]) -> End:
    started = _moment(case["at"]) if "at" in case else datetime.combine(case["from"], time(10, 30), CHINA_TIME)
    clock = Clock(
        started_at=started,
        counted_from=case["day"] if rule.counts_from in DAYS_GIVEN else None,
        length=str(rule.length_for(case.get("level", ""))),
        extended=case.get("extended", 0),
    )
    pauses = [ClockPause(from_on=first, until_on=until, state=RequestState.APPROVED) for first, until in _pauses(case)]
    return end_of(run_of(clock, rule=rule, pauses=pauses), calendar=CHINA)


def _pauses(case: dict[str, Any]) -> list[tuple[date, date]]:
    return [tuple(case["paused"])] if "paused" in case else []


def _moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).replace(tzinfo=CHINA_TIME)


def test_every_row_of_the_table_of_law_has_its_clock_or_its_reason() -> None:
    rows = read_rows()
    assert [row.number for row in rows.rows] == list(range(1, 76))
    for row in rows.rows:
        assert bool(row.clocks) != (row.why is not None), row.number
    carried = {clock for row in rows.rows for clock in row.clocks}
    by_statute = {name for name, rule in rules().items() if rule.is_law}
    assert carried | set(rows.beyond) == by_statute
    assert not carried & set(rows.beyond)


@pytest.mark.parametrize(
    ("row", "lengths"),
    [
        (25, {"5 WD"}),
        (28, {"60 WD"}),
        (29, {"15 WD"}),
        (30, {"7 D", "7 WD"}),
        (31, {"7 D"}),
        (32, {"3 D"}),
        (33, {"10 D"}),
        (34, {"90 D"}),
        (36, {"15 D"}),
        (37, {"60 D", "6 M"}),
        (38, {"3 M"}),
        (39, {"10 WD"}),
        (40, {"5 WD", "7 WD", "30 D"}),
        (41, {"3 D"}),
        (42, {"24 H"}),
        (43, {"3 D", "24 H"}),
        (44, {"3 D"}),
        (45, {"3 D"}),
        (46, {"5 WD"}),
        (47, {"20 WD"}),
        (48, {"3 Y"}),
        (49, {"6 M"}),
        (50, {"15 WD"}),
        (51, {"10 WD"}),
        (54, {"15 D"}),
        (56, {"5 WD"}),
        (57, {"5 WD"}),
        (58, {"10 WD", "5 WD"}),
        (60, {"45 D", "30 D"}),
        (62, {"15 D", "5 WD"}),
        (63, {"15 D", "30 D"}),
        (64, {"5 D", "15 D"}),
        (65, {"2 Y"}),
        (66, {"7 D", "3 D"}),
    ],
)
def test_the_lengths_of_a_row_are_those_of_the_table_of_law(row: int, lengths: set[str]) -> None:
    named = next(each for each in read_rows().rows if each.number == row).clocks
    assert {str(length) for name in named for length in rules()[name].length.values()} == lengths
