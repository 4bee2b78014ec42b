"""The same rulebook on Spark with two local threads, through the product's own command."""

import csv
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.bench.lines import Line, at_least, stated
from tools.bench.parts.rulebook import kept_record
from tools.bench.province import HOME, QUICK, TODAY, Size, province
from tools.bench_spark import spark_figures
from tools.chromium import ROOT

TARGET = 10.0
MASTER = "local[2]"
LIMIT = 240.0


class Disagreement(Exception):
    """Spark does not raise what DuckDB raises."""


def measure(size: Size) -> Iterator[Line]:
    """The whole rulebook on Spark against the same on DuckDB."""
    record = kept_record(size)
    ours = record["seconds"]
    start, _ = _evaluated(province(QUICK), limit=LIMIT)
    name = f"against Spark {MASTER}"
    if size is QUICK:
        theirs, found, start = start, _raised(), 0.0
    else:
        theirs, found = _evaluated(province(size), limit=LIMIT)
    if found is None:
        of = f"more than {LIMIT:.0f} s ÷ {ours:.1f} s"
        how = f"the same compiled plan through `xinan evaluate --engine spark`; ended unfinished after {LIMIT:.0f} s"
        yield at_least(f"{name}, at the least", LIMIT / ours, TARGET, of=of, how=how)
        yield from _workers()
        return
    if found != record["raised"]:
        raise Disagreement(f"Spark raises {found}, DuckDB {record['raised']}")
    of = f"{theirs - start:.1f} s ÷ {ours:.1f} s"
    how = (
        f"the same compiled plan through `xinan evaluate --engine spark`, the whole command {theirs:.1f} s less"
        f" {start:.1f} s that it takes for {QUICK.projects} projects (its start, compiling and planning)"
    )
    yield at_least(name, (theirs - start) / ours, TARGET, of=of, how=how)
    yield from _workers()


def _workers() -> Iterator[Line]:
    """Two workers against one, and what a core finds in a second."""
    figures = spark_figures(province(QUICK), as_of=TODAY, runs=1)
    seconds = ", ".join(
        f"{one['way']} {one['seconds']:.0f} s ({one['core_seconds']:.0f} core-seconds)" for one in figures
    )
    by_way = {one["way"]: one for one in figures}
    gain = by_way["one worker"]["seconds"] / by_way["two workers"]["seconds"]
    how = (
        f"{figures[0]['rows']:,} rows in a cluster of processes, each worker one core; so small a province is planning"
        " alone, nothing is gained by workers (docs/operations/cluster.md says from where on)"
    )
    yield stated("Spark: two workers against one", f"{gain:.2f}× ({seconds})", how=how)
    found = ", ".join(f"{one['way']} {one['findings_per_core_second']:g}" for one in figures)
    yield stated("findings per core-second", found, how="the same runs, the start of the processes not counted")


def _evaluated(snapshot: Path, *, limit: float) -> tuple[float, int | None]:
    """The seconds of the command, and how many findings it raised; None where it did not end in time."""
    out = HOME / "spark.csv"
    out.unlink(missing_ok=True)
    command = ["evaluate", str(snapshot), "--as-of", TODAY.isoformat(), "--engine", "spark", "--master", MASTER]
    started = time.monotonic()
    try:
        subprocess.run(
            [sys.executable, "-m", "xinan.jobs", *command, "--out", str(out)], cwd=ROOT, check=True, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return limit, None
    return time.monotonic() - started, _raised()


def _raised() -> int:
    with (HOME / "spark.csv").open(encoding="utf-8") as file:
        return sum(1 for _ in csv.DictReader(file))
