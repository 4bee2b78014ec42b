"""Periods that lapse, days given with a move, steps that come before others, levels that a move sets."""

import copy
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.procedures.conftest import COUNTY, Person, clock_of, moved, opened, person
from xinan.kernel.clock import CHINA
from xinan.procedures.actions.report_event import report_event
from xinan.procedures.actions.run_due_acts import run_due_acts
from xinan.procedures.checker import problems_of
from xinan.procedures.definition import Procedure, read_procedure
from xinan.procedures.errors import BadProcedure, MoveIncomplete, MoveRefused
from xinan.procedures.models import Clock, Proceeding, Step
from xinan.procedures.queries import clocks_of, moves_open_to
from xinan.procedures.registry import load, register, unregister

PERIODS = Path(__file__).with_name("periods.yaml")
OPENED = datetime(2026, 9, 21, 9, 0, tzinfo=CHINA)  # a Monday


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=CHINA)


@pytest.fixture
def periods() -> Iterator[Procedure]:
    yield register(PERIODS)
    unregister("periods")


@pytest.fixture
def officer(periods: Procedure, db: None) -> Person:
    return person("county_inspector", region=COUNTY)


def begun(level: str = "ordinary") -> Proceeding:
    return opened(now=OPENED, procedure="periods", level=level)


def served(officer: Person, *, on: date = date(2026, 9, 24), now: datetime | None = None) -> Proceeding:
    return moved(begun(), "serve", officer, now=now or at(9, 28), happened_on=on, until_on=date(2026, 10, 3))


def test_the_toy_holds_together() -> None:
    assert problems_of(load(PERIODS)) == []


def test_what_happened_earlier_counts_from_its_own_day(officer: Person) -> None:
    one = served(officer)
    # Served on Thursday the 24th, in time (28 September), written down on the 28th.
    assert clock_of(one, "serve").state == "met"
    # 28, 29, 30 September, then 8 and 9 October: the 25th is the Mid-Autumn holiday, 1–7 October National Day.
    assert clock_of(one, "objection").due_on == date(2026, 10, 9)
    assert Step.objects.get(proceeding=one, move="serve").happened_on == date(2026, 9, 24)


def test_what_is_written_down_in_time_and_happened_late_is_late(officer: Person) -> None:
    one = begun()
    one = moved(one, "serve", officer, now=at(10, 9), happened_on=date(2026, 10, 8), until_on=date(2026, 10, 20))
    assert clock_of(one, "serve").state == "late"


@pytest.mark.parametrize("day", [None, date(2026, 9, 29)])
def test_the_day_it_happened_is_asked_for_and_never_ahead(officer: Person, day: date | None) -> None:
    with pytest.raises(MoveIncomplete) as refusal:
        moved(begun(), "serve", officer, now=at(9, 28), happened_on=day, until_on=date(2026, 10, 3))
    assert refusal.value.code == "move-happened-on"


def test_a_move_that_counts_from_today_takes_no_other_day(officer: Person) -> None:
    with pytest.raises(MoveIncomplete):
        moved(begun(), "speed_up", officer, now=at(9, 28), happened_on=date(2026, 9, 25))


def test_a_day_set_is_the_deadline_itself_even_on_a_holiday(officer: Person) -> None:
    clock = clock_of(served(officer), "until_day")
    assert clock.due_on == date(2026, 10, 3)
    assert clock.due_at == datetime(2026, 10, 4, tzinfo=CHINA)


def test_a_notice_is_due_so_many_working_days_before_the_hearing(officer: Person) -> None:
    one = moved(begun(), "set_hearing", officer, now=at(9, 22), plan_on=date(2026, 10, 12))
    clock = clock_of(one, "notice")
    # Back from Monday 12 October: the worked Saturday, 9, 8, 30 and 29 September.
    assert clock.due_on == date(2026, 9, 29)
    assert clock.counted_from == date(2026, 10, 12)
    moved(one, "give_notice", officer, now=at(9, 29))
    assert clock_of(one, "notice").state == "met"


def test_a_hearing_set_too_soon_leaves_no_time_for_the_notice(officer: Person) -> None:
    one = moved(begun(), "set_hearing", officer, now=at(9, 22), plan_on=date(2026, 9, 24))
    moved(one, "give_notice", officer, now=at(9, 22, 11))
    assert clock_of(one, "notice").state == "late"


def test_nothing_is_done_before_the_other_side_had_its_time(officer: Person) -> None:
    one = served(officer)
    offer = next(each for each in moves_open_to(one, scope=officer.scope, user=officer.user) if each.code == "enforce")
    assert offer.refused is not None
    assert "2026-10-09" in offer.refused.zh
    with pytest.raises(MoveRefused) as refusal:
        moved(one, "enforce", officer, now=at(10, 9, 23))
    assert refusal.value.code == "move-too-early"
    done = moved(one, "enforce", officer, now=at(10, 10, 0))
    assert done.closed_as == "done"
    assert clock_of(one, "objection").state == "lapsed"


