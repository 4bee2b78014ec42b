"""The month grid: workers by months with valid days, payable and paid, and what each month came to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, DurationField, ExpressionWrapper, F, Sum
from django.db.models.functions import TruncMonth

from xinan.kernel.deadlines import pay_day
from xinan.kernel.period import Month, months_between
from xinan.payments.models import PayrollLine, WagePayment
from xinan.registry.models import Project
from xinan.rules.book import SHARED, shipped_book
from xinan.web.components.views import CellState, HeatCell
from xinan.workforce.models import AttendanceDay

MONTHS_SHOWN: Final = 6
PAYROLL_DAY: Final = 10  # the payroll of a month is due by this day of the next (条例 31)
_WORST: Final = (CellState.UNPAID, CellState.SHORT, CellState.NO_PAYROLL, CellState.NOT_DUE, CellState.PAID)
Key = tuple[str, str]  # worker, month


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A worker with the cells of the months shown."""

    worker_id: str
    cells: tuple[HeatCell, ...]

    @property
    def gravity(self) -> tuple[int, str]:
        """Whoever is owed comes first."""
        return (
            min((_WORST.index(cell.state) for cell in self.cells if cell.state in _WORST), default=9),
            self.worker_id,
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """All workers of the project who worked, or have wages, in the months shown; and the whole project by month."""

    months: tuple[Month, ...]
    lines: tuple[WorkerLine, ...]
    totals: tuple[HeatCell, ...]


def months_shown(project: Project, *, today: date) -> tuple[Month, ...]:
    """The last months up to today's, or to the month of completion."""
    last = Month.of(min(today, project.completed_on or today))
    return months_between(last.shift(1 - MONTHS_SHOWN), last)


def grid_of(project: Project, *, today: date) -> Grid:
    """The grid of a project; three queries."""
    months = months_shown(project, today=today)
    names = [str(month) for month in months]
    days = _valid_days(project, first=months[0].first, last=min(months[-1].last, today))
    payable, paid = _payable(project, names), _paid(project, names, today=today)
    workers = {worker for worker, _ in (*days, *payable, *paid)}
    due = {str(month): pay_day(month, project.pay_day, next_month=project.pay_next_month).on for month in months}
    lines = [
        WorkerLine(
            worker, tuple(_cell((worker, name), days, payable, paid, due=due[name], today=today) for name in names)
        )
        for worker in workers
    ]
    lines.sort(key=lambda line: line.gravity)
    totals = tuple(_total(name, [line.cells[place] for line in lines]) for place, name in enumerate(names))
    return Grid(months, tuple(lines), totals)


def _cell(
    key: Key,
    days: Mapping[Key, int],
    payable: Mapping[Key, Decimal],
    paid: Mapping[Key, Decimal],
    *,
    due: date,
    today: date,
) -> HeatCell:
    worked, owed, got = days.get(key, 0), payable.get(key), paid.get(key, Decimal(0))
    if not worked and owed is None and not got:
        return HeatCell(key[1])
    late_payroll = Month.parse(key[1]).next.day(PAYROLL_DAY) < today
    state = state_of(owed, got, overdue=due < today, late_payroll=late_payroll)
    return HeatCell(key[1], worked, owed, got, state)


def state_of(payable: Decimal | None, paid: Decimal, *, overdue: bool, late_payroll: bool) -> CellState:
    """What a month came to for a worker who worked in it or has wages of it."""
    if payable is not None and paid >= payable:
        return CellState.PAID
    if overdue and not paid:
        return CellState.UNPAID
    if payable is None:
        return CellState.NO_PAYROLL if late_payroll else CellState.NOT_DUE
    return CellState.SHORT if overdue else CellState.NOT_DUE


def _total(month: str, cells: Iterable[HeatCell]) -> HeatCell:
    there = [cell for cell in cells if cell.state is not CellState.NONE]
    payable = [cell.payable for cell in there if cell.payable is not None]
    state = min((cell.state for cell in there), key=_WORST.index, default=CellState.NONE)
    return HeatCell(
        month,
        sum(cell.days for cell in there),
        sum(payable, Decimal(0)) if payable else None,
        sum((cell.paid for cell in there), Decimal(0)),
        state,
    )


def _valid_days(project: Project, *, first: date, last: date) -> dict[Key, int]:
    """Days with enough punches far enough apart: the same two numbers as in the rules (rules/concepts)."""
    shared = shipped_book().bound(SHARED, as_of=last)
    punches, hours = int(str(shared.value("valid_punches"))), int(str(shared.value("valid_hours")))
    long_enough = ExpressionWrapper(F("last_at") - F("first_at"), output_field=DurationField())
    days = AttendanceDay.objects.filter(project=project, day__range=(first, last), punches__gte=punches)
    counted = days.annotate(stay=long_enough).filter(stay__gte=timedelta(hours=hours))
    grouped = counted.annotate(month=TruncMonth("day")).values_list("worker_id", "month").annotate(n=Count("day"))
    return {(worker, str(Month.of(month))): number for worker, month, number in grouped.order_by()}


def _payable(project: Project, months: list[str]) -> dict[Key, Decimal]:
    lines = PayrollLine.objects.filter(project=project, wage_month__in=months)
    grouped = lines.order_by().values_list("worker_id", "wage_month").annotate(total=Sum("payable"))
    return {(worker, month): total for worker, month, total in grouped}


def _paid(project: Project, months: list[str], *, today: date) -> dict[Key, Decimal]:
    """Paid through a wage account, as the rules count it (条例 31)."""
    payments = WagePayment.objects.filter(
        project=project, wage_month__in=months, status="paid", account__isnull=False, paid_on__lte=today
    )
    found: dict[Key, Decimal] = defaultdict(Decimal)
    for worker, month, amount in (
        payments.order_by().values_list("worker_id", "wage_month").annotate(total=Sum("amount"))
    ):
        found[worker, month] += amount
    return found
