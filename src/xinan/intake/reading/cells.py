"""One cell to one value: every spelling of the same value gives the same result."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xinan.intake.reading.dates import parse_date, parse_moment, parse_month
from xinan.intake.reading.faults import shown, unreadable
from xinan.intake.reading.numbers import Cell, parse_integer, parse_money, parse_number
from xinan.intake.sheets.columns import CellKind, SheetColumn
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import BankCard, CreditCode
from xinan.kernel.text import Text

# Full-width ASCII to half-width; the spaces and marks that come along with copying from WeChat, WPS and web pages.
_WIDTH: dict[int, int | str | None] = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
_WIDTH |= dict.fromkeys((code for code in range(32) if chr(code) not in "\t\r\n"), None)
_WIDTH |= {ord(space): " " for space in "\u3000\u00a0\u2002\u2003\u2009\t\r\n"}
_WIDTH |= dict.fromkeys(range(0xD800, 0xE000), None)  # halves of characters, which no database takes
_WIDTH |= {ord(mark): None for mark in "\u200b\u200c\u200d\u200e\u200f\ufeff\u202a\u202c\u2060"}
_BRACKETS = {ord("("): "（", ord(")"): "）"}
_CHINESE = re.compile("[一-鿿]")
_EMPTY = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空", "null", "NULL", "None", "#N/A"})
_SPACES = re.compile(r" {2,}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_EXACT_DIGITS = 10**15  # a spreadsheet's number keeps 15 digits; beyond, the last ones are gone
_TRUE = frozenset({"是", "1", "Y", "YES", "TRUE", "T", "√", "✓", "有", "对", "真"})
_FALSE = frozenset({"否", "0", "N", "NO", "FALSE", "F", "×", "✗", "X", "没有", "假"})
_ACCOUNT = re.compile(r"[0-9]{6,32}")
_LANDLINE = re.compile(r"(?:0\d{2,3})?\d{7,8}")
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_IDENTITY = re.compile(r"[0-9A-Z()]{5,25}")


def plain_text(value: Cell) -> str:
    """The text of a cell: half-width, without strange spaces; a whole number without its “.0”.

    >>> plain_text(" １２Ａ\u3000"), plain_text(24.0)
    ('12A', '24')
    """
    if isinstance(value, str):
        text = value.translate(_WIDTH)
        return _SPACES.sub(" ", text).strip() if not text.isascii() or " " in text else text
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def is_empty(value: Cell) -> bool:
    """Whether a cell says nothing: blank, or one of the marks people put for “none”."""
    if value is None or value == "":
        return True
    return isinstance(value, str) and plain_text(value) in _EMPTY


def _digits(value: Cell, text: str) -> str:
    """The digits of a long number; refuses one which a spreadsheet has already rounded."""
    spoiled = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= _EXACT_DIGITS
    if spoiled or _SCIENTIFIC.fullmatch(text):
        raise InvalidValue(
            "cell.digits_lost",
            Text(
                "长号码被存成了数字，末几位已丢失。", "A long number was stored as a number and lost its last digits."
            ),
            Text(
                "先把该列单元格格式设为“文本”，再重新填写完整号码。",
                "Set the column's cell format to text, then type the whole number again.",
            ),
        )
    return text.replace(" ", "").replace("-", "").lstrip("'`").upper()


def _text(value: Cell, text: str, column: SheetColumn) -> str:
    if len(text) > column.max_length:
        raise InvalidValue(
            "cell.too_long",
            Text(f"超过 {column.max_length} 个字。", f"More than {column.max_length} characters."),
            Text("请缩短。", "Shorten it."),
        )
    # Names in Chinese are written with Chinese brackets on licences and permits, however a clerk types them.
    return unicodedata.normalize("NFC", text.translate(_BRACKETS) if _CHINESE.search(text) else text)


def _code(value: Cell, text: str, column: SheetColumn) -> str:
    table = column.codes
    if table is None:
        raise ValueError(f"column {column.name} has no code table")
    spellings = table.by_spelling
    bare = text.replace(" ", "")
    for spelling in (bare, re.sub(r"^([0-9]+)[-.、:_](.+)$", r"\1\2", bare), bare.upper(), bare.lower()):
        if spelling in spellings:
            return spellings[spelling]
    names = "、".join(table.names[:20]) + ("…" if len(table.names) > 20 else "")
    raise InvalidValue(
        "cell.code",
        Text(f"“{shown(text)}”不是{table.name.zh}。", f"“{shown(text)}” is not a known {table.name.en.lower()}."),
        Text(f"请填：{names}。", f"Give one of: {names}."),
    )


def _flag(value: Cell, text: str, column: SheetColumn) -> bool:
    word = text.upper()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise unreadable(
        text,
        personal=False,
        wanted=Text("是或否", "yes or no"),
        remedy=Text("请填“是”或“否”。", "Give 是 or 否."),
        code="cell.flag",
    )


def _credit_code(value: Cell, text: str, column: SheetColumn) -> str:
    return CreditCode.parse(_digits(value, text)).code


def _identity(value: Cell, text: str, column: SheetColumn) -> str:
    number = _digits(value, text)
    if _IDENTITY.fullmatch(number) is None:
        raise unreadable(
            text,
            personal=True,
            wanted=Text("证件号码", "the number of an identity document"),
            remedy=Text("只填数字和字母，居民身份证为 18 位。", "Digits and letters; 18 for a resident identity card."),
            code="cell.identity",
        )
    return number


def _card(value: Cell, text: str, column: SheetColumn) -> str:
    return BankCard.parse(_digits(value, text)).number


def _account(value: Cell, text: str, column: SheetColumn) -> str:
    number = _digits(value, text)
    if _ACCOUNT.fullmatch(number) is None:
        raise unreadable(
            text,
            personal=True,
            wanted=Text("银行账号", "an account number"),
            remedy=Text("填写 6 至 32 位数字的完整账号。", "Give the whole number, 6 to 32 digits."),
            code="cell.account",
        )
    return number


def _phone(value: Cell, text: str, column: SheetColumn) -> str:
    number = _digits(value, text).replace("(", "").replace(")", "")
    if found := _MOBILE.fullmatch(number):
        return found[1]
    if _LANDLINE.fullmatch(number):
        return number
    raise unreadable(
        text,
        personal=True,
        wanted=Text("电话号码", "a telephone number"),
        remedy=Text("填写 11 位手机号码，或带区号的固定电话。", "Give an 11-digit mobile number, or a landline."),
        code="cell.phone",
    )


def _region(value: Cell, text: str, column: SheetColumn) -> str:
    return text.replace(" ", "")


def _date(value: Cell, text: str, column: SheetColumn) -> date:
    return parse_date(value, text)


def _moment(value: Cell, text: str, column: SheetColumn) -> datetime:
    return parse_moment(value, text, time_required=column.time_required)


def _month(value: Cell, text: str, column: SheetColumn) -> str:
    return parse_month(value, text)


def _money(value: Cell, text: str, column: SheetColumn) -> Decimal:
    return parse_money(value, text, negative=column.negative)


def _number(value: Cell, text: str, column: SheetColumn) -> Decimal:
    return parse_number(value, text)


def _integer(value: Cell, text: str, column: SheetColumn) -> int:
    return parse_integer(value, text)


_PARSERS: dict[CellKind, Callable[[Cell, str, SheetColumn], Any]] = {
    CellKind.TEXT: _text,
    CellKind.CODE: _code,
    CellKind.FLAG: _flag,
    CellKind.CREDIT_CODE: _credit_code,
    CellKind.IDENTITY: _identity,
    CellKind.CARD: _card,
    CellKind.ACCOUNT: _account,
    CellKind.PHONE: _phone,
    CellKind.REGION: _region,
    CellKind.DATE: _date,
    CellKind.MOMENT: _moment,
    CellKind.MONTH: _month,
    CellKind.MONEY: _money,
    CellKind.NUMBER: _number,
    CellKind.INTEGER: _integer,
}


def parse_cell(value: Cell, column: SheetColumn) -> Any:
    """The value a cell holds by its column's kind: text, Decimal, date, aware datetime, bool or int; None where empty.

    Raises InvalidValue; a value that identifies a person is never repeated in it.
    """
    if is_empty(value):
        return None
    return _PARSERS[column.kind](value, plain_text(value), column)
