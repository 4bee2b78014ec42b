"""What a letter says, field by field: the contract between who drafts it, its template, and the check of a template.

A caller gives values under English names; a template writes the Chinese label or the English name, as its office likes:
`{{ 项目名称 }}` and `{{ project_name }}` are the same. A sum has a second place with 大写 at its end, a day one with 汉字.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from xinan.kernel.capitals import capital_yuan, day_in_characters, day_in_figures
from xinan.kernel.deadlines import Length
from xinan.kernel.errors import InvalidValue
from xinan.kernel.money import yuan
from xinan.kernel.text import Text

LONGEST_TEXT = 4000
MOST_ROWS = 200
CAPITALS, CHARACTERS = "大写", "汉字"
Row = Mapping[str, str]
Example = str | Decimal | date | Length | tuple[Row, ...]


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LINES = "lines"
    MONEY = "money"
    DAY = "day"
    LENGTH = "length"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the rows of a field."""

    name: str
    label: Text
    example: str


@dataclass(frozen=True, slots=True)
class LetterField:
    """One field: `name` for callers, `label` for people and templates, `example` for the sample.

    `given` fields come from the product when the letter is issued (its number, its day), not from the caller.
    """

    name: str
    label: Text
    example: Example
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    given: bool = False
    columns: tuple[Column, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What a template may write for it: label first."""
        plain = (self.label.zh, self.name)
        if self.kind is FieldKind.MONEY:
            return (*plain, f"{self.label.zh}{CAPITALS}", f"{self.name}_capitals")
        if self.kind is FieldKind.DAY:
            return (*plain, f"{self.label.zh}{CHARACTERS}", f"{self.name}_characters")
        return plain

    @property
    def column_names(self) -> tuple[str, ...]:
        """What may stand after the dot inside a loop over the field's rows."""
        return tuple(name for column in self.columns for name in (column.label.zh, column.name))


def stored(fields: Sequence[LetterField], values: Mapping[str, object]) -> dict[str, Any]:
    """The caller's values as JSON keeps them, each checked against its field.

    Raises InvalidValue: `letter.unknown-field`, `letter.field-type`, `letter.field-long`.
    """
    known = {field.name: field for field in fields if not field.given}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise InvalidValue(
            "letter.unknown-field",
            Text(f"这种文书没有要素：{'、'.join(unknown)}。", f"This letter has no field: {', '.join(unknown)}."),
            Text("请按文书要素清单填写。", "Use the fields of its list."),
        )
    return {name: _stored(known[name], value) for name, value in values.items() if value not in (None, "", ())}


def missing(fields: Sequence[LetterField], values: Mapping[str, Any]) -> tuple[LetterField, ...]:
    """The required fields that a letter does not say yet."""
    return tuple(field for field in fields if field.required and not field.given and not values.get(field.name))


def context_of(fields: Sequence[LetterField], values: Mapping[str, Any]) -> dict[str, object]:
    """What a template sees: every name of every field; one without a value is empty, never undefined."""
    context: dict[str, object] = {}
    for field in fields:
        said = _said(field, values.get(field.name))
        for name, text in zip(field.names, said * (len(field.names) // len(said)), strict=True):
            context[name] = text
    return context


def examples(fields: Sequence[LetterField]) -> dict[str, Any]:
    """The fields of a sample letter, as `stored` keeps them."""
    return {field.name: _stored(field, field.example) for field in fields}


def _stored(field: LetterField, value: object) -> Any:
    if field.kind is FieldKind.ROWS:
        return _stored_rows(field, value)
    if field.kind is FieldKind.MONEY and isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        return str(yuan(value))
    if field.kind is FieldKind.DAY:
        return _stored_day(field, value)
    if field.kind is FieldKind.LENGTH:
        return str(value if isinstance(value, Length) else Length.parse(str(value)))
    if field.kind in (FieldKind.TEXT, FieldKind.LINES) and isinstance(value, str):
        return _text(field.label, value)
    raise _bad_type(field.label)


def _stored_day(field: LetterField, value: object) -> str:
    if isinstance(value, date):
        return date(value.year, value.month, value.day).isoformat()
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _bad_type(field.label) from None


def _stored_rows(field: LetterField, value: object) -> list[dict[str, str]]:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > MOST_ROWS:
        raise _bad_type(field.label)
    names = {column.name for column in field.columns}
    rows = []
    for row in value:
        if not isinstance(row, Mapping) or set(row) - names:
            raise _bad_type(field.label)
        rows.append({column.name: _text(column.label, str(row.get(column.name, ""))) for column in field.columns})
    return rows


def _text(label: Text, value: str) -> str:
    # What XML cannot hold is nobody's writing.
    text = "".join(sign for sign in value.strip() if sign >= " " or sign == "\n")
    if len(text) > LONGEST_TEXT:
        raise InvalidValue(
            "letter.field-long",
            Text(f"“{label.zh}”超过 {LONGEST_TEXT} 字。", f"“{label.en}” is longer than {LONGEST_TEXT} signs."),
            Text("请写得更短，或作为附件送达。", "Shorten it, or serve it as an annex."),
        )
    return text


def _said(field: LetterField, value: Any) -> tuple[object, ...]:
    """The values of the field's names in their order, by pairs (label, name)."""
    if field.kind is FieldKind.ROWS:
        rows = [_row(field, row) for row in value or ()]
        return (rows, rows)
    if not value:
        return ("", "")
    if field.kind is FieldKind.MONEY:
        amount = Decimal(value)
        figures, capitals = f"{amount:,.2f}", capital_yuan(amount)
        return (figures, figures, capitals, capitals)
    if field.kind is FieldKind.DAY:
        day = date.fromisoformat(value)
        figures, characters = day_in_figures(day), day_in_characters(day)
        return (figures, figures, characters, characters)
    if field.kind is FieldKind.LENGTH:
        length = Length.parse(value).text.zh.replace(" ", "")
        return (length, length)
    # Each line is a paragraph of its own, indented as the one in which the field stands (docxtpl's sign for that).
    said = str(value).replace("\n", "\a") if field.kind is FieldKind.LINES else value
    return (said, said)


def _row(field: LetterField, row: Mapping[str, str]) -> dict[str, str]:
    return {name: row.get(column.name, "") for column in field.columns for name in (column.label.zh, column.name)}


def _bad_type(label: Text) -> InvalidValue:
    return InvalidValue(
        "letter.field-type",
        Text(f"“{label.zh}”的内容不符合要求。", f"“{label.en}” is not what the field takes."),
        Text(
            "日期写作 2026-11-23，金额只写数字，表格按列填写。",
            "Write days as 2026-11-23, sums in figures only, rows column by column.",
        ),
    )
