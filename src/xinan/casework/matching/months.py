"""Months as people tell them: 去年下半年, 过年前, 上个月, 8月到10月. Pure; the day they were told is an argument."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from xinan.casework.matching.words import plain
from xinan.kernel.period import Month

# The first day of the lunar year (农历正月初一), as published by the observatory.
_SPRING_FESTIVALS = tuple(
    date.fromisoformat(day)
    for day in (
        *("2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10"),
        *("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23"),
    )
)
_YEARS = {"今年": 0, "去年": -1, "前年": -2, "大前年": -3}
_PARTS = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "年初": (1, 3),
    "年中": (5, 7),
    "年底": (10, 12),
    "年末": (10, 12),
    "春天": (3, 5),
    "夏天": (6, 8),
    "秋天": (9, 11),
    "入冬": (11, 12),
    "冬天": (11, 12),
    "1季度": (1, 3),
    "2季度": (4, 6),
    "3季度": (7, 9),
    "4季度": (10, 12),
}
_FEASTS = {"劳动节": 5, "端午": 6, "中秋": 9, "国庆": 10, "元旦": 1}
_HALF_A_YEAR, _MOST_MONTHS = 6, 36
_YEAR = r"(?P<year>大前年|前年|去年|今年|(?:20)?[0-9]{2}年)?"
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_NOW = re.compile(r"至今|现在|目前|如今|今天")
_RANGE = re.compile(r"(?<=[月年初末底天前后度])(?:份|开始|以来)*(?:一直)*(?:到|至(?!今)|[-~—－]+)")
_DIGIT_RANGE = re.compile(r"(?<![0-9])([0-9]{1,2})月?份?(?:[-~—－、,，和到至])+([0-9]{1,2})月")
_LAST_FEW = re.compile(r"(?:[近前]|最近|过去|这|欠|差|拖欠?了?)*([0-9]{1,2})个多?月")
_SINCE = re.compile(r"以来|开始|起|至今|到现在|一直")
_BARE_FEAST = "|".join(_FEASTS)


@dataclass(frozen=True, slots=True)
class ToldMonths:
    """The months told, both included, and the words they were read from."""

    first: Month
    last: Month
    quoted: str


def told_period(words: str, *, on: date) -> ToldMonths | None:
    """The months that words told on a day speak of; None where they speak of none, or of what is still to come.

    >>> str(told_period("去年下半年的工资一直没给", on=date(2026, 11, 23)).first)
    '2025-07'
    >>> found = told_period("过年前", on=date(2026, 11, 23)); str(found.first), str(found.last)
    ('2025-11', '2026-01')
    """
    text = _arabic(words)
    ranged = _between(text, on=on)
    if ranged is not None:
        return ranged
    for read in _READERS:
        found = read(text, on)
        if found is not None:
            return _open_ended(found, text, on=on)
    return None


def _arabic(words: str) -> str:
    """Numbers in digits, years in four, 十一 as the feast it is where no month is meant."""
    text = re.sub(r"十一(?=前|后|之前|之后|以来|放假|长假|过后)", "国庆", words.replace(" ", ""))
    text = re.sub(r"五一(?=前|后|之前|之后|以来|放假|长假|过后|节)", "劳动节", text)
    return plain(text).replace("半年多", "半年").replace("上上个月", "上上月").replace("上个月", "上月")


def _between(text: str, *, on: date) -> ToldMonths | None:
    """`去年9月到今年3月`, `8月到10月`, `3月至今`."""
    digits = _DIGIT_RANGE.search(text)
    if digits and 1 <= int(digits[1]) <= 12 and 1 <= int(digits[2]) <= 12:
        return _of_digits(text, digits, on=on)
    parts = _RANGE.split(text, maxsplit=1)
    if len(parts) < 2:
        return None
    first = next((found for read in _READERS if (found := read(parts[0], on))), None)
    if first is None:
        return None
    if _NOW.match(parts[1]):
        return ToldMonths(first.first, Month.of(on), text)
    last = next((found for read in _READERS if (found := read(parts[1], on))), None)
    if last is None or last.last < first.first:
        return None
    return ToldMonths(first.first, last.last, f"{first.quoted}到{last.quoted}")


def _of_digits(text: str, found: re.Match[str], *, on: date) -> ToldMonths | None:
    first, last = int(found[1]), int(found[2])
    year = re.search(rf"{_YEAR}$", text[: found.start()])
    told = year["year"] if year else None
    if told:
        begun = Month(_year(told, on=on), first)
        ended = Month(begun.year + (last < first), last)
    else:
        ended = _latest(last, on=on)
        begun = Month(ended.year - (last < first), first)
    return _past(begun, ended, f"{told or ''}{found[0]}", on=on)


def _of_spring_festival(text: str, on: date) -> ToldMonths | None:
    found = re.search(r"(今年|去年|前年)?(过年|春节|年)(前|之前|以前|后|之后|以后|以来|那会)|开春|过完年", text)
    if found is None or (found[2] == "年" and re.search(r"[今去前0-9]$", text[: found.start(2)])):
        return None
    shift = {"去年": 1, "前年": 2}.get(found[1] or "", 0)
    past = [day for day in _SPRING_FESTIVALS if day <= on]
    if len(past) <= shift:
        return None
    feast = past[-1 - shift]
    if (found[3] or "后") in ("前", "之前", "以前", "那会"):
        last = Month.of(feast - timedelta(days=20))
        return _past(last.shift(-2), last, found[0], on=on)
    first = Month.of(feast + timedelta(days=10))
    return _past(first, first.shift(2), found[0], on=on)


def _of_part_of_year(text: str, on: date) -> ToldMonths | None:
    found = re.search(rf"{_YEAR}(?P<part>{_PART})", text)
    if found is None:
        return None
    first, last = _PARTS[found["part"]]
    year = _year(found["year"], on=on) if found["year"] else on.year
    if not found["year"] and Month(year, first) > Month.of(on):
        year -= 1
    return _past(Month(year, first), Month(year, last), found[0], on=on)


def _of_feast(text: str, on: date) -> ToldMonths | None:
    found = re.search(rf"{_YEAR}(?P<feast>{_BARE_FEAST})节?(?P<side>之?前|以?前|之?后|以?后|过后|以来)?", text)
    if found is None:
        return None
    number, side = _FEASTS[found["feast"]], found["side"] or ""
    at = Month(_year(found["year"], on=on), number) if found["year"] else _latest(number, on=on)
    if "前" in side:
        return _past(at.shift(-2), at.shift(-1), found[0], on=on)
    return _past(at, at.shift(1 if side else 0), found[0], on=on)


def _of_month(text: str, on: date) -> ToldMonths | None:
    found = re.search(rf"{_YEAR}(?<![0-9])(?P<month>1[0-2]|0?[1-9])月(?!内)", text)
    if found is None:
        return None
    number = int(found["month"])
    month = Month(_year(found["year"], on=on), number) if found["year"] else _latest(number, on=on)
    return _past(month, month, found[0], on=on)


def _of_near_months(text: str, on: date) -> ToldMonths | None:
    this = Month.of(on)
    for words, month in (("上上月", this.shift(-2)), ("上月", this.shift(-1)), ("这个月", this), ("本月", this)):
        if words in text:
            return ToldMonths(month, month, words)
    return None


def _of_last_few(text: str, on: date) -> ToldMonths | None:
    found = re.search(r"(?<![上下])半年", text) or _LAST_FEW.search(text)
    if found is None:
        return None
    count = int(found[1]) if found.re is _LAST_FEW else _HALF_A_YEAR
    last = Month.of(on).shift(-1)
    return ToldMonths(last.shift(1 - count), last, found[0]) if 1 <= count <= _MOST_MONTHS else None


def _of_year(text: str, on: date) -> ToldMonths | None:
    found = re.search(r"(?:大前年|前年|去年|今年|20[0-9]{2}年)(?![0-9]{1,2}月)", text)
    if found is None:
        return None
    year = _year(found[0], on=on)
    return _past(Month(year, 1), Month(year, 12), found[0], on=on)


def _open_ended(found: ToldMonths, text: str, *, on: date) -> ToldMonths:
    """`3月以来` and `从3月开始` last until now."""
    after = text.split(found.quoted, 1)[-1]
    if _SINCE.match(after.removeprefix("份")):
        return ToldMonths(found.first, Month.of(on), found.quoted)
    return found


def _past(first: Month, last: Month, quoted: str, *, on: date) -> ToldMonths | None:
    """What lies ahead is cut off; nothing where all of it does."""
    this = Month.of(on)
    return ToldMonths(first, min(last, this), quoted) if first <= this else None


def _year(told: str, *, on: date) -> int:
    if told in _YEARS:
        return on.year + _YEARS[told]
    number = int(told.removesuffix("年"))
    return number if number > 99 else 2000 + number


def _latest(month: int, *, on: date) -> Month:
    return Month(on.year - (month > on.month), month)


Reader = Callable[[str, date], ToldMonths | None]
_READERS: tuple[Reader, ...] = (
    _of_spring_festival,
    _of_near_months,
    _of_part_of_year,
    _of_month,
    _of_feast,
    _of_last_few,
    _of_year,
)
