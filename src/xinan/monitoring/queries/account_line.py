"""The balance of a project's wage accounts day by day, against the wages that fall due."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinan.kernel.deadlines import pay_day
from xinan.kernel.period import Month
from xinan.monitoring.queries.rows import fetch_rows
from xinan.registry.models import Project


@dataclass(frozen=True, slots=True)
class BalancePoint:
    """What all accounts of the project held together at the end of a day on which one moved."""

    day: date
    balance: Decimal


@dataclass(frozen=True, slots=True)
class WagesDue:
    """The wages of a month: when they fell due, how much, and how much of it has been paid through an account.

    `provisional` says that the due date rests on a calendar not yet published.
    """

    month: str
    due_on: date
    payable: Decimal
    paid: Decimal
    provisional: bool


@dataclass(frozen=True, slots=True)
class AccountLine:
    """The line and the dues set against it, both in order of days."""

    points: tuple[BalancePoint, ...]
    dues: tuple[WagesDue, ...]


def account_line(project_id: str, *, since: date, until: date) -> AccountLine:
    """Balances from `since` to `until` (both included), and the wages falling due then; three queries.

    The first point carries what the accounts held when the span began. A day's balance is that after its last movement
    (the greatest serial number), as the rules read it.
    """
    given = {"project_id": project_id, "since": since, "until": until}
    project = Project.objects.only("pay_day", "pay_next_month").get(pk=project_id)
    points = [BalancePoint(row["day"], row["balance"]) for row in fetch_rows(_BALANCES, given)]
    dues = [
        _due(row["month"], project=project, payable=row["payable"], paid=row["paid"])
        for row in fetch_rows(_WAGES, given)
    ]
    return AccountLine(tuple(points), tuple(due for due in dues if since <= due.due_on <= until))


def _due(month: str, *, project: Project, payable: Decimal, paid: Decimal) -> WagesDue:
    due = pay_day(Month.parse(month), project.pay_day, next_month=project.pay_next_month)
    return WagesDue(month, due.on, payable, paid, due.provisional)


_BALANCES = """
WITH closing AS (
    SELECT DISTINCT ON (e.account_id, e.booked_on) e.account_id, e.booked_on, e.balance_after
    FROM payments_accountentry e JOIN registry_wageaccount a USING (account_id)
    WHERE a.project_id = %(project_id)s AND e.booked_on <= %(until)s
    ORDER BY e.account_id, e.booked_on, e.entry_id DESC
), step AS (
    SELECT booked_on, balance_after - coalesce(
        lag(balance_after) OVER (PARTITION BY account_id ORDER BY booked_on), 0) AS change
    FROM closing
), line AS (
    SELECT greatest(booked_on, %(since)s) AS day, sum(change) AS change FROM step GROUP BY 1
)
SELECT day, sum(change) OVER (ORDER BY day) AS balance FROM line ORDER BY day
"""

_WAGES = """
WITH owed AS (
    SELECT wage_month AS month, sum(payable) AS payable FROM payments_payrollline
    WHERE project_id = %(project_id)s GROUP BY 1
), settled AS (
    SELECT wage_month AS month, sum(amount) AS paid FROM payments_wagepayment
    WHERE project_id = %(project_id)s AND status = 'paid' AND account_id IS NOT NULL GROUP BY 1
)
SELECT month, payable, coalesce(paid, 0) AS paid FROM owed LEFT JOIN settled USING (month) ORDER BY month
"""
