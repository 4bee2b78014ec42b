"""`make bench` survives what fails in it, and says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.bench import ratios
from tools.bench.lines import Line, Met, at_least, at_most
from tools.bench.parts import PARTS, Part
from tools.bench.province import QUICK
from tools.chromium import ROOT


def test_a_target_is_met_at_its_very_figure() -> None:
    assert at_least("a", 25.0, 25.0, of="", how="").met is Met.YES
    assert at_least("a", 24.99, 25.0, of="", how="").met is Met.NO
    assert at_most("a", 1.0, 1.0, of="", how="").met is Met.YES
    assert at_most("a", 1.01, 1.0, of="", how="").met is Met.NO


def test_a_line_survives_the_way_between_processes_and_keeps_to_its_table() -> None:
    line = at_least("a|b", 30.0, 25.0, of="3 s ÷ 0.1 s", how="x")
    assert Line.of_record(line.as_record()) == line
    assert line.row() == "| a/b | 30.0× (3 s ÷ 0.1 s) | ≥ 25× | yes | x |"


def test_a_part_that_fails_leaves_a_line_and_the_others_are_measured(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    # Pandas has nothing to compare with until the rulebook has been measured.
    subprocess.run(
        [sys.executable, "-m", "tools.bench", "--quick", "--page", str(page), "--only", "pandas", "rulebook", "zen"],
        cwd=ROOT,
        env={**os.environ, "XINAN_BENCH_HOME": str(tmp_path / "home")},
        check=True,
        capture_output=True,
    )
    text = page.read_text("utf-8")
    assert "| pandas |  |  | **failed** | ended with 1: FileNotFoundError" in text
    assert "| the whole rulebook |" in text
    assert "| against zen-engine, per rule |" in text
    assert "not measured 1." in text


def test_a_part_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    hurried = Part("Hurried", PARTS["rulebook"].module, PARTS["rulebook"].function, 0)
    monkeypatch.setattr(ratios, "PARTS", {"rulebook": hurried})
    monkeypatch.setattr(ratios, "HOME", tmp_path)
    (line,) = ratios._lines_of("rulebook", QUICK)
    assert line.met is Met.FAILED
    assert "took more than 0 s" in line.how
