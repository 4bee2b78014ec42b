"""Cells that hold days, moments and months, however they are spelled; Excel's serial days among them."""

import math
import re
from datetime import date, datetime, time, timedelta, timezone

from xinan.intake.reading.faults import unreadable
from xinan.intake.reading.numbers import Cell
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

_EPOCH = datetime(1899, 12, 30, tzinfo=CHINA)  # day 0 of Excel's 1900 calendar, after its false leap day
_FIRST_SERIAL, _LAST_SERIAL = 7306, 73051  # 1920-01-01 and 2100-01-01
_NOISE_SECONDS = 0.0005  # a serial day is a binary fraction: 06:58:12 may come out as 06:58:11.9999997
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(.*)", re.DOTALL)
_NO_YEAR = re.compile(r"(?:\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?)")
_SHORT_YEAR = re.compile(r"['’]?(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_YEAR_LAST = re.compile(r"\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{4}")
_WEEKDAY = re.compile(r"\s*[（(]?(?:星期|周|礼拜)[一二三四五六日天][)）]?\s*$")
_HAN_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,2})月)(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_HAN = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_LONGEST = 60  # characters; what is longer is no day
_ZONE = r"\s*(Z|[+-]\d{2}(?::?\d{2})?)?"
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[ T]?(\d{2})(\d{2})(\d{2})?" + _ZONE + ")?", re.IGNORECASE)
_CLOCK = re.compile(
    r"(上午|下午|AM|PM)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*(?:[:分]\s*(?:(\d{1,2})(?:\.\d+)?\s*秒?)?)?\s*(AM|PM)?"
    + _ZONE,
    re.IGNORECASE,
)
_AFTER_TIME = re.compile(r".*\d{4}.*?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*([+-].*|(?!AM|PM)[A-Z\[(].*)", re.IGNORECASE)
_FARTHEST = timedelta(hours=14)  # no place on earth is farther from UTC
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*(?:月份?)?")
_COMPACT_MONTH = re.compile(r"(\d{4})(\d{2})")


def _ambiguous(text: str) -> InvalidValue | None:
    """What is unclear about a day that is written so that it may be several; None where it is no day at all."""
    if _NO_YEAR.fullmatch(text):
        what = Text(f"“{text}”没有年份。", f"“{text}” has no year.")
    elif found := _SHORT_YEAR.fullmatch(text):
        meant = f"20{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
        what = Text(
            f"“{text}”的年份只有两位，可能是 {meant}，也可能是别的日子。",
            f"“{text}” has a year of two digits: {meant}, or another day.",
        )
    elif _YEAR_LAST.fullmatch(text):
        what = Text(f"“{text}”分不清月和日哪个在前。", f"“{text}” may put the month or the day first.")
    else:
        return None
    return InvalidValue(
        "cell.date_unclear", what, Text("请写全年月日，例如 2026-03-05。", "Write year, month and day: 2026-03-05.")
    )


def _strange_zone(text: str) -> InvalidValue | None:
    """What is wrong with whatever stands after a time of day; None where nothing does."""
    found = _AFTER_TIME.fullmatch(text[:_LONGEST])
    if found is None:
        return None
    return InvalidValue(
        "cell.zone",
        Text(
            f"时刻后面的“{found[1][:25]}”不是能识别的时区。", f"“{found[1][:25]}” after the time is no known time zone."
        ),
        Text(
            "请写北京时间、不带时区，如 2026-03-05 06:58:12；带时区的写成 +08:00 或 Z。",
            "Write China's time without a zone, 2026-03-05 06:58:12; or with +08:00 or Z.",
        ),
    )


def _not_a_day(text: str, *, with_time: bool) -> InvalidValue:
    if unclear := _ambiguous(text) or _strange_zone(text):
        return unclear
    if with_time:
        return unreadable(
            text,
            personal=False,
            wanted=Text("时间", "a date and time"),
            remedy=Text("请写成 2026-03-05 06:58:12。", "Write it as 2026-03-05 06:58:12."),
            code="cell.moment",
        )
    return unreadable(
        text,
        personal=False,
        wanted=Text("日期", "a date"),
        remedy=Text("请写成 2026-03-05。", "Write it as 2026-03-05."),
        code="cell.date",
    )


def _from_serial(number: float) -> datetime | None:
    if not _FIRST_SERIAL <= number < _LAST_SERIAL:
        return None
    return _EPOCH + timedelta(seconds=math.floor(number * 86400 + _NOISE_SECONDS))


def _clock_of(rest: str) -> tuple[time, str] | None:
    """The time of day written after a day, and its zone; None for none. ValueError where it is not one."""
    rest = rest.strip().lstrip("T").strip()
    if not rest:
        return None
    found = _CLOCK.fullmatch(rest)
    if not found:
        raise ValueError(rest)
    before, hour, minute, second, after, zone = found.groups()
    half = (before or after or "").upper()
    hours = int(hour)
    if half in {"下午", "PM"} and hours < 12:
        hours += 12
    elif half in {"上午", "AM"} and hours == 12:
        hours = 0
    return time(hours, int(minute), int(second or 0)), zone or ""


def in_china(day: date, at: time, *, zone: str) -> tuple[date, time]:
    """Day and time in China of what a clock in `zone` (Z, +08:00, +0800, -05; empty: China's) shows.

    ValueError for a zone that is nowhere.
    """
    if not zone:
        return day, at
    offset = timedelta()
    if zone not in "Zz":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].strip(":") or 0))
        if offset > _FARTHEST or int(zone[3:].strip(":") or 0) > 59:
            raise ValueError(zone)
    there = timezone(-offset if zone[0] == "-" else offset)
    moment = datetime.combine(day, at, tzinfo=there).astimezone(CHINA)
    return moment.date(), moment.time()


