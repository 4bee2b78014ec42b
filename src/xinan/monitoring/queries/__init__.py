"""What the pages read of a project: its month grid, its account's line, its history, its warnings."""

from xinan.monitoring.queries.account_line import AccountLine, BalancePoint, WagesDue, account_line
from xinan.monitoring.queries.history import HistoryEntry, HistoryPage, history
from xinan.monitoring.queries.month_grid import GridCell, GridRow, MonthGrid, month_grid
from xinan.monitoring.queries.warnings import warnings_of

__all__ = [
    "AccountLine",
    "BalancePoint",
    "GridCell",
    "GridRow",
    "HistoryEntry",
    "HistoryPage",
    "MonthGrid",
    "WagesDue",
    "account_line",
    "history",
    "month_grid",
    "warnings_of",
]
