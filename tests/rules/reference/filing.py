"""The rules of filing, in plain loops."""

from datetime import date

from tests.rules.reference.known import (
    Facts,
    Found,
    Row,
    covers,
    is_active,
    is_valid,
    known,
    ladder,
    of_project,
    of_project_finding,
    plus,
    stretch,
)
from xinan.kernel.period import Month

STANDSTILL = ("stop", "late_start", "winter")


def not_filed(facts: Facts, as_of: date) -> Found:
    steps = [("blue", 1), ("yellow", 15), ("red", 30)]
    return _since_start(facts, as_of, steps, lambda p: p["filed_on"] is None)


def no_permit(facts: Facts, as_of: date) -> Found:
    steps = [("orange", 1), ("red", 30)]
    return _since_start(facts, as_of, steps, lambda p: p["permit_required"] and p["permit_issued_on"] is None)


def no_payment_guarantee(facts: Facts, as_of: date) -> Found:
    steps = [("yellow", 1), ("orange", 60)]
    return _since_start(facts, as_of, steps, lambda p: p["payment_guarantee_on"] is None)


def _since_start(facts: Facts, as_of: date, steps, lacks) -> Found:
    found = []
    for project in known(facts, as_of)["project"]:
        if project["started_on"] is None or project["completed_on"] is not None or not lacks(project):
            continue
        level = ladder((as_of - project["started_on"]).days, steps)
        if level:
            found.append(of_project_finding(project, level, plus(project["started_on"], steps[0][1])))
    return found


def no_labour_cost_clause(facts: Facts, as_of: date) -> Found:
    found = []
    for project in known(facts, as_of)["project"]:
        agreed = project["labour_cost_ratio"] is not None or project["labour_cost_monthly"] is not None
        if project["completed_on"] is None and not agreed and (as_of - project["contract_signed_on"]).days >= 30:
            found.append(of_project_finding(project, "yellow", plus(project["contract_signed_on"], 30)))
    return found


def stale(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        touched = project["updated_on"] if project["updated_on"] is not None else project["filed_on"]

        def holds(day: date, project: Row = project, touched: date | None = touched) -> bool:
            return touched is not None and (day - touched).days > 90 and is_active(seen, project, day)

        if holds(as_of):
            found.append(of_project_finding(project, "blue", stretch(holds, as_of)))
    return found


def stopped_but_working(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    first = plus(as_of, -29)
    found = []
    for project in seen["project"]:
        pauses = [p for p in of_project(seen["pause"], project) if p["kind"] in STANDSTILL and p["approved_on"]]
        dates = []
        for row in of_project(seen["attendance_day"], project):
            if is_valid(row) and row["day"] >= first:
                dates += [max(row["day"], p["approved_on"]) for p in pauses if covers(p, row["day"])]
                if project["completed_on"] and (row["day"] - project["completed_on"]).days > 15:
                    dates.append(row["day"])
        for row in of_project(seen["wage_payment"], project):
            if project["completed_on"] is None and row["status"] == "paid" and row["paid_on"] >= first:
                month = Month.parse(row["wage_month"])
                dates += [
                    max(row["paid_on"], p["approved_on"])
                    for p in pauses
                    if covers(p, month.first) and covers(p, month.last)
                ]
        if dates:
            found.append(of_project_finding(project, "yellow", min(dates)))
    return found
