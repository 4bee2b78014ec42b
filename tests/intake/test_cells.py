"""Any spelling of a value gives the same value; nothing personal is ever repeated in an error."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.intake.reading.cells import parse_cell, plain_text
from xinan.intake.sheets import CellKind, SheetColumn, sheet_of_kind
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

NOTHING = Text("", "")
FULL_WIDTH = {ord(c): chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F))}


def column(kind: CellKind, **options: object) -> SheetColumn:
    return SheetColumn("name", "列", kind, NOTHING, **options)  # type: ignore[arg-type]


def plain(year: int, month: int, day: int) -> datetime:
    """A moment without a zone, as a spreadsheet holds it."""
    return datetime(year, month, day)  # noqa: DTZ001 a spreadsheet knows no zones


def to_the_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def serial(moment: datetime) -> float:
    """Excel's number of a moment: days since 1899-12-30."""
    return (moment - plain(1899, 12, 30)) / timedelta(days=1)


def refusal_of(value: Any, where: SheetColumn) -> InvalidValue | None:
    """Why a cell is refused; None where it is read."""
    try:
        parse_cell(value, where)
    except InvalidValue as error:
        return error
    return None


days = st.dates(date(1930, 1, 1), date(2098, 12, 31))
moments = st.datetimes(plain(1990, 1, 1), plain(2098, 12, 31)).map(lambda m: m.replace(microsecond=0))
amounts = st.decimals(Decimal(0), Decimal("99999999.99"), places=2)


@given(days, st.sampled_from(["-", "/", "."]), st.booleans())
def test_every_spelling_of_a_day_is_that_day(day: date, mark: str, full_width: bool) -> None:
    midnight = plain(day.year, day.month, day.day)
    padded = f"{day.year}{mark}{day.month:02d}{mark}{day.day:02d}"
    spellings = [
        padded,
        f" {padded}\u3000",
        f"{padded} 00:00:00",
        f"{day.year}{mark}{day.month}{mark}{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        float(f"{day:%Y%m%d}"),
        day,
        midnight,
        serial(midnight),
        str(int(serial(midnight))),
    ]
    if full_width:
        spellings = [s.translate(FULL_WIDTH) if isinstance(s, str) else s for s in spellings]
    assert {parse_cell(s, column(CellKind.DATE)) for s in spellings} == {day}


@given(moments)
def test_every_spelling_of_a_moment_is_that_moment_in_china(moment: datetime) -> None:
    m = moment
    half = "下午" if m.hour >= 12 else "上午"
    spellings = [
        f"{m:%Y-%m-%d %H:%M:%S}",
        f"{m:%Y/%m/%d %H:%M:%S}",
        f"{m.year}/{m.month}/{m.day} {m.hour}:{m.minute}:{m.second}",
        f"{m:%Y-%m-%dT%H:%M:%S}",
        f"{m:%Y-%m-%d %H:%M:%S}.000",
        f"{m:%Y%m%d%H%M%S}",
        f"{m.year}年{m.month}月{m.day}日 {m.hour}时{m.minute}分{m.second}秒",
        f"{m:%Y-%m-%d} {half} {(m.hour % 12) or 12}:{m:%M:%S}",
        f"{m:%Y-%m-%d %H:%M:%S}".translate(FULL_WIDTH),
        m,
        serial(m),
    ]
    assert {parse_cell(s, column(CellKind.MOMENT)) for s in spellings} == {m.replace(tzinfo=CHINA)}


