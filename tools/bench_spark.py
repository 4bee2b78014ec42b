"""Measures Spark: two workers against one on the same data, and findings per core-second against DuckDB.

`spark_figures(folder)` takes a snapshot and gives a row for each way of running it. Each is run in a process of its
own, twice unless told otherwise; the last run counts, when everything is compiled. Core-seconds are what all its processes were on a core,
so that they say the same on a busy machine; they are read from /proc, so Linux is needed.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq

from tools.java import spark_environment
from xinan.engine import evaluate
from xinan.engine.backends.layout import files_of
from xinan.engine.backends.spark import spark_session
from xinan.engine.distributed import evaluate_on_spark
from xinan.rules.vocabulary import TABLES

_TICKS = os.sysconf("SC_CLK_TCK")
_MARK = "XINAN_BENCH_SPARK"
# Heap of the one worker and of each of the two, in MiB: the same in all.
WAYS = {"duckdb": None, "one worker": "local-cluster[1,1,3072]", "two workers": "local-cluster[2,1,1536]"}
_SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}

Figure = dict[str, Any]


def spark_figures(folder: Path, *, as_of: date, runs: int = 2) -> list[Figure]:
    """A figure for each of WAYS: seconds, core-seconds, rows a second, findings per core-second; for a snapshot."""
    rows = count_rows(folder)
    figures = []
    for way, master in WAYS.items():
        command = [sys.executable, "-m", "tools.bench_spark", str(folder), as_of.isoformat(), master or "", str(runs)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        figure = json.loads(done.stdout.splitlines()[-1])
        figures.append(
            {
                "way": way,
                "rows": rows,
                **figure,
                "rows_per_second": round(rows / figure["seconds"]),
                "rows_per_core_second": round(rows / figure["core_seconds"]),
                "findings_per_core_second": round(figure["findings"] / figure["core_seconds"], 2),
            }
        )
    if len({figure["findings"] for figure in figures}) != 1:
        raise AssertionError(f"the ways find differently: {figures}")
    return figures


def count_rows(folder: Path) -> int:
    """The fact rows of a Parquet snapshot."""
    found = [files_of(folder, table) for table in TABLES.values()]
    return sum(pq.read_metadata(file).num_rows for files in found if files is not None for file in files.files)


def _measure(folder: Path, *, as_of: date, master: str, runs: int) -> Figure:
    if not master:
        return _last(lambda: len(evaluate(folder, as_of=as_of)), runs=runs)
    with TemporaryDirectory(prefix="xinan-bench-") as into:
        os.environ.update(spark_environment(Path(into)))
        with spark_session(master, settings=_SETTINGS) as session:
            return _last(lambda: len(evaluate_on_spark(folder, session=session, as_of=as_of)), runs=runs)


def _last(run: Callable[[], int], *, runs: int) -> Figure:
    for _ in range(runs):
        began, used = time.monotonic(), _core_seconds()
        findings = run()
        figure = {
            "seconds": round(time.monotonic() - began, 2),
            "core_seconds": round(_core_seconds() - used, 2),
            "findings": findings,
        }
    return figure


def _core_seconds() -> float:
    """What this process and all that it started were on a core, known by the mark that they inherit."""
    mark, total = f"{_MARK}={os.environ[_MARK]}".encode(), 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark not in (process / "environ").read_bytes() and int(process.name) != os.getpid():
                continue
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended, or is somebody else's
            continue
        total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def main() -> None:
    """One measurement, for `spark_figures`; or with a folder and a day alone, all of them as a table."""
    folder, as_of = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
    if len(sys.argv) > 3:
        os.environ[_MARK] = str(os.getpid())
        print(json.dumps(_measure(folder, as_of=as_of, master=sys.argv[3], runs=int(sys.argv[4]))))
        return
    for figure in spark_figures(folder, as_of=as_of):
        print(json.dumps(figure))


if __name__ == "__main__":
    main()
