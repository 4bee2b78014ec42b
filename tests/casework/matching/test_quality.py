"""Matching on a small labelled set of a province drawn for this run: floors well below what `make bench` measures."""

from functools import partial
from pathlib import Path

import pytest

from tests.rules.agreement import run_seed
from tests.simulation.making import make, options
from tools.bench.lines import Line
from tools.bench.parts.matching import quality
from xinan.jobs.demo.load_snapshot import Snapshot, load
from xinan.jobs.demo.workers import sealed_workers
from xinan.kernel.ciphers import Keyring

FLOORS = {
    "project, precision": 0.88,
    "project, recall": 0.75,
    "employer, precision": 0.80,
    "employer, recall": 0.55,
    "person, precision": 1.0,
    "person, recall": 1.0,
    "doubles, precision": 0.85,
    "doubles, recall": 0.35,
    "groups, precision": 0.90,
    "groups, recall": 0.45,
}


@pytest.mark.django_db
def test_what_people_tell_is_found(tmp_path: Path, keyring: Keyring) -> None:
    seed = run_seed() % 10_000
    folder = make(tmp_path / "facts", options("2026-11-23", months=3, seed=seed, projects=60, workers=6))
    load(Snapshot(folder), seal=partial(sealed_workers, keyring=keyring), advance=lambda done, total: None)
    found = {line.what: line for line in quality(count=50, on_few=40, gathered=110, seed=seed, keyring=keyring)}
    reached = {what: share(found[what]) for what in FLOORS}
    assert {what for what, floor in FLOORS.items() if reached[what] < floor} == set(), reached


def share(line: Line) -> float:
    """The share of a line, as it stands in front of its figures."""
    return float(line.measured.partition("%")[0]) / 100
