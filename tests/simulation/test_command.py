"""`xinan simulate` as it is called."""

import csv
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    call = [str(Path(sys.executable).with_name("xinan")), *arguments]
    return subprocess.run(call, capture_output=True, text=True, check=False, timeout=120)


def test_it_writes_a_snapshot_and_the_truth(tmp_path: Path) -> None:
    done = run("simulate", str(tmp_path / "out"), "--seed", "3", "--projects", "12", "--workers", "8", "--months", "3",
               "--end", "2026-11-23", "--share", "0.5")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""  # the bar and the summary go to stderr
    assert "12" in done.stderr.splitlines()[-1]
    assert pq.read_metadata(tmp_path / "out" / "project.parquet").num_rows == 12
    with (tmp_path / "out" / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["rule", "project_id", "subject_kind", "subject_id", "period"]
    assert len({row["project_id"] for row in rows}) == 6


def test_none_plants_nothing_and_csv_is_csv(tmp_path: Path) -> None:
    done = run("simulate", str(tmp_path), "--projects", "3", "--workers", "8", "--months", "1", "--end", "2026-11-23",
               "--violations", "none", "--format", "csv")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "truth.csv").read_text() == "rule,project_id,subject_kind,subject_id,period\n"
    assert (tmp_path / "project.csv").read_text(encoding="utf-8").count("\n") == 4


def test_a_wrong_date_is_refused_with_what_would_be_right(tmp_path: Path) -> None:
    done = run("simulate", str(tmp_path), "--end", "23.11.2026")
    assert done.returncode != 0
    assert "YYYY-MM-DD" in done.stderr
