"""A province with violations: exactly what truth.csv says is found, by the rulebook read plainly and by the engine."""

from collections import Counter
from pathlib import Path

import pytest

from tests.simulation.judge.facts import read_snapshot
from tests.simulation.judge.verdict import RULES, judge
from tests.simulation.making import make, options, truth_of
from xinan.engine.evaluate import evaluate
from xinan.engine.finding import Status
from xinan.rules.registry import RULES as REGISTERED
from xinan.simulation.plantings import ring
from xinan.simulation.window import Window

PROJECTS = 70  # all planted: the whole ring once, and a little more
ENDS = [
    ("2026-11-23", 6, 1),
    ("2026-11-17", 6, 2),
    ("2026-02-20", 6, 3),
    ("2025-12-31", 8, 4),
    ("2026-10-05", 3, 5),
    ("2026-03-01", 1, 6),
    ("2024-05-10", 2, 7),
]


@pytest.mark.parametrize(("end", "months", "seed"), ENDS)
def test_what_is_planted_is_found_and_nothing_else(tmp_path: Path, end: str, months: int, seed: int) -> None:
    asked = options(end, months=months, seed=seed, projects=PROJECTS)
    make(tmp_path, asked)
    assert judge(read_snapshot(tmp_path), as_of=asked.window.end) == truth_of(tmp_path)


@pytest.mark.parametrize(("end", "months", "seed"), ENDS[:3])
def test_the_engine_finds_what_is_planted_and_nothing_else(tmp_path: Path, end: str, months: int, seed: int) -> None:
    asked = options(end, months=months, seed=seed, projects=PROJECTS)
    make(tmp_path, asked)
    findings = evaluate(tmp_path, as_of=asked.window.end)
    known = {rule.id for rule in REGISTERED}
    raised = {finding.identity for finding in findings if finding.status is Status.RAISED}
    assert raised == {row for row in truth_of(tmp_path) if row[0] in known}


def test_every_rule_of_the_rulebook_is_planted(tmp_path: Path) -> None:
    asked = options("2026-11-17", months=6, seed=1, projects=PROJECTS)
    planted = {row[0] for row in truth_of(make(tmp_path, asked))}
    assert planted == set(RULES)


def test_what_a_silent_bank_did_not_report_is_withheld(tmp_path: Path) -> None:
    asked = options("2026-11-23", months=6, seed=1, projects=PROJECTS)
    findings = evaluate(make(tmp_path, asked), as_of=asked.window.end)
    silent = {row[1] for row in truth_of(tmp_path) if row[0] == "data_quality/bank-silent"}
    withheld = {one.project_id for one in findings if one.rule == "wages/unpaid" and one.status is Status.WITHHELD}
    assert silent
    assert withheld == silent


def test_the_share_of_planted_projects_is_kept(tmp_path: Path) -> None:
    asked = options("2026-11-23", months=6, seed=1, projects=100, share=0.3)
    planted = Counter(row[1] for row in truth_of(make(tmp_path, asked)))
    assert len(planted) == 30


def test_few_projects_cover_as_many_rules_as_they_can() -> None:
    turns = ring(Window(options("2026-11-23", months=6, seed=1, projects=1).window.end, 6))
    first = [planting.rule for planting in turns[:32]]
    assert len(set(first)) == len(first)
    assert len({rule.split("/")[0] for rule in first[:9]}) == 9
