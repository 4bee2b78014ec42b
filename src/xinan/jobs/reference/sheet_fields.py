"""The fields of what is sent in: one table for each sheet, the same by Excel, by interface and by message."""

from collections.abc import Iterator

from xinan.intake.sheets import SHEETS
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.jobs.reference import markdown

_FORMS = {
    CellKind.TEXT: "text",
    CellKind.CODE: "code or its name",
    CellKind.FLAG: "是/否, true/false, 1/0",
    CellKind.CREDIT_CODE: "unified social credit code, 18 characters",
    CellKind.IDENTITY: "number of an identity document",
    CellKind.CARD: "number of a wage card",
    CellKind.ACCOUNT: "number of a bank account",
    CellKind.PHONE: "telephone number",
    CellKind.REGION: "region code (GB/T 2260)",
    CellKind.DATE: "date, `YYYY-MM-DD`",
    CellKind.MOMENT: "time in China, `YYYY-MM-DD HH:MM:SS`",
    CellKind.MONTH: "month, `YYYY-MM`",
    CellKind.MONEY: "yuan, two places",
    CellKind.NUMBER: "number",
    CellKind.INTEGER: "whole number",
}
_INTRODUCTION = """# What is sent in

Firms, site systems and banks send the facts below, by workbook (the column's title) or by `/api/v1/facts/{table}` (the
field's name); both are read by the same code, so every spelling a workbook may use is understood here too. Long numbers
(identity, card, account) are text: a JSON number of more than 15 digits is refused. **key** says which fact a row is:
the same key again corrects it. *Checked, not stored* fields of the national standard may be left out.
[The native interface](user-guide/native-interface.md) has examples."""


def parts() -> Iterator[str]:
    """The part of docs/data-formats.md on what is sent in."""
    yield _INTRODUCTION
    for sheet in SHEETS:
        fields = markdown.table(("field", "title", "form", "meaning", ""), (_row(column) for column in sheet.columns))
        yield f"## facts/{sheet.kind}\n\n{_named(sheet)}\n\n{fields}"


def _named(sheet: Sheet) -> str:
    return f"{sheet.number} {sheet.name.zh} {sheet.name.en}. {sheet.meaning.en}"


def _row(column: SheetColumn) -> tuple[str, ...]:
    form = _FORMS[column.kind]
    if column.codes is not None:
        entries = [f"`{code}` {name}" for code, name in column.codes.entries.items()]
        form = ", ".join(entries[:12]) + (" …" if len(entries) > 12 else "")
    marks = [mark for mark, holds in (("required", column.required), ("**key**", column.key)) if holds]
    return f"`{column.name}`", column.title, form, column.meaning.en, ", ".join(marks)