@given(st.datetimes(plain(1992, 1, 1), plain(2098, 12, 30)).map(to_the_second), st.integers(-14 * 60, 14 * 60))
def test_a_moment_with_a_zone_is_told_in_chinas_time(moment: datetime, minutes: int) -> None:
    there = moment.replace(tzinfo=CHINA).astimezone(timezone(timedelta(minutes=minutes)))
    sign, (hours, rest) = "+-"[minutes < 0], divmod(abs(minutes), 60)
    utc = there.astimezone(UTC)
    spellings = [
        f"{there:%Y-%m-%dT%H:%M:%S}{sign}{hours:02d}:{rest:02d}",
        f"{there:%Y-%m-%d %H:%M:%S}{sign}{hours:02d}{rest:02d}",
        f"{there:%Y-%m-%dT%H:%M:%S}.000{sign}{hours:02d}:{rest:02d}",
        f"{there:%Y%m%d%H%M%S}{sign}{hours:02d}{rest:02d}",
        f"{utc:%Y-%m-%dT%H:%M:%S}Z",
        f"{utc:%Y%m%dT%H%M%S}z",
    ]
    assert {parse_cell(s, column(CellKind.MOMENT)) for s in spellings} == {moment.replace(tzinfo=CHINA)}
    assert {parse_cell(s, column(CellKind.DATE)) for s in spellings} == {moment.date()}


@pytest.mark.parametrize(
    "zone", [" CST", "[Asia/Shanghai]", " UTC+8", "+8", "+25:00", "+08:75", "+08:00[Asia/Shanghai]"]
)
@pytest.mark.parametrize("kind", [CellKind.MOMENT, CellKind.DATE])
def test_a_zone_that_may_mean_several_things_is_refused(zone: str, kind: CellKind) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_cell(f"2026-03-05T23:30:00{zone}", column(kind))
    assert refused.value.code == "cell.zone"
    assert zone.strip() in refused.value.what.zh


@given(st.integers(1930, 2098), st.integers(1, 12))
def test_every_spelling_of_a_month_is_that_month(year: int, month: int) -> None:
    first = plain(year, month, 1)
    spellings = [
        f"{year}-{month:02d}",
        f"{year}-{month}",
        f"{year}/{month:02d}",
        f"{year}年{month}月",
        f"{year}年{month:02d}月份",
        f"{year}{month:02d}",
        int(f"{year}{month:02d}"),
        float(f"{year}{month:02d}"),
        f"{year}.{month:02d}",
        f"{first:%Y-%m-%d}",
        first,
        first.date(),
        serial(first),
        f"{year}-{month:02d}".translate(FULL_WIDTH),
    ]
    assert {parse_cell(s, column(CellKind.MONTH)) for s in spellings} == {f"{year}-{month:02d}"}


def test_a_month_number_that_may_be_january_or_october_is_refused() -> None:
    assert parse_cell(2026.03, column(CellKind.MONTH)) == "2026-03"
    assert parse_cell(2026.11, column(CellKind.MONTH)) == "2026-11"
    with pytest.raises(InvalidValue, match="cell.month"):
        parse_cell(2026.1, column(CellKind.MONTH))


