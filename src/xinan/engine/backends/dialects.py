"""How expressions become SQL of each engine: Ibis's own compilers, and what they lack."""

from typing import Any, ClassVar

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

DUCKDB, SPARK = "duckdb", "pyspark"


class _SparkCompiler(PySparkCompiler):  # type: ignore[misc]  # Ibis is untyped
    """Spark, with the aggregates that Ibis does not know it has."""

    __slots__ = ()

    SIMPLE_OPS: ClassVar[dict[Any, str]] = {ops.BitOr: "bit_or", ops.BitAnd: "bit_and"}


_spark = _SparkCompiler()


def sql_of(rows: ir.Table, dialect: str) -> str:
    """An expression as SQL of a dialect."""
    if dialect == SPARK:
        return str(_spark.to_sqlglot(rows.unbind()).sql(dialect=_spark.dialect, pretty=True))
    return str(ibis.to_sql(rows, dialect=dialect))
