"""Makes snapshots for the tests of this folder."""

import csv
from datetime import date
from pathlib import Path

from tests.simulation.judge.verdict import Identity
from xinan.simulation.places import region_rows
from xinan.simulation.province import Ledger, make_projects
from xinan.simulation.window import Options, Window
from xinan.simulation.write import SnapshotWriter


def options(
    end: str, *, months: int, seed: int, projects: int, workers: int = 10, violations: bool = True, share: float = 1.0
) -> Options:
    window = Window(date.fromisoformat(end), months)
    return Options(seed, projects, workers, window, violations=violations, share=share)


def make(directory: Path, asked: Options, *, file_format: str = "parquet") -> Path:
    ledger = Ledger()
    with SnapshotWriter(directory, end=asked.window.end, file_format=file_format) as writer:
        writer.add_regions(region_rows())
        for draft in make_projects(asked, ledger):
            writer.add(draft)
    writer.write_truth(ledger.truth())
    return directory


def truth_of(directory: Path) -> set[Identity]:
    with (directory / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {(row["rule"], row["project_id"], row["subject_kind"], row["subject_id"], row["period"]) for row in rows}
