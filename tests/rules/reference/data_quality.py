"""The rules of data quality once more, in plain loops, from the rulebook alone."""

from datetime import date

from tests.rules.reference.known import (
    Facts,
    Found,
    Row,
    due_on,
    is_active,
    known,
    of_project,
    of_project_finding,
    stretch,
)
from tests.rules.reference.pay import earliest, is_past, months_back, valid_days


def heard_on(facts: Facts, project: Row, source: str) -> date | None:
    """When a feed was last heard; None where never."""
    heard = [row["last_received_on"] for row in of_project(facts["feed"], project) if row["source"] == source]
    return max(heard, default=None)


def bank_silent(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        heard = heard_on(facts, project, "bank")
        still_open = [row for row in of_project(facts["wage_account"], project) if row["closed_on"] is None]

        def silent(account: Row, day: date, heard: date | None = heard) -> bool:
            return account["opened_on"] <= day and (heard is None or (day - heard).days > 2)

        since = earliest(still_open, silent, as_of)
        if since is not None:
            found.append(of_project_finding(project, "grey", since))
    return found


def attendance_silent(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        heard = heard_on(facts, project, "attendance")
        if heard is None:
            continue

        def silent(day: date, project: Row = project, heard: date = heard) -> bool:
            return (day - heard).days > 2 and is_active(facts, project, day)

        if silent(as_of):
            found.append(of_project_finding(project, "grey", stretch(silent, as_of)))
    return found


def payroll_silent(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        heard = heard_on(facts, project, "payroll")
        if heard is None:
            continue
        late = [m for m in months_back(as_of) if valid_days(facts, project, m) and heard < due_on(project, m)]
        since = earliest(late, lambda m, day, p=project: is_past(m, day) and due_on(p, m) < day, as_of)
        if since is not None:
            found.append(of_project_finding(project, "grey", since))
    return found
