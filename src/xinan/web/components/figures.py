"""Figures as people read them in each language: money, days, shares, dates, months."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.rules.model import Unit

_WAN = Decimal(10_000)


def money(amount: Decimal | int | None, *, language: str) -> str:
    """An amount in yuan, exact: `¥1,234,567.80`; a dash for none."""
    if amount is None:
        return "—"
    return f"¥{Decimal(amount):,.2f}"


def money_short(amount: Decimal | int | None, *, language: str) -> str:
    """An amount as it is spoken of: `123.5 万元` in Chinese, `¥1.24 m` in English."""
    if amount is None:
        return "—"
    value = Decimal(amount)
    if language.startswith("en"):
        return f"¥{value / 1_000_000:,.2f} m" if abs(value) >= 1_000_000 else f"¥{value:,.0f}"
    return f"{value / _WAN:,.1f} 万元" if abs(value) >= _WAN else f"{value:,.0f} 元"


def day(value: date | datetime | None) -> str:
    """`2026-03-01`, with China's time where there is one."""
    if value is None:
        return "—"
    return f"{value.astimezone(CHINA):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


def share(value: Decimal | float) -> str:
    """A share as a percentage, at most one decimal."""
    percent = (Decimal(str(value)) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{percent:f}".removesuffix(".0") + " %"


def cell(value: object, *, language: str) -> str:
    """Any cell of a table."""
    if value is None or value == "":
        return "—"
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, bool):
        return Text("是" if value else "否", "yes" if value else "no").in_language(language)
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, date | datetime):
        return day(value)
    return str(value)


_UNIT_WORDS = {
    Unit.DAYS: Text("{} 天", "{} days"),
    Unit.PEOPLE: Text("{} 人", "{} people"),
    Unit.COUNT: Text("{}", "{}"),
}


def measure(value: object, unit: Unit, *, language: str) -> str:
    """A measure with its unit."""
    if value is None:
        return "—"
    if unit is Unit.YUAN:
        return money(Decimal(str(value)), language=language)
    if unit is Unit.SHARE:
        return share(Decimal(str(value)))
    words = _UNIT_WORDS.get(unit)
    if words is None:
        return cell(value, language=language)
    number = Decimal(str(value))
    shown = f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.1f}"
    if language.startswith("en") and number == 1:
        return words.en.format(shown).replace("days", "day").replace("people", "person")
    return words.in_language(language).format(shown)
