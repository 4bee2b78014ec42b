"""Projects short of money: what is owed is in the truth, signs come first, and the other projects are as they were."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.simulation.judge.facts import read_snapshot
from tests.simulation.judge.verdict import judge
from tests.simulation.making import make, options, truth_of
from tests.simulation.test_command import run
from xinan.simulation.arrears import Arrears
from xinan.simulation.distress.course import course_of
from xinan.simulation.draft import Draft, Wish
from xinan.simulation.plan import make_plan
from xinan.simulation.plantings import assignment
from xinan.simulation.province import Ledger, make_projects
from xinan.simulation.window import Options

OWED = ("wages/unpaid", "wages/part-paid")
END, MONTHS, PROJECTS = "2026-11-23", 10, 90


def asked(seed: int, *, share: float = 0.2, distress: float = 0.5) -> Options:
    plain = options(END, months=MONTHS, seed=seed, projects=PROJECTS, share=share)
    return replace(plain, distress=distress)


def troubled(asked: Options) -> set[str]:
    """Projects with a course: under stress or with a lapse."""
    found = set()
    for number in range(asked.projects):
        given = assignment(asked, number)
        plan = make_plan(asked, number, Wish())
        if given is None and course_of(asked, plan) is not None:
            found.add(plan.project_id)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_wages_owed_on_the_last_day_are_the_truth(tmp_path: Path, seed: int) -> None:
    asked_for = asked(seed)
    make(tmp_path, asked_for)
    found, truth = judge(read_snapshot(tmp_path), as_of=asked_for.window.end), truth_of(tmp_path)
    assert {row for row in found if row[0] in OWED} == {row for row in truth if row[0] in OWED}
    assert any(row[0] in OWED and row[1] in troubled(asked_for) for row in truth)


@pytest.mark.parametrize("seed", [3])
def test_other_projects_show_what_was_planted_and_nothing_else(tmp_path: Path, seed: int) -> None:
    asked_for = asked(seed)
    make(tmp_path, asked_for)
    short = troubled(asked_for)
    found = {
        row for row in judge(read_snapshot(tmp_path), as_of=asked_for.window.end) if row[1] and row[1] not in short
    }
    assert found == {row for row in truth_of(tmp_path) if row[1] and row[1] not in short}


def test_without_distress_nothing_changes() -> None:
    plain = options(END, months=6, seed=4, projects=12)
    drafts = list(make_projects(plain, Ledger()))
    again = list(make_projects(replace(plain, distress=0.0), Ledger()))
    assert [draft.entries for draft in drafts] == [draft.entries for draft in again]


def drafts_of(asked: Options) -> tuple[list[Draft], list[Arrears]]:
    ledger = Ledger()
    return list(make_projects(asked, ledger)), ledger.late


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_account_is_overdrawn(seed: int) -> None:
    drafts, _ = drafts_of(asked(seed))
    assert min(entry.balance_after for draft in drafts for entry in draft.entries) >= 0


def test_late_transfers_come_before_late_wages() -> None:
    """Of the projects whose wages were late, more had a short or late month of transfers in the 60 days before."""
    drafts, late = [], []
    for seed in range(1, 6):
        made, found = drafts_of(asked(seed, share=0.0))
        drafts += made
        late += found
    assert len(late) > 30

    def short_before(draft: Draft, day: date) -> bool:
        span = [one for one in draft.transfers if day - timedelta(60) <= one.booked_on < day and one.source == "owner"]
        owed = [line for line in draft.lines if day - timedelta(60) <= line.submitted_on < day]
        return sum(one.amount for one in span) < 0.9 * sum(line.payable for line in owed)

    by_id = {(draft.project_id, draft.project.name): draft for draft in drafts}
    began: dict[str, list[date]] = {}
    for one in late:
        began.setdefault(one.project_id, []).append(one.began_on)
    before = [
        short_before(draft, day) for (key, _), draft in by_id.items() for day in began.get(key, [])[:1] if draft.lines
    ]
    sound = [short_before(draft, date(2026, 9, 1)) for draft in drafts if draft.lines and draft.project_id not in began]
    assert sum(before) / len(before) > 2 * sum(sound) / len(sound)


def test_the_command_writes_when_wages_were_late(tmp_path: Path) -> None:
    size = ["--projects", "40", "--workers", "9", "--months", "9", "--share", "0.1", "--distress", "0.6"]
    done = run("simulate", str(tmp_path), "--end", END, *size)
    assert done.returncode == 0, done.stderr
    with (tmp_path / "arrears.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(
        row["began_on"] > row["due_on"] and (not row["ended_on"] or row["ended_on"] >= row["began_on"]) for row in rows
    )


def test_a_province_without_violations_has_no_distress() -> None:
    clean = replace(asked(1), violations=False, projects=20)
    ledger = Ledger()
    assert len(list(make_projects(clean, ledger))) == 20
    assert ledger.late == []