@given(amounts)
def test_every_spelling_of_an_amount_is_that_amount(amount: Decimal) -> None:
    spellings = [
        str(amount),
        f"{amount:,}",
        f"¥{amount:,}",
        f"￥ {amount}",
        f"{amount}元",
        f" {amount} ",
        float(amount),
        float(amount) + 1e-9,  # what adding up in binary leaves behind
        str(amount).translate(FULL_WIDTH),
    ]
    assert {parse_cell(s, column(CellKind.MONEY)) for s in spellings} == {amount}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("7,68", "cell.number"),
        ("约五千", "cell.number"),
        ("12.345", "cell.cents"),
        (12.345, "cell.cents"),
        ("-5", "cell.negative"),
        ("1e30", "cell.large"),
    ],
)
def test_amounts_that_are_none_say_why(value: str | float, code: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        parse_cell(value, column(CellKind.MONEY))
    assert raised.value.code == code


@pytest.mark.parametrize("value", ["2026-02-30", "2026-13-01", "昨天", "1899-01-01", "12:30", "3月5日", 12.5])
def test_days_that_are_none_are_refused(value: str | float) -> None:
    with pytest.raises(InvalidValue, match="cell.date"):
        parse_cell(value, column(CellKind.DATE))


def test_a_punch_needs_its_time_of_day() -> None:
    punch = sheet_of_kind("attendance").column("punched_at")
    with pytest.raises(InvalidValue, match="cell.no_time"):
        parse_cell("2026-03-05", punch)
    assert parse_cell("2026-03-05 6:58", punch) == datetime(2026, 3, 5, 6, 58, tzinfo=CHINA)


@pytest.mark.parametrize("kind", [CellKind.IDENTITY, CellKind.CARD, CellKind.ACCOUNT])
@pytest.mark.parametrize("value", [220102199001010000.0, 6228480000000000000, "6.22848E+18"])
def test_a_long_number_that_lost_its_last_digits_is_refused(kind: CellKind, value: float | str) -> None:
    with pytest.raises(InvalidValue, match="cell.digits_lost"):
        parse_cell(value, column(kind))


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=6, max_size=30))
def test_a_personal_value_is_never_repeated_in_an_error(value: str) -> None:
    for kind in (CellKind.IDENTITY, CellKind.CARD, CellKind.ACCOUNT, CellKind.PHONE):
        said, otherwise = (message_of(given, column(kind)) for given in (value, "甲乙丙丁戊己"))
        # A value may be a word that the message says in any case.
        assert value in otherwise or value not in said
        assert plain_text(value) in otherwise or plain_text(value) not in said


def message_of(value: str, wanted: SheetColumn) -> str:
    error = refusal_of(value, wanted)
    return f"{error}{error.message('zh')}" if error else ""


@pytest.mark.parametrize(
    "sheet_kind", ["people", "attendance", "units", "deposits", "projects", "entries", "movements"]
)
def test_codes_are_known_by_code_by_name_and_as_numbers(sheet_kind: str) -> None:
    for held in sheet_of_kind(sheet_kind).columns:
        for code, name in (held.codes.entries if held.codes else {}).items():
            assert parse_cell(code, held) == code
            assert parse_cell(f" {name}", held) == code
            if code.isdigit():
                assert parse_cell(f"{code}-{name}", held) == code
                assert parse_cell(float(code), held) == code


def test_an_unknown_code_lists_what_is_known() -> None:
    with pytest.raises(InvalidValue) as raised:
        parse_cell("走廊", sheet_of_kind("attendance").column("direction"))
    assert "进场、出场" in raised.value.remedy.zh


@pytest.mark.parametrize("value", [None, "", "  ", "\u3000", "-", "/", "无"])
@pytest.mark.parametrize("kind", list(CellKind))
def test_what_people_write_for_nothing_is_nothing(value: str | None, kind: CellKind) -> None:
    assert parse_cell(value, column(kind, codes=sheet_of_kind("entries").column("entry_type").codes)) is None


@given(
    st.text(max_size=60) | st.floats() | st.integers(-(10**20), 10**20) | st.booleans() | st.datetimes() | st.times()
)
def test_any_cell_at_all_is_read_or_refused_with_two_sentences(value: object) -> None:
    codes = sheet_of_kind("entries").column("entry_type").codes
    for kind in CellKind:
        error = refusal_of(value, column(kind, codes=codes))
        assert error is None or all((error.what.zh, error.what.en, error.remedy.zh, error.remedy.en))


def test_marks_that_no_database_takes_are_dropped() -> None:
    assert parse_cell("钢筋\x00一\x07班", column(CellKind.TEXT)) == "钢筋一班"


@pytest.mark.parametrize(
    "spelling", ["中建（长春）有限公司", "中建(长春)有限公司", "中建（长春)有限公司 ", "\u3000中建(长春）有限公司"]
)
def test_a_name_has_chinese_brackets_however_it_is_typed(spelling: str) -> None:
    assert parse_cell(spelling, column(CellKind.TEXT)) == "中建（长春）有限公司"


def test_a_number_keeps_plain_brackets() -> None:
    assert parse_cell("GZ（2026）-1", column(CellKind.TEXT)) == "GZ(2026)-1"
