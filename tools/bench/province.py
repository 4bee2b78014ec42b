"""The provinces that are measured: simulated once and kept, so that only the first run waits for them."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from tools.chromium import ROOT

# Tests measure in a folder of their own.
HOME = Path(os.environ.get("XINAN_BENCH_HOME") or ROOT / ".xinan" / "bench")
TODAY = date(2026, 11, 23)
MONTHS = 6
SIMULATION = ("simulation", "rules/vocabulary")
# Identifiers that make a copy of a province another one; regions stay, they carry parameters.
IDENTIFIERS = {
    "account_id",
    "clue_id",
    "contractor_id",
    "deposit_id",
    "employer_id",
    "employment_id",
    "enterprise_id",
    "entry_id",
    "line_id",
    "owner_id",
    "payment_id",
    "project_id",
    "team_id",
    "wage_card",
    "worker_id",
}


@cache
def simulation() -> str:
    """Which simulation this is: what it would write anew is not taken from what it wrote before."""
    sources = [path for folder in SIMULATION for path in sorted((ROOT / "src" / "xinan" / folder).rglob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:10]


def _folder(projects: int, workers: int) -> Path:
    return HOME / "provinces" / simulation() / f"{projects}x{workers}x{MONTHS}"


@dataclass(frozen=True, slots=True)
class Size:
    """How large the provinces are: the one from files, and the one in the product's database."""

    name: str
    projects: int
    workers: int
    stored_projects: int
    stored_workers: int
    fed_projects: int  # of which a rules engine is fed one by one
    copies: int = 8

    @property
    def folder(self) -> Path:
        """The province as files."""
        return _folder(self.projects, self.workers)

    @property
    def stored_folder(self) -> Path:
        """The province for the database, as files."""
        return _folder(self.stored_projects, self.stored_workers)


FULL = Size("full", 1_500, 200, 1_500, 50, 100)
QUICK = Size("quick", 60, 12, 60, 12, 60)
# What the intake is measured on, by the size asked for: a project for each of its clients.
INTAKE = {
    FULL.name: Size("intake", 80, 25, 80, 25, 80),
    QUICK.name: Size("intake-quick", 16, 5, 16, 5, 16),
}


def province(size: Size) -> Path:
    """The snapshot of the province, simulated where it is not there."""
    return _simulated(size.folder, projects=size.projects, workers=size.workers)


def stored_province(size: Size) -> Path:
    """The snapshot for the database."""
    return _simulated(size.stored_folder, projects=size.stored_projects, workers=size.stored_workers)


def _simulated(folder: Path, *, projects: int, workers: int) -> Path:
    if not folder.exists():
        making = folder.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        # What another simulation wrote is of no more use.
        for kept in (HOME / "provinces").glob("*"):
            if kept.name != simulation():
                shutil.rmtree(kept)
        making.parent.mkdir(parents=True, exist_ok=True)
        size = ("--projects", str(projects), "--workers", str(workers), "--months", str(MONTHS))
        subprocess.run(
            [sys.executable, "-m", "xinan.jobs", "simulate", str(making), "--end", TODAY.isoformat(), *size],
            cwd=ROOT,
            env={**os.environ, "XINAN_HOME": str(HOME)},
            check=True,
            capture_output=True,
        )
        making.rename(folder)
    return folder


def several(size: Size) -> Path:
    """The same facts several times over under other identifiers: one file a copy, as a country would keep regions."""
    one = province(size)
    folder = one.with_name(f"{one.name}-times-{size.copies}")
    if not folder.exists():
        making = folder.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        for path in sorted(one.glob("*.parquet")):
            _copies(path, making / path.name, times=1 if path.stem == "region" else size.copies)
        making.rename(folder)
    return folder


def _copies(source: Path, target: Path, *, times: int) -> None:
    target.mkdir(parents=True)
    os.link(source, target / "0.parquet")
    with duckdb.connect() as connection:
        names = [name for name, *_ in connection.sql(f"DESCRIBE SELECT * FROM '{source}'").fetchall()]  # noqa: S608
        for copy in range(1, times):
            columns = ", ".join(f"{n} || '-{copy}' AS {n}" if n in IDENTIFIERS else n for n in names)
            connection.execute(
                f"COPY (SELECT {columns} FROM '{source}') TO '{target / f'{copy}.parquet'}' (FORMAT parquet)"  # noqa: S608 names of ours
            )


def rows_in(folder: Path) -> int:
    """Rows of all tables of a snapshot."""
    return sum(pq.read_metadata(path).num_rows for path in folder.rglob("*.parquet") if path.is_file())


def described(size: Size) -> str:
    """The province in words."""
    return f"{size.projects:,} projects × {size.workers} workers × {MONTHS} months, {rows_in(size.folder):,} rows"
