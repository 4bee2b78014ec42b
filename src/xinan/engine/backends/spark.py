"""Spark: the engine of many machines. Facts stay on the workers; only what a rule finds comes to the driver."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from xinan.engine.backends.base import Rows
from xinan.engine.backends.dialects import SPARK
from xinan.engine.backends.dimensions import calendar_table, minimum_wage_table
from xinan.engine.backends.hoisting import hoisted
from xinan.engine.errors import BackendFailure, SparkUnavailable
from xinan.rules.vocabulary import Column, FactTable, Kind
from xinan.rules.world import RAW_PREFIX

_SQL_TYPES = {
    Kind.TEXT: "STRING",
    Kind.CHOICE: "STRING",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.INTEGER: "INT",
    Kind.MONEY: "DECIMAL(18,2)",
    Kind.NUMBER: "DECIMAL(18,6)",
    Kind.DATE: "DATE",
    Kind.TIME: "INT",
    Kind.TIMESTAMP: "TIMESTAMP",
    Kind.MONTH: "INT",
}

# What must hold whatever the cluster's own defaults: the same answers as on one machine.
_SETTINGS: Final = {
    "spark.sql.session.timeZone": "Asia/Shanghai",
    # An overflow or a bad cast stops the run; otherwise Spark would answer with null.
    "spark.sql.ansi.enabled": "true",
    # Times of day are stored as Parquet's TIME.
    "spark.sql.timeType.enabled": "true",
    # A folder region=22 is the text 22, and 01 stays 01.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.parquet.mergeSchema": "true",
    "spark.scheduler.mode": "FAIR",
    "spark.ui.showConsoleProgress": "false",
}

# Spark's own default of 1 GiB is less than a province wants where the driver does all the work (`local[…]`).
_DRIVER_MEMORY = ("spark.driver.memory", "4g")


@contextmanager
def spark_session(master: str, *, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A session on a master (`local[2]`, `local-cluster[2,1,1024]`, `spark://host:7077`), stopped at the end.

    Raises SparkUnavailable. `settings` go before the cluster's own; those that the answers depend on cannot be changed.
    """
    builder = SparkSession.builder.master(master).appName("xinan")
    for name, value in {**defaults(os.environ), **(settings or {}), **_SETTINGS}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, Py4JError) as fault:
        raise SparkUnavailable.not_started(master) from fault
    try:
        yield session
    finally:
        session.stop()


def defaults(environment: Mapping[str, str]) -> dict[str, str]:
    """What is better than Spark's own defaults, unless the cluster's settings in `environment` name it."""
    name, value = _DRIVER_MEMORY
    if "--driver-memory" in environment.get("PYSPARK_SUBMIT_ARGS", ""):
        return {}
    file = Path(environment.get("SPARK_CONF_DIR", "")) / "spark-defaults.conf"
    lines = file.read_text(encoding="utf-8").splitlines() if "SPARK_CONF_DIR" in environment and file.is_file() else []
    is_named = any(line.split("=")[0].split()[:1] == [name] for line in lines)
    return {} if is_named else {name: value}


class SparkBackend:
    """The tables of one evaluation on a session.

    Tables worked out once are written into `scratch`, a directory that all workers see, and read from there: what a lost
    worker had made is not lost with it.
    """

    dialect = SPARK

    def __init__(self, session: SparkSession, *, scratch: Path) -> None:
        self.session = session
        self._scratch = scratch
        session.createDataFrame(calendar_table()).createOrReplaceTempView("calendar")
        session.createDataFrame(minimum_wage_table()).createOrReplaceTempView("minimum_wage")

    def make_view(self, name: str, sql: str) -> None:
        with failing():
            self._query(sql).createOrReplaceTempView(name)

    def make_table(self, name: str, sql: str) -> None:
        with failing():
            self._keep(name, self._query(sql))

    def forget(self, name: str) -> None:
        self.session.catalog.dropTempView(name)

    def rows(self, sql: str) -> Rows:
        """The rows of a query, brought to the driver: for findings, never for facts."""
        with failing():
            return cast(Rows, self._query(sql).toArrow().to_pylist())

    def rows_beside(self, sql: str, *, table: str, columns: Mapping[str, str]) -> Rows:
        """The rows of a query, each with some columns of the row of its project in `table` (new name by column)."""
        with failing():
            beside = self.session.table(table).selectExpr(
                "project_id AS _beside", *(f"`{column}` AS `{name}`" for column, name in columns.items())
            )
            rows = self._query(sql)
            joined = rows.join(beside, rows["project_id"] == beside["_beside"], "left").drop("_beside")
            return cast(Rows, joined.toArrow().to_pylist())

    def load_from(self, table: FactTable, source: DataFrame) -> None:
        """Take a table's facts from a data frame, brought to the engine's types; a missing column is null."""
        given = dict(source.dtypes)
        columns = [
            f"{engine_value(c, given[c.name]) if c.name in given else _null(c)} AS `{c.name}`" for c in table.columns
        ]
        with failing():
            source.selectExpr(*columns).createOrReplaceTempView(RAW_PREFIX + table.name)

    def load_empty(self, table: FactTable) -> None:
        """An empty fact table."""
        columns = ", ".join(f"{_null(column)} AS `{column.name}`" for column in table.columns)
        with failing():
            self.session.sql(f"SELECT {columns} WHERE false").createOrReplaceTempView(RAW_PREFIX + table.name)

    def _query(self, sql: str) -> DataFrame:
        made, query = hoisted(sql)
        for part, statement in made:
            self._keep(part, self.session.sql(statement))
        return self.session.sql(query)

    def _keep(self, name: str, rows: DataFrame) -> None:
        # Read back, the plan is cut here. A table that is only cached is planned anew, with all that it rests on, in
        # every query that reads it: with tables upon tables that takes minutes.
        path = str(self._scratch / name)
        rows.write.mode("overwrite").parquet(path)
        kept = self.session.read.schema(rows.schema).parquet(path)
        kept.createOrReplaceTempView(name)


@contextmanager
def failing() -> Iterator[None]:
    """What Spark refuses inside is a BackendFailure."""
    try:
        yield
    except (PySparkException, Py4JError) as fault:
        raise BackendFailure(str(fault)) from fault


def engine_value(column: Column, stored: str) -> str:
    """The SQL that brings a column of a stored type to the engine's type."""
    name = f"`{column.name}`"
    if column.kind is Kind.TIME:
        time = f"CAST({name} AS TIME(6))"
        return f"CAST(hour({time}) * 3600 + minute({time}) * 60 + bround(extract(SECOND FROM {time})) AS INT)"
    if column.kind is Kind.MONTH:
        return f"CAST(CAST(substr({name}, 1, 4) AS INT) * 12 + CAST(substr({name}, 6, 2) AS INT) - 1 AS INT)"
    if column.kind is Kind.BOOLEAN and stored == "string":
        return f"CAST(lower({name}) AS BOOLEAN)"
    return f"CAST({name} AS {_SQL_TYPES[column.kind]})"


def _null(column: Column) -> str:
    return f"CAST(NULL AS {_SQL_TYPES[column.kind]})"
