"""The month grid: what each month came to for each worker; whoever is owed comes first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from xinan.kernel.deadlines import pay_day
from xinan.kernel.period import Month, months_between
from xinan.monitoring.queries import GridCell, GridRow, month_grid
from xinan.registry.models import Project
from xinan.web.components.views import CellState, HeatCell

MONTHS_SHOWN: Final = 6
MOST_WORKERS: Final = 10_000
PAYROLL_DAY: Final = 10  # the payroll of a month is due by this day of the next (条例 31)
_WORST: Final = (CellState.UNPAID, CellState.SHORT, CellState.NO_PAYROLL, CellState.NOT_DUE, CellState.PAID)


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a month's payroll and wages are in time."""

    wages: date
    payroll: date


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A worker, masked, with the cells of the months shown."""

    row: GridRow
    cells: tuple[HeatCell, ...]

    @property
    def gravity(self) -> tuple[int, str, str]:
        """Whoever is owed comes first; then by team."""
        return (_worst(self.cells), self.row.team, self.row.worker_id)


@dataclass(frozen=True, slots=True)
class Grid:
    """All workers of the months shown; and the whole project by month."""

    months: tuple[str, ...]
    lines: tuple[WorkerLine, ...]
    totals: tuple[HeatCell, ...]


def grid_of(project: Project, *, today: date) -> Grid:
    """The grid of the last months up to today's, or to the month of completion."""
    last = Month.of(min(today, project.completed_on or today))
    months = months_between(last.shift(1 - MONTHS_SHOWN), last)
    names = tuple(str(month) for month in months)
    found = month_grid(project.pk, months=names, per_page=MOST_WORKERS, as_of=today)
    due = {str(month): _due(project, month) for month in months}
    lines = [WorkerLine(row, tuple(heat_cell(cell, due=due, today=today) for cell in row.cells)) for row in found.rows]
    lines.sort(key=lambda line: line.gravity)
    totals = tuple(_total(cell, (line.cells[place] for line in lines)) for place, cell in enumerate(found.totals))
    return Grid(names, tuple(lines), totals)


def heat_cell(cell: GridCell, *, due: Mapping[str, Due], today: date) -> HeatCell:
    """A month with its state."""
    if not cell.valid_days and cell.payable is None and not cell.paid:
        return HeatCell(cell.month)
    when = due[cell.month]
    state = state_of(cell.payable, cell.paid, overdue=when.wages < today, late_payroll=when.payroll < today)
    return HeatCell(cell.month, cell.valid_days, cell.payable, cell.paid, state)


def state_of(payable: Decimal | None, paid: Decimal, *, overdue: bool, late_payroll: bool) -> CellState:
    """What a month came to for a worker who worked in it or has wages of it."""
    if payable is not None and paid >= payable:
        return CellState.PAID
    if overdue and not paid:
        return CellState.UNPAID
    if payable is None:
        return CellState.NO_PAYROLL if late_payroll else CellState.NOT_DUE
    return CellState.SHORT if overdue else CellState.NOT_DUE


def _due(project: Project, month: Month) -> Due:
    wages = pay_day(month, project.pay_day, next_month=project.pay_next_month).on
    return Due(wages, month.next.day(PAYROLL_DAY))


def _total(cell: GridCell, cells: Iterable[HeatCell]) -> HeatCell:
    worst = _worst(cells)
    state = _WORST[worst] if worst < len(_WORST) else CellState.NONE
    return HeatCell(cell.month, cell.valid_days, cell.payable, cell.paid, state)


def _worst(cells: Iterable[HeatCell]) -> int:
    return min((_WORST.index(cell.state) for cell in cells if cell.state in _WORST), default=len(_WORST))
