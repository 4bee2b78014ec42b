"""Which day an address asks for."""

from datetime import date
from typing import Final

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.monitoring.as_known import FIRST_DAY

PARAMETER: Final = "as_of"


def asked_day(text: str, *, today: date) -> date:
    """The day in `YYYY-MM-DD`, today where nothing is asked; InvalidValue for no day, one to come, or one before the law."""
    if not text.strip():
        return today
    day = _day(text.strip(), today=today)
    if day > today:
        raise InvalidValue(
            "as-of-in-future",
            Text(f"{day} 还没有到，不能回看。", f"{day} has not come yet."),
            Text(f"请选 {today} 或以前的日子。", f"Choose {today} or an earlier day."),
        )
    if day < FIRST_DAY:
        raise InvalidValue(
            "as-of-before-law",
            Text(
                f"{day} 早于《保障农民工工资支付条例》施行日，没有可用的规则。",
                f"On {day} the Regulation on wage payment was not in force; there are no rules for it.",
            ),
            Text(f"请选 {FIRST_DAY} 或以后的日子。", f"Choose {FIRST_DAY} or a later day."),
        )
    return day


def _day(text: str, *, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise InvalidValue(
            "as-of-no-day",
            Text("地址里的日期不是一个日子。", "The date in the address is no day of the calendar."),
            Text(f"日期写成年-月-日，例如 {today}。", f"Write it year-month-day, such as {today}."),
        ) from fault
