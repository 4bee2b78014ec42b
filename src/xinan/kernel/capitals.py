"""Amounts and days as letters write them: 大写金额, 2026年11月23日, 二〇二六年十一月二十三日."""

from datetime import date
from decimal import Decimal

from xinan.kernel.errors import InvalidValue
from xinan.kernel.money import LARGEST, round_yuan
from xinan.kernel.text import Text

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_YEAR_DIGITS = "〇一二三四五六七八九"
_WAN, _YI = 10_000, 100_000_000


def capital_yuan(amount: Decimal) -> str:
    """An amount in capitals as the payment rules want it (正确填写票据和结算凭证的基本规定).

    Rounded to the cent. An amount that ends with the yuan is closed by 整, one with 角 or 分 is not; a zero between figures is
    written once. Raises InvalidValue (`amount-range`) beyond 16 digits of yuan.

    >>> capital_yuan(Decimal("1409.50")), capital_yuan(Decimal("107000.53")), capital_yuan(Decimal("6007.14"))
    ('壹仟肆佰零玖元伍角', '壹拾万柒仟元零伍角叁分', '陆仟零柒元壹角肆分')
    """
    rounded = abs(round_yuan(amount)) if abs(amount) <= LARGEST else None
    if rounded is None:
        raise InvalidValue(
            "amount-range",
            Text("金额超出范围。", "The amount is out of range."),
            Text("金额最多 16 位整数、2 位小数。", "An amount has at most 16 digits before and 2 after the point."),
        )
    cents = int(rounded.scaleb(2))
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    sign = "负" if amount < 0 and cents else ""
    return sign + _whole(yuan, alone=not jiao and not fen) + _parts(jiao, fen, after=yuan)


def day_in_figures(day: date) -> str:
    """A day as an official letter is dated (GB/T 9704-2012): Arabic figures, no leading zeros.

    >>> day_in_figures(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def day_in_characters(day: date) -> str:
    """A day in Chinese characters, the older style that some offices keep.

    >>> day_in_characters(date(2026, 11, 20)), day_in_characters(date(2030, 10, 1))
    ('二〇二六年十一月二十日', '二〇三〇年十月一日')
    """
    year = "".join(_YEAR_DIGITS[int(digit)] for digit in f"{day.year:04d}")
    return f"{year}年{_under_hundred(day.month)}月{_under_hundred(day.day)}日"


def _under_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_YEAR_DIGITS[tens]}十"
    return head + (_YEAR_DIGITS[ones] if ones else "")


def _whole(yuan: int, *, alone: bool) -> str:
    if not yuan:
        return "零元整" if alone else ""
    return f"{_number(yuan)}元{'整' if alone else ''}"


def _parts(jiao: int, fen: int, *, after: int) -> str:
    if not jiao and not fen:
        return ""
    # The zero before the parts: a place is left out, or the yuan end in a zero into which a figure could be written.
    zero = "零" if after and (not jiao or after % 10 == 0) else ""
    return zero + (f"{_DIGITS[jiao]}角" if jiao else "") + (f"{_DIGITS[fen]}分" if fen else "")


def _number(number: int) -> str:
    for unit, name in ((_YI, "亿"), (_WAN, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            zero = "零" if low and low < unit // 10 else ""
            return f"{_number(high)}{name}{zero}{_number(low) if low else ''}"
    return _thousands(number)


def _thousands(number: int) -> str:
    """One to 9999; a zero between figures once, none at the end."""
    written, gap = "", False
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(written)
            continue
        written += ("零" if gap else "") + _DIGITS[int(digit)] + place
        gap = False
    return written