def _arabic(text: str) -> str:
    """A day in Chinese figures, such as 二〇二六年三月五日, in Arabic ones; anything else as it is."""
    found = _HAN_DAY.fullmatch(text)
    if found is None:
        return text
    year = "".join(str(_HAN[digit]) for digit in found[1])
    return f"{year}-{_tens(found[2])}" + (f"-{_tens(found[3])}" if found[3] else "")


def _tens(text: str) -> int:
    """A number below 100 in Chinese figures; 0 where it is written wrongly."""
    before, ten, after = text.partition("十")
    if not ten:
        return _HAN[before] if len(before) == 1 else 0
    if len(before) > 1 or len(after) > 1:
        return 0
    return (_HAN[before] if before else 1) * 10 + (_HAN[after] if after else 0)


def _split(text: str) -> tuple[date, time | None] | None:
    """The day and time a text spells; None where it spells none."""
    text = _arabic(_WEEKDAY.sub("", text[:_LONGEST]))
    try:
        if found := _DAY.fullmatch(text):
            year, month, day, rest = found.groups()
            on, at = date(int(year), int(month), int(day)), _clock_of(rest)
            return in_china(on, at[0], zone=at[1]) if at else (on, None)
        if found := _COMPACT.fullmatch(text):
            year, month, day, hour, minute, second, zone = found.groups()
            on = date(int(year), int(month), int(day))
            return in_china(on, time(int(hour), int(minute), int(second or 0)), zone=zone or "") if hour else (on, None)
        if _SERIAL.fullmatch(text) and (moment := _from_serial(float(text))):
            return moment.date(), moment.time() if "." in text else None
    except (ValueError, OverflowError):
        return None
    return None


def _within_reason(day: date) -> bool:
    return 1920 <= day.year < 2100


def _parts(value: Cell, text: str) -> tuple[date, time | None] | None:
    if isinstance(value, datetime):
        whole = value + timedelta(seconds=_NOISE_SECONDS)
        return whole.date(), whole.time().replace(microsecond=0)
    if isinstance(value, date):
        return value, None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if (moment := _from_serial(float(value))) is not None:
            return moment.date(), None if float(value).is_integer() else moment.time()
        return _split(str(int(value))) if float(value).is_integer() else None
    return _split(text)


def parse_date(value: Cell, text: str) -> date:
    """The day a cell holds, in China; a time of day beside it counts only where it has a zone. Raises InvalidValue `cell.date`,
    `cell.zone`."""
    parts = _parts(value, text)
    if parts is None or not _within_reason(parts[0]):
        raise _not_a_day(text, with_time=False)
    return parts[0]


def parse_moment(value: Cell, text: str, *, time_required: bool = False) -> datetime:
    """The moment a cell holds, to the second, in China; a day alone is its first second unless `time_required`.

    A moment with a zone (Z, +08:00) is told in China's time. Raises InvalidValue `cell.moment`, `cell.no_time`, `cell.zone`.
    """
    parts = _parts(value, text)
    if parts is None or not _within_reason(parts[0]):
        raise _not_a_day(text, with_time=True)
    day, at = parts
    if at is None and time_required:
        raise InvalidValue(
            "cell.no_time",
            Text(f"“{text}”只有日期，没有时刻。", f"“{text}” is a day without a time."),
            Text("请写到时分秒，例如 2026-03-05 06:58:12。", "Give the time as well, such as 2026-03-05 06:58:12."),
        )
    return datetime.combine(day, at or time(), tzinfo=CHINA)


def parse_month(value: Cell, text: str) -> str:
    """The month a cell holds as YYYY-MM. A day stands for its month: Excel turns 2026-03 into one.

    Raises InvalidValue `cell.month`. The number 2026.1 is refused: Excel writes October so, too.
    """
    if isinstance(value, float) and not value.is_integer() and 1000 < value < 2100:
        return _month_of_fraction(value) or _refuse_month(text)
    text = _arabic(text)
    if found := (_COMPACT_MONTH.fullmatch(_digits_of(value, text)) or _MONTH.fullmatch(text)):
        month = _month_of(f"{found[1]}.{found[2]}")
        return month or _refuse_month(text)
    parts = _parts(value, text)
    if parts is None or not _within_reason(parts[0]):
        return _refuse_month(text)
    return f"{parts[0]:%Y-%m}"


def _month_of_fraction(value: float) -> str:
    year, part = divmod(round(value * 100), 100)
    if part == 10 or abs(value * 100 - round(value * 100)) > 1e-6:
        return ""
    return _month_of(f"{year}.{part // 10 if part % 10 == 0 else part}")


def _digits_of(value: Cell, text: str) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
        return str(int(value))
    return text


def _month_of(text: str) -> str:
    found = _MONTH.fullmatch(text)
    if found and 1 <= int(found[2]) <= 12 and 1920 <= int(found[1]) < 2100:
        return f"{found[1]}-{int(found[2]):02d}"
    return ""


def _refuse_month(text: str) -> str:
    raise unreadable(
        text,
        personal=False,
        wanted=Text("月份", "a month"),
        remedy=Text("请写成 2026-03（年-月），单元格设为文本格式。", "Write it as 2026-03 in a cell of text format."),
        code="cell.month",
    )
