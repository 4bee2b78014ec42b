"""What is reckoned by law: extra compensation, late fines, the limit of a final award, the small amount."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from xinan.casework.law.parameters import Book, known, value_on
from xinan.casework.law.penalties import Bounds
from xinan.kernel import minimum_wage
from xinan.kernel.deadlines import overdue_days
from xinan.kernel.errors import InvalidValue
from xinan.kernel.money import format_yuan, round_yuan
from xinan.kernel.text import Text


def extra_compensation_bounds(owed: Decimal, *, on: date) -> Bounds:
    """The least and the most extra compensation on what is owed (yuan, to the cent), 劳动保障监察条例第26条.

    >>> extra_compensation_bounds(Decimal("12345.67"), on=date(2026, 11, 23))
    Bounds(least=Decimal('6172.84'), most=Decimal('12345.67'))
    """
    return Bounds(round_yuan(owed * known("extra_least", on=on)), round_yuan(owed * known("extra_most", on=on)))


def extra_compensation(owed: Decimal, *, share: Decimal, on: date) -> Decimal:
    """The extra compensation at a share of what is owed; raises InvalidValue (`extra-share`) outside 50 to 100 %."""
    least, most = known("extra_least", on=on), known("extra_most", on=on)
    if not least <= share <= most:
        raise InvalidValue(
            "extra-share",
            Text(
                f"加付赔偿金的比例 {share} 超出法定幅度（劳动保障监察条例第26条）。",
                f"A share of {share} lies outside the bounds (regulation on labour inspection art. 26).",
            ),
            Text("在应付金额的 50% 至 100% 之间确定。", "Set it between 50 and 100 % of what is owed."),
        )
    return round_yuan(owed * share)


def late_fine(fine: Decimal, *, due_on: date, until: date) -> Decimal:
    """What is added to a fine that was due on a day, up to another: 3 % a day, at most as much as the fine.

    >>> late_fine(Decimal("50000"), due_on=date(2026, 10, 30), until=date(2026, 11, 2))
    Decimal('4500.00')
    """
    days = max(0, overdue_days(due_on, until))
    most = fine * known("late_fine_most", on=until)
    return round_yuan(min(fine * known("late_fine_daily", on=until) * days, most))


def final_award_limit(region_code: str, *, on: date) -> Decimal:
    """Up to this amount an item of an award is final: 12 times the monthly minimum wage of the place on that day.

    >>> final_award_limit("220102", on=date(2026, 11, 23))
    Decimal('25440.00')
    """
    return known("final_award_months", on=on) * minimum_wage.monthly(region_code, on=on)


def is_final(items: Iterable[Decimal], *, region_code: str, on: date) -> bool:
    """Whether an award over these items is final: each for itself within the limit (劳动争议调解仲裁法第47条)."""
    limit = final_award_limit(region_code, on=on)
    return all(item <= limit for item in items)


def simplified_limit(region_code: str, *, on: date, book: Book | None = None) -> Decimal | None:
    """Up to this amount arbitration may be simplified; None where the province's average wage has not been entered."""
    return value_on("simplified_amount", on=on, region_code=region_code, book=book)


def may_be_simplified(
    amount: Decimal, *, region_code: str, on: date, undisputed: bool, both_agree: bool, book: Book | None = None
) -> tuple[bool, Text]:
    """Whether the fast track is open, and by which of its conditions (劳动人事争议仲裁办案规则第56条)."""
    if undisputed:
        return True, Text("事实清楚、权利义务关系明确、争议不大", "Clear and hardly disputed")
    limit = simplified_limit(region_code, on=on, book=book)
    if limit is not None and amount <= limit:
        return True, Text(f"标的额不超过 {format_yuan(limit)}", f"The amount does not exceed {format_yuan(limit)}")
    if both_agree:
        return True, Text("双方当事人同意简易处理", "Both sides agree")
    return False, Text("不符合简易处理的条件", "None of the conditions holds")
