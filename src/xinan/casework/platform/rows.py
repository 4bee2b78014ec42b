"""The rows of an export as clues to be taken, each with what is wrong with it: where, what, and what would be right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from xinan.casework.enums import Channel, TransferKind
from xinan.casework.told import TakenClue, ToldVoice
from xinan.intake.reading.cells import is_empty, plain_text
from xinan.intake.reading.dates import parse_date, parse_month
from xinan.intake.reading.headers import column_letter
from xinan.intake.reading.numbers import Cell, parse_decimal
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import REGIONS, region
from xinan.kernel.text import Text

_KINDS: Final = {"转办": TransferKind.PASS, "交办": TransferKind.ASSIGN, "督办": TransferKind.SUPERVISE}
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row, and in which column (its letter); never a personal value."""

    row: int
    column: str
    code: str
    what: Text
    remedy: Text

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "row": self.row, "column": self.column, "code": self.code, "zh": self.what.zh, "en": self.what.en,
            "remedy_zh": self.remedy.zh, "remedy_en": self.remedy.en,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row: the clue, or what is wrong with it."""

    row: int
    taken: TakenClue | None
    faults: tuple[RowFault, ...] = ()


class _Row:
    """One row under its columns; collects what is wrong."""

    def __init__(self, number: int, cells: Sequence[Cell], *, places: Mapping[str, int]) -> None:
        self.number = number
        self._cells, self._places = cells, places
        self.faults: list[RowFault] = []

    def cell(self, name: str) -> Cell:
        place = self._places.get(name)
        return self._cells[place] if place is not None and place < len(self._cells) else None

    def text(self, name: str, *, most: int = 4000) -> str:
        value = self.cell(name)
        return "" if is_empty(value) else plain_text(value).strip()[:most]

    def read(self, name: str, parse: Callable[[Cell, str], Value], *, default: Value) -> Value:
        value = self.cell(name)
        if is_empty(value):
            return default
        try:
            return parse(value, plain_text(value))
        except InvalidValue as error:
            self.refuse(name, error)
            return default

    def refuse(self, name: str, error: InvalidValue) -> None:
        letter = column_letter(self._places[name]) if name in self._places else ""
        self.faults.append(RowFault(self.number, letter, error.code, error.what, error.remedy))


def read_rows(
    rows: Iterator[tuple[int, list[Cell]]], *, header_row: int, places: Mapping[str, int], today: date
) -> Iterator[RowRead]:
    """Every row below the header that holds anything."""
    for number, cells in rows:
        if number <= header_row or all(is_empty(cell) for cell in cells):
            continue
        row = _Row(number, cells, places=places)
        taken = _clue(row, today=today)
        yield RowRead(number, None if row.faults else taken, tuple(row.faults))


def _clue(row: _Row, *, today: date) -> TakenClue:
    number = row.text("number", most=64)
    if not number:
        row.refuse("number", _no_number())
    amount: Decimal | None = row.read("amount", parse_decimal, default=None)
    if amount is not None and amount < 0:
        row.refuse("amount", _negative())
    reply_by: date | None = row.read("reply_by", parse_date, default=None)
    received_on: date | None = row.read("received_on", parse_date, default=None)
    if received_on is not None and received_on > today:
        row.refuse("received_on", _to_come())
    voice = ToldVoice(
        words=row.text("words"),
        name=row.text("name", most=60),
        phone=row.text("phone", most=60),
        id_number=row.text("id_number", most=60),
        amount=amount,
        workers=max(int(row.read("workers", parse_decimal, default=Decimal(1))), 1),
        from_month=_month(row, "from_month", today=today),
        to_month=_month(row, "to_month", today=today),
    )
    if voice.from_month and voice.to_month and voice.to_month < voice.from_month:
        row.refuse("to_month", _backwards())
    return TakenClue(
        channel=Channel.PLATFORM,
        voice=voice,
        employer_words=row.text("employer", most=200),
        site_words=row.text("site", most=200),
        region_code=_region(row),
        source_number=number,
        reply_by=reply_by,
        from_words=row.text("from_office", most=200),
        kind=_KINDS.get(row.text("kind"), TransferKind.PASS) if reply_by else "",
        received_on=received_on,
    )


def _month(row: _Row, name: str, *, today: date) -> str:
    month: str = row.read(name, parse_month, default="")
    if month > f"{today:%Y-%m}":
        row.refuse(name, _to_come())
        return ""
    return month


def _region(row: _Row) -> str:
    """By code, or by name where it is one place's alone."""
    text = row.text("region", most=40)
    if not text:
        return ""
    try:
        return region(text).code
    except InvalidValue:
        named = [place.code for place in REGIONS if place.valid_to is None and text.endswith(place.text.zh)]
        if len(named) == 1:
            return named[0]
        row.refuse("region", _no_place())
        return ""


def _no_number() -> InvalidValue:
    return InvalidValue(
        "platform.number",
        Text("没有平台编号。", "There is no platform number."),
        Text("补上平台的线索编号；同一编号不会重复导入。", "Give the platform's number; one number is taken once."),
    )


def _negative() -> InvalidValue:
    return InvalidValue(
        "platform.amount", Text("金额是负数。", "The amount is negative."), Text("以元为单位填写。", "Give it in yuan.")
    )


def _to_come() -> InvalidValue:
    return InvalidValue(
        "platform.future",
        Text("日期在今天以后。", "It lies in the future."),
        Text("核对年份和月份。", "Check the year and the month."),
    )


def _backwards() -> InvalidValue:
    return InvalidValue(
        "platform.months",
        Text("截止月份早于起始月份。", "The last month lies before the first."),
        Text("核对两个月份。", "Check both months."),
    )


def _no_place() -> InvalidValue:
    return InvalidValue(
        "platform.place",
        Text("不认识这个地区。", "The place is not known."),
        Text(
            "填写六位行政区划代码，或县（市、区）全称；不清楚的留空。",
            "Give its six digits or full name, or leave it empty.",
        ),
    )
