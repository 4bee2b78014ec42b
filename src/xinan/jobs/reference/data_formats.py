"""docs/data-formats.md: every fact table, from the vocabulary; and what is sent in, from the sheets."""

from collections.abc import Iterator

from xinan.jobs.reference import markdown, sheet_fields
from xinan.rules.vocabulary.columns import Column, FactTable, Kind, Supplier, When
from xinan.rules.vocabulary.tables import TABLES

_KINDS = {
    Kind.TEXT: "text",
    Kind.CHOICE: "text, one of the values listed",
    Kind.BOOLEAN: "true or false",
    Kind.INTEGER: "whole number",
    Kind.MONEY: "decimal(18,2)",
    Kind.NUMBER: "decimal(18,6)",
    Kind.DATE: "date, `YYYY-MM-DD`",
    Kind.TIME: "time, `HH:MM:SS`",
    Kind.TIMESTAMP: "timestamp, Asia/Shanghai",
    Kind.MONTH: "month, `YYYY-MM`",
}
_WHEN = {
    When.PLAIN: "",
    When.EXISTS_FROM: "the row does not exist before it",
    When.KNOWN_FROM: "empty before it has come",
    When.TERM: "may lie ahead",
    When.CLAMPED: "a later day counts as the as-of day",
}
_SUPPLIERS = {
    Supplier.OFFICE: "leading-group office 根治欠薪办",
    Supplier.CONTRACTOR: "general contractor 施工总承包单位",
    Supplier.OWNER: "owner 建设单位",
    Supplier.BANK: "bank 银行",
    Supplier.SITE: "site system 工地系统",
    Supplier.WORKER: "worker 农民工",
}
_INTRODUCTION = """# Data formats

A **fact snapshot** is a directory with one file a table: `project.parquet` (or a folder of that name with parts), or
`project.csv` (UTF-8, a header line, empty cells for what is not known). A missing table is an empty one. Columns may be
added; those named here keep their name and meaning. Every table may carry `recorded_at`, the moment the row was
received; it plays no part in a verdict.

`xinan evaluate DIR --as-of YYYY-MM-DD` reads a snapshot, `xinan simulate DIR` writes one. A question about a day sees
what was so on that day: *as of a day* says how each date behaves.

Money is in yuan. **?** marks what may be empty, **key** what identifies a row, **personal** what screens mask."""


def page() -> str:
    """The whole page."""
    index = markdown.table(
        ("table", "one row is", "supplied by"),
        ((f"[{t.name}](#{t.name})", _named(t), _SUPPLIERS[t.supplier]) for t in TABLES.values()),
    )
    return markdown.page(_INTRODUCTION, index, *(_table(table) for table in TABLES.values()), *sheet_fields.parts())


def _named(table: FactTable) -> str:
    return f"{table.meaning.en} {table.meaning.zh}"


def _table(table: FactTable) -> str:
    columns = markdown.table(
        ("column", "form", "meaning", "", "as of a day"), (_row(column, table=table) for column in table.columns)
    )
    return f"## {table.name}\n\n{_named(table)}; supplied by the {_SUPPLIERS[table.supplier]}.\n\n{columns}"


def _row(column: Column, *, table: FactTable) -> tuple[str, ...]:
    form = _KINDS[column.kind]
    if column.choices:
        form = ", ".join(f"`{choice}`" for choice in column.choices)
    if column.unit:
        form += f", {column.unit}"
    name = f"`{column.name}`{'?' if column.nullable else ''}"
    meaning = f"{column.meaning.en} {column.meaning.zh}"
    return name, form, meaning, ", ".join(_marks(column, table)), _WHEN[column.when]


def _marks(column: Column, table: FactTable) -> Iterator[str]:
    if column.name in table.key:
        yield "**key**"
    if column.personal:
        yield "personal"