def test_a_period_that_is_over_is_nobodys_delay_and_begins_what_counts_from_it(officer: Person) -> None:
    one = served(officer)
    run_due_acts(now=at(10, 10))
    objection, then = clock_of(one, "objection"), clock_of(one, "after_objection")
    assert objection.state == "lapsed"
    assert objection.escalation == 0
    assert objection.events.filter(act="over").count() == 1
    # Three months from 9 October end on Saturday 9 January 2027, moved to Monday.
    assert (then.state, then.due_on, then.provisional) == ("running", date(2027, 1, 11), True)
    (view, *_rest) = [each for each in clocks_of([one], now=at(10, 12))[one.pk] if each.code == "objection"]
    assert (view.state, view.lapses) == ("lapsed", True)
    run_due_acts(now=at(10, 11))
    assert Clock.objects.filter(proceeding=one, code="objection").count() == 1


def test_a_period_nobody_came_to_is_settled_with_the_next_step(officer: Person) -> None:
    one = served(officer)
    moved(one, "enforce", officer, now=at(12, 1))
    assert clock_of(one, "after_objection").state == "met"


def test_an_objection_in_time_counts_by_its_day_and_a_late_one_is_refused(officer: Person) -> None:
    one = served(officer)
    run_due_acts(now=at(10, 12))
    with pytest.raises(MoveRefused) as refusal:
        moved(one, "object", officer, now=at(10, 12), happened_on=date(2026, 10, 10))
    assert refusal.value.code == "move-too-late"
    moved(one, "object", officer, now=at(10, 12), happened_on=date(2026, 10, 9))


def test_a_step_that_has_to_come_before(officer: Person) -> None:
    one = moved(begun(), "set_hearing", officer, now=at(9, 22), plan_on=date(2026, 10, 12))
    with pytest.raises(MoveRefused) as refusal:
        moved(one, "hold", officer, now=at(10, 12))
    assert refusal.value.code == "move-requires"
    assert "通知开庭" in refusal.value.what.zh
    one = moved(one, "give_notice", officer, now=at(9, 25))
    assert moved(one, "hold", officer, now=at(10, 12)).closed_as == "done"


def test_a_move_sets_the_level_and_the_clock_follows(officer: Person) -> None:
    one = begun()
    assert clock_of(one, "whole").due_on == date(2026, 11, 5)  # 45 days from 21 September
    one = moved(one, "speed_up", officer, now=at(9, 22))
    assert one.level == "fast"
    assert clock_of(one, "whole").due_on == date(2026, 10, 21)
    one.refresh_from_db()
    one = moved(one, "slow_down", officer, now=at(9, 23))
    assert clock_of(one, "whole").due_on == date(2026, 11, 5)


def test_what_counts_anew_voids_the_run_so_far(officer: Person) -> None:
    one = moved(begun(), "begin_again", officer, now=at(9, 30))
    runs = Clock.objects.filter(proceeding=one, code="whole").order_by("pk")
    assert [run.state for run in runs] == ["void", "running"]
    assert runs[1].due_on == date(2026, 11, 16)  # 45 days from 30 September end on Saturday the 14th


def data() -> dict[str, Any]:
    return copy.deepcopy(yaml.safe_load(PERIODS.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("moves", "hold", "requires"), ["nothing"], "move hold: requires names nothing"),
        (("moves", "enforce", "waits_out"), ["nothing"], "move enforce: there is no clock nothing"),
        (("moves", "object", "within"), ["nothing"], "move object: there is no clock nothing"),
        (("moves", "speed_up", "level"), "sudden", "move speed_up: there is no level sudden"),
        (("clocks", "after_objection", "starts"), "over:whole", "clock after_objection: over:whole names nothing"),
        (("clocks", "notice", "starts"), "move:speed_up", "clock notice: it counts from a day"),
        (("clocks", "until_day", "starts"), "enter:served", "clock until_day: it counts from a day"),
        (("states", "served", "clocks"), ["objection"], "state served: it can be reached without any clock running"),
    ],
)
def test_the_checker_bites(place: tuple[str, str, str], value: object, says: str) -> None:
    changed = data()
    kind, name, key = place
    changed[kind][name][key] = value
    problems = problems_of(read_procedure(changed))
    assert any(problem.startswith(says) for problem in problems), problems


@pytest.mark.parametrize(
    ("clock", "change", "says"),
    [
        ("notice", {"counts_from": "trigger"}, "counts backwards counts from a day given"),
        ("notice", {"length": "48 H"}, "hours count from a moment"),
        ("whole", {"length": "0 WD"}, "a length of nothing"),
        (
            "serve",
            {"lapses": True, "acts": [{"code": "a", "name": {"zh": "a", "en": "a"}, "at": "expired", "escalation": 1}]},
            "nobody is late",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, clock: str, change: dict[str, Any], says: str) -> None:
    changed = data()
    changed["clocks"][clock] |= change
    path = tmp_path / "broken.yaml"
    path.write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadProcedure) as error:
        load(path)
    assert says in str(error.value)


def test_what_a_letter_reports_is_a_step_of_the_day_it_was_served(officer: Person) -> None:
    one = begun()
    reported = report_event(one.pk, "letter_served", now=at(9, 28), at=at(9, 24, 12))
    assert reported.state == "served_by_letter"
    step = Step.objects.get(proceeding=one, move="letter_served")
    assert (step.happened_on, step.by, step.other) == (date(2026, 9, 24), None, {"event": "letter_served"})
    assert clock_of(one, "objection").due_on == date(2026, 10, 9)
    report_event(one.pk, "letter_served", now=at(9, 29))
    assert Step.objects.filter(proceeding=one, move="letter_served").count() == 1
