"""The rules of wage deposits, in plain loops."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.rules.reference.known import (
    Facts,
    Found,
    Row,
    deadline,
    known,
    ladder,
    of_project,
    of_project_finding,
    plus,
    stretch,
    unpaid_months,
    years_back,
)
from xinan.kernel.calendar import CHINA


def missing(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        due = _due(project)
        if due is None or project["completed_on"] is not None or of_project(seen["deposit"], project):
            continue
        level = ladder((as_of - due).days, [("blue", 1), ("yellow", 15), ("red", 30)])
        if level and _required(seen, project) > 0:
            found.append(of_project_finding(project, level, plus(due, 1)))
    return found


def too_small(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        due, required = _due(project), _required(seen, project)

        def held(day: date, project: Row = project) -> list[Decimal]:
            return [d["amount"] for d in of_project(seen["deposit"], project) if _in_force(d, day)]

        def holds(day: date, due: date | None = due, required: Decimal = required, held=held) -> bool:
            return due is not None and day > due and held(day) != [] and sum(held(day)) < required

        if holds(as_of):
            level = "orange" if sum(held(as_of)) * 2 < required else "yellow"
            found.append(of_project_finding(project, level, stretch(holds, as_of)))
    return found


def expiring(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:

        def holds(day: date, project: Row = project) -> bool:
            ends = [
                d["expires_on"] or date.max
                for d in of_project(seen["deposit"], project)
                if d["kind"] != "cash" and d["effective_on"] <= day and (not d["released_on"] or d["released_on"] > day)
            ]
            return bool(ends) and 0 <= (max(ends) - day).days <= 30

        if project["completed_on"] is None and holds(as_of):
            found.append(of_project_finding(project, "blue", stretch(holds, as_of)))
    return found


def expired(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:

        def holds(day: date, project: Row = project) -> bool:
            given = [d for d in of_project(seen["deposit"], project) if d["effective_on"] <= day]
            return bool(given) and not any(_in_force(d, day) for d in given)

        if project["completed_on"] is None and holds(as_of):
            found.append(of_project_finding(project, "red", stretch(holds, as_of)))
    return found


def not_replenished(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        ids = {d["deposit_id"] for d in of_project(seen["deposit"], project)}
        due = [
            CHINA.nth_working_day_after(draw["drawn_on"], 10)
            for draw in seen["deposit_draw"]
            if draw["deposit_id"] in ids and draw["replenished_on"] is None
        ]
        if due and min(due) < as_of:
            found.append(of_project_finding(project, "red", plus(min(due), 1)))
    return found


def return_overdue(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        if project["completed_on"] is None:
            continue
        due = CHINA.nth_working_day_after(deadline(project["completed_on"], 30), 8)

        def holds(day: date, project: Row = project, due: date = due) -> bool:
            kept = [
                d for d in of_project(seen["deposit"], project) if not d["released_on"] and d["effective_on"] <= day
            ]
            clues = [
                c
                for c in of_project(seen["clue"], project)
                if c["received_on"] <= day and (c["closed_on"] is None or c["closed_on"] > day)
            ]
            return day > due and kept != [] and clues == [] and unpaid_months(seen, project, day) == []

        if holds(as_of):
            level = ladder((as_of - due).days, [("blue", 1), ("yellow", 180)])
            assert level is not None
            found.append(of_project_finding(project, level, stretch(holds, as_of)))
    return found


def _in_force(deposit: Row, day: date) -> bool:
    if deposit["effective_on"] > day or (deposit["released_on"] is not None and deposit["released_on"] <= day):
        return False
    return deposit["expires_on"] is None or deposit["expires_on"] >= day


def _due(project: Row) -> date | None:
    begun = project["permit_issued_on"] if project["permit_required"] else project["contract_signed_on"]
    return None if begun is None else CHINA.nth_working_day_after(begun, 20)


def _required(seen: Facts, project: Row) -> Decimal:
    signed, firm, price = project["contract_signed_on"], project["contractor_id"], project["contract_price"]
    found_on = [r["found_on"] for r in seen["arrears_record"] if r["enterprise_id"] == firm and r["found_on"] < signed]
    if price < 3_000_000 and not any(day >= years_back(signed, 1) for day in found_on):
        return Decimal("0.00")
    return (price * _rate(seen, signed, firm, found_on)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _rate(seen: Facts, signed: date, firm: str, found_on: list[date]) -> Decimal:
    if any(
        row["enterprise_id"] == firm
        and row["listed_on"] <= signed
        and (row["removed_on"] is None or row["removed_on"] > signed)
        for row in seen["joint_list"]
    ):
        return Decimal("0.04")
    if any(day >= years_back(signed, 2) for day in found_on):
        return Decimal("0.03")
    worked = all(
        any(
            other["contractor_id"] == firm
            and other["started_on"] is not None
            and other["started_on"] < years_back(signed, back - 1)
            and (other["completed_on"] is None or other["completed_on"] >= years_back(signed, back))
            for other in seen["project"]
        )
        for back in (1, 2)
    )
    return Decimal("0.01") if worked else Decimal("0.02")
