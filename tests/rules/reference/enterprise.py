"""The rules of enterprises, in plain loops."""

from datetime import date

from tests.rules.reference.known import (
    Facts,
    Found,
    Row,
    due_on,
    is_valid,
    known,
    of_project,
    of_project_finding,
    paid,
    plus,
    unpaid_months,
)
from xinan.kernel.period import Month


def repeat(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    red: dict[str, list[date]] = {}
    for project in seen["project"]:
        days = [_red_on(seen, project, month, as_of) for month in unpaid_months(seen, project, as_of)]
        reached = [day for day in days if day is not None and day <= as_of]
        if reached:
            red.setdefault(project["contractor_id"], []).append(min(reached))
    return [
        (None, firm, None, "orange" if len(days) == 2 else "red", sorted(days)[1])
        for firm, days in red.items()
        if len(days) >= 2
    ]


def _red_on(seen: Facts, project: Row, month: Month, as_of: date) -> date | None:
    """When a month came to red, by today's share of unpaid workers; None where it is withheld or too long ago."""
    due = due_on(project, month)
    if month < Month.of(as_of).shift(-12) or _is_withheld(seen, project, due, as_of):
        return None
    workers = {
        row["worker_id"]
        for row in of_project(seen["attendance_day"], project)
        if is_valid(row) and Month.of(row["day"]) == month
    }
    unpaid = [worker for worker in workers if paid(seen, project, worker, month, as_of) == 0]
    days = 31 if len(unpaid) * 10 >= len(workers) else 61
    return max(plus(due, days), month.next.first)


def _is_withheld(seen: Facts, project: Row, due: date, as_of: date) -> bool:
    heard = [feed["last_received_on"] for feed in of_project(seen["feed"], project) if feed["source"] == "bank"]
    is_open = any(account["closed_on"] is None for account in of_project(seen["wage_account"], project))
    is_silent = is_open and (not heard or (as_of - max(heard)).days > 2)
    return is_silent and (not heard or due >= max(heard))


def listed(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        signed = project["contract_signed_on"]
        if any(
            row["enterprise_id"] == project["contractor_id"]
            and row["listed_on"] <= signed
            and row["removed_on"] is None
            for row in seen["joint_list"]
        ):
            found.append(of_project_finding(project, "red", signed))
    return found
