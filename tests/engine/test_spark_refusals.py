"""Spark refuses a bad snapshot as DuckDB does, names the rule that fails, and says what to install where it is missing."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from tests.engine.conftest import AS_OF, WORLD
from tests.engine.spark_here import configured, write_parquet
from tools.java import spark_environment
from xinan.engine import evaluate
from xinan.engine.backends.spark import SparkBackend
from xinan.engine.backends.spark_snapshot import load_spark_snapshot
from xinan.engine.distributed import evaluate_on_spark, execute_abreast
from xinan.engine.errors import BadSnapshot, RuleFailed
from xinan.engine.plan import make_plan
from xinan.engine.rows import facts_from_rows
from xinan.jobs.cli import main
from xinan.rules.book import shipped_book
from xinan.rules.cases import complete_rows

pytestmark = pytest.mark.slow


@pytest.fixture
def facts() -> dict[str, pa.Table]:
    return facts_from_rows(complete_rows(WORLD))


def _with(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(column), column, values)


def _spoilt(facts: dict[str, pa.Table], kind: str) -> dict[str, pa.Table]:
    payment, project, line = facts["wage_payment"], facts["project"], facts["payroll_line"]
    spoilt = {
        "choice": {"wage_payment": _with(payment, "status", pa.array(["paid", "lost"]))},
        "number as choice": {"wage_payment": _with(payment, "status", pa.array([1, 2]))},
        "date": {"wage_payment": _with(payment, "paid_on", pa.array(["2026-04-10", "2026-02-30"]))},
        "type": {"wage_payment": _with(payment, "paid_on", pa.array([1, 2], pa.int64()))},
        "month": {"wage_payment": _with(payment, "wage_month", pa.array(["2026-03", "2026-13"]))},
        "money": {"wage_payment": _with(payment, "amount", pa.array(["1.00", "12.345"]))},
        "range": {"project": _with(project, "pay_day", pa.array([32], pa.int32()))},
        "empty": {"payroll_line": _with(line, "worker_id", pa.array(["W1", "", "W3"]))},
        "column": {"project": project.drop_columns(["pay_day"])},
        "misspelt": {"project": project.rename_columns([c.replace("filed_on", "filed") for c in project.column_names])},
        "key": {"payroll_line": pa.concat_tables([line, line.slice(1, 1)])},
    }
    return {**facts, **spoilt[kind]}


KINDS = "choice", "number as choice", "date", "type", "month", "money", "range", "empty", "column", "misspelt", "key"


def test_a_bad_snapshot_is_refused_in_the_words_of_duckdb(spark: SparkSession, facts, tmp_path: Path) -> None:
    for kind in KINDS:
        directory = write_parquet(_spoilt(facts, kind), tmp_path / kind)
        with pytest.raises(BadSnapshot) as here:
            evaluate(directory, as_of=AS_OF)
        with pytest.raises(BadSnapshot) as there:
            evaluate_on_spark(directory, session=spark, as_of=AS_OF, rules=["filing/not-filed"])
        assert (kind, str(there.value)) == (kind, str(here.value))
        assert there.value.what.zh == here.value.what.zh


def test_text_columns_are_read_as_their_kind(spark: SparkSession, facts, tmp_path: Path) -> None:
    as_text = {n: t.cast(pa.schema([(c, pa.string()) for c in t.column_names])) for n, t in facts.items()}
    directory = write_parquet(as_text, tmp_path)
    rules = ["filing/not-filed", "wages/unpaid"]
    on_spark = evaluate_on_spark(directory, session=spark, as_of=AS_OF, rules=rules)
    assert on_spark == evaluate(directory, as_of=AS_OF, rules=rules) != []


def test_csv_and_an_empty_directory_are_refused(spark: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(BadSnapshot, match="no fact table"):
        evaluate_on_spark(tmp_path, session=spark, as_of=AS_OF)
    (tmp_path / "project.csv").write_text("project_id\n", encoding="utf-8")
    with pytest.raises(BadSnapshot, match="xinan snapshot"):
        evaluate_on_spark(tmp_path, session=spark, as_of=AS_OF)


@pytest.mark.parametrize("broken", ["wages/unpaid", "worker_month"])
def test_a_failing_statement_carries_its_name(spark: SparkSession, facts, tmp_path: Path, broken: str) -> None:
    plan = make_plan(as_of=AS_OF, book=shipped_book(), rules=["wages/unpaid"], dialect="pyspark")
    steps = tuple(replace(s, sql="SELECT nothing") if s.name == broken else s for s in plan.steps)
    backend = SparkBackend(spark, scratch=tmp_path)
    load_spark_snapshot(backend, write_parquet(facts, tmp_path / "facts"))
    with pytest.raises(RuleFailed, match=broken):
        execute_abreast(replace(plan, steps=steps), backend)


def test_a_bad_cast_stops_the_run_instead_of_giving_null(spark: SparkSession, tmp_path: Path) -> None:
    plan = make_plan(as_of=AS_OF, book=shipped_book(), rules=["filing/not-filed"], dialect="pyspark")
    (asked,) = (step for step in plan.steps if step.name == "filing/not-filed")
    bad = replace(asked, sql="SELECT CAST('twelve' AS INT) AS project_id")
    with pytest.raises(RuleFailed, match="filing/not-filed"):
        execute_abreast(replace(plan, steps=(bad,)), SparkBackend(spark, scratch=tmp_path))


def test_the_command_runs_on_spark(facts, tmp_path: Path) -> None:
    """As an operator calls it, in a process of its own."""
    directory, out = write_parquet(facts, tmp_path / "facts"), tmp_path / "findings.csv"
    arguments = [str(directory), "--as-of", AS_OF.isoformat(), "--rules", "filing/not-filed", "--out", str(out)]
    environment = {
        **os.environ,
        **spark_environment(tmp_path / "spark"),
        "SPARK_CONF_DIR": str(configured(tmp_path / "conf")),
        "XINAN_LANGUAGE": "en",
    }
    subprocess.run(
        [sys.executable, "-m", "xinan.jobs", "evaluate", *arguments, "--engine", "spark", "--master", "local[1]"],
        env=environment,
        check=True,
        capture_output=True,
        timeout=300,
    )
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("filing/not-filed,P1,project,P1,")


def test_without_pyspark_it_says_what_to_install(monkeypatch, capsys, tmp_path: Path) -> None:
    for name in list(sys.modules):
        if name in ("xinan.engine.distributed", "xinan.engine.backends.spark", "xinan.engine.backends.spark_snapshot"):
            monkeypatch.delitem(sys.modules, name)
    for name in ("pyspark", "pyspark.errors", "pyspark.sql"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("XINAN_LANGUAGE", "en")
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", str(tmp_path), "--as-of", AS_OF.isoformat(), "--engine", "spark"])
    assert "xinan[spark]" in capsys.readouterr().err.replace("\n", "")


def test_options_of_spark_without_spark_are_refused(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.setenv("XINAN_LANGUAGE", "en")
    with pytest.raises(SystemExit, match="2"):
        main(["evaluate", str(tmp_path), "--as-of", AS_OF.isoformat(), "--master", "local[2]"])
    assert "--engine spark" in capsys.readouterr().err
