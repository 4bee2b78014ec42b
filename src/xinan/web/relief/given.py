"""What comes in with the forms of relief, read from the request: sums, days, answers."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from xinan.casework.relief.given import Result
from xinan.casework.relief.liability import table
from xinan.casework.relief.models import ReliefWorker
from xinan.casework.relief.refusals import missing
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

YES, NO = "yes", "no"
_CENT = Decimal("0.01")
_MOST_PLACES = 15


def sum_of(text: str) -> Decimal | None:
    """A sum in yuan with at most two places, None where nothing is given. Raises InvalidValue."""
    cleaned = text.replace(",", "").replace("，", "").strip()
    if not cleaned:
        return None
    try:
        amount = Decimal(cleaned)
        if not amount.is_finite() or amount.adjusted() > _MOST_PLACES or amount != amount.quantize(_CENT):
            raise _no_sum()
    except InvalidOperation as error:
        raise _no_sum() from error
    return amount.quantize(_CENT)


def decimal_of(text: str) -> Decimal | None:
    """A number, None where nothing is given. Raises InvalidValue."""
    cleaned = text.replace(",", "").replace("，", "").strip()
    if not cleaned:
        return None
    try:
        found = Decimal(cleaned)
    except InvalidOperation as error:
        raise _no_sum() from error
    if not found.is_finite() or abs(found.adjusted()) > _MOST_PLACES:
        raise _no_sum()
    return found


def number_of(text: str) -> int | None:
    """The number of a row, None for anything else."""
    return int(text) if text.isdigit() and len(text) < 12 else None


def day_of_text(text: str) -> date | None:
    """A day as YYYY-MM-DD, None where nothing is given. Raises InvalidValue."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidValue(
            "relief-day",
            Text("日期不对。", "The day will not do."),
            Text("写作 2026-11-23。", "Write it as 2026-11-23."),
        ) from error


def answers_in(data: Mapping[str, str]) -> dict[str, bool | None]:
    """The answers to the questions of liability."""
    meant = {YES: True, NO: False}
    return {name: meant.get(data.get(f"q-{name}", "")) for name in table().questions}


def amounts_in(data: Mapping[str, str]) -> dict[int, Decimal]:
    """The sums by the number of what is owed. Raises InvalidValue."""
    found = {}
    for name, text in data.items():
        number = name.removeprefix("amount-")
        if name != number and number.isdigit() and len(number) < 12:
            found[int(number)] = sum_of(text) or Decimal("0.00")
    return found


def results_in(data: Mapping[str, str], rows: list[ReliefWorker]) -> list[Result]:
    """The results of the rows that have none yet. Raises InvalidValue."""
    day = day_of_text(data.get("paid_on", ""))
    found = []
    for row in rows:
        chosen = data.get(f"result-{row.pk}", "")
        if row.is_reported or chosen not in ("paid", "failed"):
            continue
        if chosen == "failed":
            reason = data.get(f"failed-{row.pk}", "").strip()
            if not reason:
                raise missing(Text("未付原因", "Why it was not paid"))
            found.append(Result(row.pk, failed=reason))
        else:
            given = sum_of(data.get(f"sum-{row.pk}", ""))
            found.append(Result(row.pk, row.granted if given is None else given, day))
    return found


def _no_sum() -> InvalidValue:
    return InvalidValue(
        "relief-sum",
        Text("金额不对。", "A sum will not do."),
        Text("单位为元，最多两位小数，例如 6000.00。", "In yuan with at most two places, such as 6000.00."),
    )
