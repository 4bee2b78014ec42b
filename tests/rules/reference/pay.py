"""Wages and transfers in plain loops, for the references of `wages` and `funding`: written from the rulebook alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.rules.reference.known import Facts, Row, is_valid, of_project, plus, stretch
from xinan.kernel.period import Month


def months_back(as_of: date) -> list[Month]:
    """The twelve months before the as-of month."""
    return [Month.of(as_of).shift(-n) for n in range(12, 0, -1)]


def is_past(month: Month, day: date) -> bool:
    """Whether a month lies wholly before the month of a day."""
    return month < Month.of(day)


def valid_days(facts: Facts, project: Row, month: Month) -> dict[str, int]:
    """Who worked in a month, and on how many valid days."""
    worked: dict[str, int] = {}
    # The references spend most of their time here.
    first, last = month.first, month.last
    for row in of_project(facts["attendance_day"], project):
        if first <= row["day"] <= last and is_valid(row):
            worked[row["worker_id"]] = worked.get(row["worker_id"], 0) + 1
    return worked


def lines_of(facts: Facts, project: Row, month: Month) -> list[Row]:
    """The payroll lines of a month, of those who worked in it."""
    worked = valid_days(facts, project, month)
    return [
        row
        for row in of_project(facts["payroll_line"], project)
        if row["wage_month"] == str(month) and row["worker_id"] in worked
    ]


def payments_of(facts: Facts, project: Row, month: Month) -> list[Row]:
    """The payments for a month, to those who worked in it."""
    worked = valid_days(facts, project, month)
    return [
        row
        for row in of_project(facts["wage_payment"], project)
        if row["wage_month"] == str(month) and row["worker_id"] in worked
    ]


def is_made_good(facts: Facts, lost: Row) -> bool:
    """Whether paid payments of that worker and month, on that day or later, come to the amount."""
    again = Decimal(0)
    for row in facts["wage_payment"]:
        same = all(row[column] == lost[column] for column in ("project_id", "worker_id", "wage_month"))
        if same and row["status"] == "paid" and row["paid_on"] >= lost["paid_on"]:
            again += row["amount"]
    return again >= lost["amount"]


def employment_in(facts: Facts, project: Row, worker: str, month: Month) -> Row | None:
    """The last entered employment of those on roster in a month."""
    held = [
        row
        for row in of_project(facts["employment"], project)
        if row["worker_id"] == worker
        and row["entered_on"] <= month.last
        and (row["left_on"] is None or row["left_on"] >= month.first)
    ]
    return max(held, key=lambda row: (row["entered_on"], row["employment_id"]), default=None)


def transfers(facts: Facts, project: Row) -> list[Row]:
    """What the owner booked into the project's wage accounts."""
    accounts = {row["account_id"] for row in of_project(facts["wage_account"], project)}
    return [
        row
        for row in facts["account_entry"]
        if row["account_id"] in accounts and row["direction"] == "in" and row["counterparty_kind"] == "owner"
    ]


def balance(facts: Facts, project: Row, day: date) -> Decimal:
    """What the project's open accounts held at the end of a day."""
    total = Decimal(0)
    for account in of_project(facts["wage_account"], project):
        if account["opened_on"] > day or (account["closed_on"] is not None and account["closed_on"] <= day):
            continue
        entries = [e for e in facts["account_entry"] if e["account_id"] == account["account_id"]]
        booked = [e for e in entries if e["booked_on"] <= day]
        if booked:
            total += max(booked, key=lambda e: (e["booked_on"], e["entry_id"]))["balance_after"]
    return total


def of_month(project: Row, month: Month, level: str, since: date) -> tuple[str, str, str, str, date]:
    """A finding about a project and month."""
    return (project["project_id"], project["project_id"], str(month), level, since)


def earliest(things: list[Any], stands: Callable[[Any, date], bool], as_of: date) -> date | None:
    """Since when the first of the things that stand now has stood without a break; None where none does."""
    return min(
        (stretch(lambda day, t=thing: stands(t, day), as_of) for thing in things if stands(thing, as_of)), default=None
    )


def day_after(day: date) -> date:
    """The next day."""
    return plus(day, 1)
