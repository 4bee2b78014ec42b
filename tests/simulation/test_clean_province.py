"""A province without violations: nothing is found at any month end, by the rulebook read plainly and by the engine."""

from pathlib import Path

import pytest

from tests.simulation.judge.facts import read_snapshot
from tests.simulation.judge.verdict import RULES, judge
from tests.simulation.making import make, options
from xinan.engine.evaluate import evaluate

# Ends in the season, in the winter stop, inside the holidays of spring and autumn, in a year not yet published.
ENDS = [
    ("2026-11-23", 6, 1),
    ("2026-10-05", 3, 2),
    ("2026-03-31", 12, 3),
    ("2026-02-20", 5, 4),
    ("2027-02-10", 6, 5),
    ("2024-05-03", 2, 6),
    ("2026-06-30", 1, 7),
    ("2025-05-01", 1, 8),  # one day, a holiday
]


def test_the_judge_knows_every_rule_of_the_rulebook() -> None:
    assert len(set(RULES)) == 61


@pytest.mark.parametrize(("end", "months", "seed"), ENDS)
def test_nothing_is_found_at_any_month_end(tmp_path: Path, end: str, months: int, seed: int) -> None:
    asked = options(end, months=months, seed=seed, projects=40, violations=False)
    tables = read_snapshot(make(tmp_path, asked))
    assert len(tables["payroll_line"]) > 0
    found = {day: judge(tables, as_of=day) for day in asked.window.judged_days}
    assert found == dict.fromkeys(asked.window.judged_days, set())


@pytest.mark.parametrize(
    ("seed", "end", "months", "newest"),
    [
        (11, "2026-11-23", 6, 6),
        (12, "2026-11-23", 6, 1),
        (13, "2026-03-31", 5, 2),
    ],
)
def test_the_engine_finds_nothing_at_month_ends(tmp_path: Path, seed: int, end: str, months: int, newest: int) -> None:
    asked = options(end, months=months, seed=seed, projects=50, workers=15, violations=False)
    make(tmp_path, asked)
    for day in asked.window.judged_days[-newest:]:
        assert [finding.identity for finding in evaluate(tmp_path, as_of=day)] == [], day
