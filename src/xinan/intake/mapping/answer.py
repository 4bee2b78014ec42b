"""What a person says of a sheet's columns, and the layout that follows from it. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from xinan.intake.mapping.numbering import AUTO
from xinan.intake.reading.cells import parse_cell
from xinan.intake.reading.headers import Layout, column_letter
from xinan.intake.reading.numbers import Cell
from xinan.intake.sheets.columns import CellKind, Sheet, SheetColumn
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

_MONTH = re.compile(r"(20\d{2})\s*[年.\-/]\s*(\d{1,2})\s*月")
# What is another in each sheet is asked each time; the rest is remembered with the mapping.
_EACH_TIME = frozenset({CellKind.DATE, CellKind.MOMENT, CellKind.MONTH})
# What is a row's own can never be said for all rows at once.
_OF_A_ROW = frozenset(
    {
        CellKind.IDENTITY,
        CellKind.CARD,
        CellKind.PHONE,
        CellKind.MONEY,
        CellKind.NUMBER,
        CellKind.INTEGER,
        CellKind.MOMENT,
    }
)
NUMBERED = ("payroll", "line_code")


class How(StrEnum):
    """Where the value of a column comes from that the sheet lacks."""

    VALUE = "value"  # the same for every sheet of this header
    TITLE = "title"  # the month in the lines above the header
    ASKED = "asked"  # said anew for each sheet
    AUTO = "auto"  # numbered by the product


@dataclass(frozen=True)
class Answer:
    """What a person said: the kind of sheet, the index of each column, and how the lacking columns are filled."""

    sheet: Sheet
    header_row: int
    places: Mapping[str, int]
    fixed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def layout(self, *, said: Mapping[str, str], titles: Sequence[str]) -> tuple[Layout, tuple[str, ...]]:
        """The layout for one sheet, and the columns whose value is still to be said for it."""
        values: dict[str, Cell] = {}
        open_: list[str] = []
        for name, how in self.fixed.items():
            value = _value(how, said=said.get(name, ""), titles=titles)
            if value:
                values[name] = value
            else:
                open_.append(name)
        return Layout(self.sheet, self.header_row, dict(self.places), fixed=values), tuple(open_)


def fixable(sheet: Sheet, places: Iterable[str]) -> tuple[SheetColumn, ...]:
    """The columns that the sheet lacks and that can be said for all of it: those required, and the day wages were paid."""
    there = set(places)
    return tuple(
        column
        for column in sheet.columns
        if column.name not in there
        and column.kind not in _OF_A_ROW
        and column.name != "person_name"
        and (sheet.kind, column.name) != NUMBERED
        and (column.required or (column.name == "paid_on" and "paid" in there))
    )


def how_of(column: SheetColumn, value: str, *, titles: Sequence[str]) -> dict[str, str]:
    """How a value that a person gave for a lacking column is kept."""
    if column.kind is CellKind.MONTH and value == month_in(titles):
        return {"how": How.TITLE.value}
    if column.kind in _EACH_TIME:
        return {"how": How.ASKED.value}
    return {"how": How.VALUE.value, "value": value}


def month_in(titles: Iterable[str]) -> str:
    """The one month that the texts name, as YYYY-MM; empty where they name none or several.

    >>> month_in(["吉林省示例公司 2026 年 3 月工资表"]), month_in(["2026年3月", "2026年4月"])
    ('2026-03', '')
    """
    months = {
        f"{year}-{int(month):02d}" for text in titles for year, month in _MONTH.findall(text) if 1 <= int(month) <= 12
    }
    return months.pop() if len(months) == 1 else ""


def check_answer(sheet: Sheet, chosen: Sequence[str]) -> dict[str, int]:
    """The places of the columns chosen for each column of the sheet (empty: none).

    Raises InvalidValue `mapping.twice`, `mapping.missing` where one is chosen twice or one is lacking that nothing replaces.
    """
    places: dict[str, int] = {}
    known = {column.name for column in sheet.columns}
    for index, name in enumerate(chosen):
        if name not in known:
            continue
        if name in places:
            title = sheet.column(name).title
            letters = f"{column_letter(places[name])}、{column_letter(index)}"
            raise InvalidValue(
                "mapping.twice",
                Text(f"第 {letters} 列都选了“{title}”。", f"Columns {letters} are both chosen as “{title}”."),
                Text("请只选一列。", "Choose one."),
            )
        places[name] = index
    lacking = [
        column.title
        for column in sheet.required
        if column.name not in places and (sheet.kind, column.name) != NUMBERED and column not in fixable(sheet, places)
    ]
    if lacking:
        titles = "、".join(f"“{title}”" for title in lacking)
        raise InvalidValue(
            "mapping.missing",
            Text(f"还没有指定{titles}是哪一列。", f"It is not yet said which column is {titles}."),
            Text(
                "请在下面的列中选定；表里确实没有的，请补上这一列再导入。",
                "Choose it below; if the sheet lacks it, add the column and import again.",
            ),
        )
    return places


def check_fixed(sheet: Sheet, places: Mapping[str, int], given: Mapping[str, str], *, titles: Sequence[str]) -> tuple[
    dict[str, dict[str, str]], dict[str, str]
]:  # fmt: skip
    """How the lacking columns are filled, and what was said for this sheet alone. Raises InvalidValue."""
    fixed: dict[str, dict[str, str]] = {}
    said: dict[str, str] = {}
    for column in fixable(sheet, places):
        value = given.get(column.name, "").strip()
        if not value and not column.required:
            continue
        if not value:
            raise InvalidValue(
                "mapping.unsaid",
                Text(f"请填写“{column.title}”。", f"Give “{column.title}”."),
                Text("表里没有这一列，需要为整张表填一个值。", "The sheet has no such column; one value is needed for all of it."),
            )  # fmt: skip
        parsed = parse_cell(value, column)
        if parsed is None:
            continue
        kept = str(parsed) if column.kind in _EACH_TIME else value
        fixed[column.name] = how_of(column, kept, titles=titles)
        if fixed[column.name]["how"] == How.ASKED:
            said[column.name] = kept
    if NUMBERED[0] == sheet.kind and NUMBERED[1] not in places:
        fixed[NUMBERED[1]] = {"how": How.AUTO.value}
    return fixed, said


def _value(how: Mapping[str, str], *, said: str, titles: Sequence[str]) -> str:
    kind = how.get("how")
    if kind == How.AUTO:
        return AUTO
    if kind == How.TITLE:
        return said or month_in(titles)
    return said if kind == How.ASKED else how.get("value", "")
