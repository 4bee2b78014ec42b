"""Facts from row dictionaries: cases, tests and small imports."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

import pyarrow as pa

from xinan.rules.vocabulary import FactTable, Kind, fact_table

ARROW_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.CHOICE: pa.string(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.INTEGER: pa.int32(),
    Kind.MONEY: pa.decimal128(18, 2),
    Kind.NUMBER: pa.decimal128(18, 6),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.time64("us"),
    Kind.TIMESTAMP: pa.timestamp("us"),
    Kind.MONTH: pa.string(),
}


def facts_from_rows(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, pa.Table]:
    """Arrow fact tables of rows by table name; KeyError for an unknown table or column. Missing columns are null."""
    return {name: _table(fact_table(name), list(given)) for name, given in rows.items()}


def arrow_schema(table: FactTable) -> pa.Schema:
    """The Arrow schema of a fact table in files and in memory."""
    return pa.schema([(c.name, ARROW_TYPES[c.kind]) for c in table.columns])


def _table(table: FactTable, rows: list[Mapping[str, Any]]) -> pa.Table:
    for row in rows:
        for name in row:
            table.column(name)
    columns = {
        c.name: pa.array([_exact(row.get(c.name), c.kind) for row in rows], ARROW_TYPES[c.kind]) for c in table.columns
    }
    return pa.table(columns, schema=arrow_schema(table))


def _exact(value: Any, kind: Kind) -> Any:
    if value is None:
        return None
    if kind in (Kind.MONEY, Kind.NUMBER):
        places = Decimal("0.01") if kind is Kind.MONEY else Decimal("0.000001")
        return Decimal(str(value)).quantize(places)
    if kind is Kind.TIME and isinstance(value, str):
        return time.fromisoformat(value)
    if kind is Kind.DATE and isinstance(value, str):
        return date.fromisoformat(value)
    return value
