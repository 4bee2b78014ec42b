"""Cells that hold amounts, counts and shares, however they are spelled."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from xinan.intake.reading.faults import shown, unreadable
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

Cell = str | float | int | bool | date | datetime | time | timedelta | None  # as a reader hands it over

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?")
_UNITS = ("人民币", "RMB", "CNY", "¥", "￥", "元", "天", "小时", "工日")
CENT = Decimal("0.01")
_NOISE = Decimal("0.00001")  # what binary fractions leave behind in a spreadsheet's sums
_LARGEST = Decimal("9999999999999999.99")


def _bare(text: str) -> str:
    bare = text.replace(" ", "").replace("，", ",")
    for unit in _UNITS:
        bare = bare.removeprefix(unit).removesuffix(unit)
    return bare


def parse_decimal(value: Cell, text: str) -> Decimal:
    """The number a cell holds: a number, or text with separators, a currency sign or a percent sign.

    Raises InvalidValue `cell.number`, `cell.large`.
    """
    number = _decimal_of(value, text)
    if not number.is_finite():
        raise _not_a_number(text)
    if abs(number) > _LARGEST:
        raise InvalidValue(
            "cell.large",
            Text("数字过大。", "The number is too large."),
            Text("请核对单位和小数点的位置。", "Check the unit and where the decimal point stands."),
        )
    return number


def _decimal_of(value: Cell, text: str) -> Decimal:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Decimal(repr(value))
    bare = _bare(text)
    percent = bare.endswith(("%", "％"))
    bare = bare.rstrip("%％")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _PLAIN.fullmatch(bare):
        raise _not_a_number(text)
    return Decimal(bare) / 100 if percent else Decimal(bare)


def _not_a_number(text: str) -> InvalidValue:
    return unreadable(
        text,
        personal=False,
        wanted=Text("数字", "a number"),
        remedy=Text("请只填数字，例如 7680.00。", "Give a number alone, such as 7680.00."),
        code="cell.number",
    )


def parse_money(value: Cell, text: str, *, negative: bool = False) -> Decimal:
    """Yuan with two places. Raises InvalidValue `cell.number`, `cell.cents`, `cell.negative`, `cell.large`."""
    number = parse_decimal(value, text)
    rounded = number.quantize(CENT)
    if abs(number - rounded) > (_NOISE if isinstance(value, float) else 0):
        raise InvalidValue(
            "cell.cents",
            Text(f"“{shown(text)}”多于两位小数。", f"“{shown(text)}” has more than two decimal places."),
            Text("金额以元为单位，最多两位小数（到分）。", "Give yuan with at most two places."),
        )
    if rounded < 0 and not negative:
        raise InvalidValue(
            "cell.negative",
            Text(f"“{shown(text)}”是负数。", f"“{shown(text)}” is negative."),
            Text(
                "此列填 0 或正数；冲正请以同一编号更正原行。",
                "Give 0 or more; correct the earlier row under its own number.",
            ),
        )
    return rounded + 0


def parse_number(value: Cell, text: str) -> Decimal:
    """A number of at most six places, not negative. Raises InvalidValue `cell.number`, `cell.negative`."""
    number = parse_decimal(value, text).quantize(Decimal("0.000001")).normalize()
    if number < 0:
        raise InvalidValue(
            "cell.negative",
            Text(f"“{shown(text)}”是负数。", f"“{shown(text)}” is negative."),
            Text("此列填 0 或正数。", "Give 0 or more."),
        )
    return Decimal(f"{number:f}")


def parse_integer(value: Cell, text: str) -> int:
    """A whole number, not negative. Raises InvalidValue `cell.number`, `cell.integer`, `cell.negative`."""
    number = parse_number(value, text)
    if number != number.to_integral_value():
        raise InvalidValue(
            "cell.integer",
            Text(f"“{shown(text)}”不是整数。", f"“{shown(text)}” is not a whole number."),
            Text("请填整数。", "Give a whole number."),
        )
    return int(number)
