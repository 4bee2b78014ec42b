"""What is wrong with a cell, a row or a file, and what would be right."""

import re
from dataclasses import dataclass

from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.text import Text


class UnusableFile(InvalidValue):
    """A file from which no row can be taken; the message says which file and what would be right."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file: `row` counts as the spreadsheet shows it; an empty `column` means the whole row."""

    row: int
    column: str
    code: str
    what: Text
    remedy: Text

    @classmethod
    def of(cls, error: XinanError, *, row: int, column: str = "") -> "Fault":
        """The fault that an error of a value is at its place."""
        return cls(row=row, column=column, code=error.code, what=error.what, remedy=error.remedy)


_LONG_NUMBER = re.compile(r"[0-9][0-9 -]{9,}[0-9Xx]")


def shown(value: str) -> str:
    """A cell's text fit to be repeated: shortened, and without a number long enough to be somebody's.

    >>> shown("2026-13"), shown("220102199001011234")
    ('2026-13', '****')
    """
    short = value if len(value) <= 40 else f"{value[:40]}…"
    return _LONG_NUMBER.sub("****", short)


def required_missing() -> InvalidValue:
    """A cell that may not be empty is."""
    return InvalidValue(
        "cell.required",
        Text("此列必填，现在是空的。", "This column is required and the cell is empty."),
        Text("请填写后重新导入。", "Fill it in and import again."),
    )


def unreadable(value: str, *, personal: bool, wanted: Text, remedy: Text, code: str) -> InvalidValue:
    """A cell whose spelling is not that of its kind. A personal value is not repeated."""
    if personal:
        what = Text("内容不是{zh}。", "The cell is not {en}.")
        return InvalidValue(code, what.format(zh=wanted.zh, en=wanted.en), remedy)
    said = shown(value)
    what = Text(f"“{said}”不是{wanted.zh}。", f"“{said}” is not {wanted.en}.")
    return InvalidValue(code, what, remedy)
