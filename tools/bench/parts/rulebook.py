"""The whole rulebook from Parquet, and the bare scan of the same files that no evaluation can be faster than."""

import json
import re
import resource
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from tools.bench.lines import Line, at_most, stated
from tools.bench.province import HOME, TODAY, Size, described, province
from tools.bench.rivals import Verdict, verdicts_of
from xinan.engine import Finding, Status, evaluate
from xinan.rules.registry import RULES
from xinan.rules.vocabulary import TABLES

RUNS = 3
LIMIT = 1.0
AIM = 0.5
LAW = Path("src/xinan/rules")


def measure(size: Size) -> Iterator[Line]:
    """The rulebook, and how it stands to the scan."""
    folder = province(size)
    compiled = compile_first()
    times = []
    for _ in range(RUNS):
        started = time.monotonic()
        findings = evaluate(folder, as_of=TODAY)
        times.append(time.monotonic() - started)
    whole = statistics.median(times)
    keep(size, whole, findings)
    runs = " / ".join(f"{seconds:.1f}" for seconds in times)
    yield stated(
        "the whole rulebook",
        f"{whole:.1f} s, {whole / len(RULES):.3f} s a rule ({runs} s)",
        how=f"{len(RULES)} rules on {described(size)}: Parquet to {len(findings):,} findings through"
        f" `xinan.engine.evaluate` in one process, checking and loading included, median of {RUNS}; the start of the"
        f" command and compiling the rules ({compiled:.1f} s, once a process) are not",
    )
    yield stated("its peak memory", f"{peak_gib():.1f} GiB", how="resident, of the process of those runs")
    scan, columns = scan_seconds(folder)
    of = f"{whole:.1f} s ÷ ({len(RULES)} × {scan:.2f} s)"
    how = (
        f"bare DuckDB scan: max of each of the {columns} columns the rules name, table by table, every value read"
        f" (the files' statistics not used), median of {RUNS}"
    )
    for target in (LIMIT, AIM):
        share = whole / (len(RULES) * scan)
        yield at_most(f"the limit: rulebook ÷ (rules × one bare scan), {target:g}", share, target, of=of, how=how)


def compile_first() -> float:
    """Compile every rule, as a running worker has; the seconds it took. No facts: the smallest province there is."""
    started = time.monotonic()
    evaluate({}, as_of=TODAY)
    return time.monotonic() - started


def scan_seconds(folder: Path) -> tuple[float, int]:
    """One bare scan of the fact columns, and how many they are."""
    named = frozenset(re.findall(r"\w+", " ".join(path.read_text("utf-8") for path in _law())))
    queries, columns = [], 0
    for table in TABLES.values():
        path = folder / f"{table.name}.parquet"
        if path.exists():
            read = [column for column in table.names if column in named]
            touched = ", ".join(f"max({column})" for column in read)
            queries.append(f"SELECT count(*), {touched} FROM '{path}'")  # noqa: S608
            columns += len(read)
    times = []
    for _ in range(RUNS):
        with duckdb.connect() as connection:
            # Else it would answer from the statistics at the end of each file and read nothing.
            connection.execute("SET disabled_optimizers = 'statistics_propagation'")
            started = time.monotonic()
            for query in queries:
                connection.execute(query).fetchall()
            times.append(time.monotonic() - started)
    return statistics.median(times), columns


def _law() -> Iterator[Path]:
    """The rules and concepts, without the vocabulary that names every column."""
    return (path for path in LAW.rglob("*.py") if "vocabulary" not in path.parts)


def peak_gib() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def keep(size: Size, seconds: float, findings: list[Finding]) -> None:
    """Leave the figure and the verdicts of the ten rules for the parts that compare with them."""
    record = {
        "seconds": seconds,
        "raised": sum(finding.status is Status.RAISED for finding in findings),
        "verdicts": sorted(verdicts_of(findings), key=repr),
    }
    _kept(size).write_text(json.dumps(record), encoding="utf-8")


def kept(size: Size) -> tuple[float, frozenset[Verdict]]:
    """Seconds of the whole rulebook, and its verdicts by the ten rules; FileNotFoundError where it was not measured."""
    record = kept_record(size)
    return record["seconds"], frozenset(Verdict(*verdict) for verdict in record["verdicts"])


def kept_record(size: Size) -> dict[str, Any]:
    """What `keep` left: seconds, raised, verdicts."""
    record: dict[str, Any] = json.loads(_kept(size).read_text("utf-8"))
    return record


def seconds_a_rule(size: Size) -> float:
    """What a rule costs us."""
    return kept(size)[0] / len(RULES)


def _kept(size: Size) -> Path:
    return HOME / f"rulebook-{size.name}.json"
