"""Spark, run for real by two worker processes, finds what DuckDB finds."""

import os
import random
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from tests.engine.spark_here import write_parquet
from tests.rules.agreement import drawn, merged, run_seed
from tests.rules.suites import SUITES
from tests.rules.worlds import AS_OF
from xinan.engine import Finding, Status, evaluate
from xinan.engine.backends.partition import partition_snapshot
from xinan.engine.distributed import evaluate_on_spark
from xinan.engine.rows import facts_from_rows
from xinan.rules.cases import Case, read_cases
from xinan.rules.registry import RULES
from xinan.rules.vocabulary import TABLES
from xinan.simulation.places import region_rows
from xinan.simulation.province import Ledger, make_projects
from xinan.simulation.window import Options, Window
from xinan.simulation.write import SnapshotWriter

END = date(2026, 11, 20)
# Suites of many rules need more worlds than eight until each rule has found something.
WORLDS = {"people": 40, "money": 80}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated province with every kind of violation, laid out by prefecture."""
    plain, by_region = tmp_path_factory.mktemp("province"), tmp_path_factory.mktemp("by-region")
    ledger = Ledger()
    with SnapshotWriter(plain, end=END, file_format="parquet") as writer:
        writer.add_regions(region_rows())
        for draft in make_projects(Options(run_seed() % 10_000, 40, 12, Window(END, 6), share=0.9), ledger):
            writer.add(draft)
    partition_snapshot(plain, by_region, digits=4)
    return by_region


def _assert_same(session: SparkSession, snapshot: Path, *, as_of: date, scratch: Path | None = None) -> list[Finding]:
    on_spark = evaluate_on_spark(snapshot, session=session, as_of=as_of, scratch=scratch)
    here = evaluate(snapshot, as_of=as_of)
    differing = [pair for pair in zip(on_spark, here, strict=False) if pair[0] != pair[1]]
    assert differing[:3] == []
    assert len(on_spark) == len(here)
    return here


def test_two_workers_are_there(spark: SparkSession) -> None:
    spark.range(0, 100, numPartitions=4).count()
    assert spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() == 3  # the driver is counted too


def test_a_province_by_region(spark: SparkSession, province: Path, tmp_path: Path) -> None:
    assert any(province.glob("attendance_day.parquet/region=22*/*.parquet"))
    found = _assert_same(spark, province, as_of=END, scratch=tmp_path)
    assert len({finding.rule for finding in found}) > 20
    assert {Status.RAISED, Status.WITHHELD} <= {finding.status for finding in found}
    assert list(tmp_path.iterdir()) == []  # what was written between is gone


def test_generated_worlds(spark: SparkSession, tmp_path: Path) -> None:
    """Worlds of every suite in one, so that every rule has something to find."""
    worlds = [facts for name, suite in SUITES.items() for facts in drawn(suite, name=name, most=WORLDS.get(name, 8))]
    snapshot = write_parquet(facts_from_rows(_without_doubles(merged(worlds))), tmp_path / "worlds")
    found = _assert_same(spark, snapshot, as_of=AS_OF)
    missed = {rule.id for rule in RULES} - {finding.rule for finding in found}
    assert len(missed) <= 4, missed  # which of the rare ones is met depends on the seed


def test_worked_cases(spark: SparkSession, tmp_path: Path) -> None:
    """The cases of all rules, those of a day in one world: one day a run, drawn by its seed.

    XINAN_SPARK_CASES=all takes every day (about a hundred).
    """
    by_day: dict[date, list[Case]] = defaultdict(list)
    for rule in RULES:
        for case in read_cases(rule.folder):
            by_day[case.as_of].append(case)
    everything = os.environ.get("XINAN_SPARK_CASES") == "all"
    days = sorted(by_day) if everything else random.Random(run_seed()).sample(sorted(by_day), 1)  # noqa: S311
    for day in days:
        rows = merged([{name: list(map(dict, given)) for name, given in case.facts.items()} for case in by_day[day]])
        snapshot = write_parquet(facts_from_rows(_without_doubles(rows)), tmp_path / day.isoformat())
        _assert_same(spark, snapshot, as_of=day)


def _without_doubles(facts: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """The first row of each key: the regions of several worlds are the same."""
    kept = {}
    for name, rows in facts.items():
        by_key = {}
        for row in rows:
            by_key.setdefault(tuple(row[column] for column in TABLES[name].key), row)
        kept[name] = list(by_key.values())
    return kept
