"""The rules of wage accounts, in plain loops."""

from datetime import date
from decimal import Decimal

from tests.rules.reference.known import (
    Facts,
    Found,
    Row,
    deadline,
    due_on,
    is_active,
    is_valid,
    known,
    ladder,
    of_project,
    of_project_finding,
    plus,
    stretch,
    unpaid_months,
)
from xinan.kernel.period import Month


def not_opened(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        if project["completed_on"] is not None or of_project(seen["wage_account"], project):
            continue
        due = deadline(project["contract_signed_on"], 30)
        level = ladder((as_of - due).days, [("blue", 1), ("yellow", 31), ("red", 61)])
        if level:
            works = any(is_valid(row) for row in of_project(seen["attendance_day"], project))
            found.append(of_project_finding(project, "red" if works else level, plus(due, 1)))
    return found


def no_agreement(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        due = deadline(project["contract_signed_on"], 30)
        opened = [a["opened_on"] for a in of_project(seen["wage_account"], project) if not a["agreement_signed_on"]]
        if opened and as_of > due:
            found.append(of_project_finding(project, "yellow", max(plus(due, 1), min(opened))))
    return found


def outflow_not_wages(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        accounts = {a["account_id"]: a for a in of_project(seen["wage_account"], project)}
        workers = {e["worker_id"] for e in of_project(seen["employment"], project)}
        days = [
            entry["booked_on"]
            for entry in seen["account_entry"]
            if entry["account_id"] in accounts
            and entry["direction"] == "out"
            and entry["booked_on"] > plus(as_of, -60)
            and not (entry["counterparty_kind"] == "worker" and entry["worker_id"] in workers)
            and not _is_final_balance(project, accounts[entry["account_id"]], entry)
        ]
        if days:
            found.append(of_project_finding(project, "red", min(days)))
    return found


def _is_final_balance(project: Row, account: Row, entry: Row) -> bool:
    completed = project["completed_on"] is not None and project["completed_on"] <= entry["booked_on"]
    return completed and entry["counterparty_kind"] == "contractor" and account["closed_on"] == entry["booked_on"]


def balance_short(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        lines = of_project(seen["payroll_line"], project)
        accounts = of_project(seen["wage_account"], project)
        if not lines or not any(a["closed_on"] is None for a in accounts):
            continue
        month = max(line["wage_month"] for line in lines)

        def state(day: date, project: Row = project, month: str = month) -> tuple[Decimal, Decimal]:
            return _balance(seen, project, day), _owed(seen, project, month, day)

        def holds(day: date, project: Row = project, state=state) -> bool:
            balance, owed = state(day)
            return is_active(seen, project, day) and balance < owed

        if holds(as_of):
            balance, owed = state(as_of)
            days_to_due = (due_on(project, Month.parse(month)) - as_of).days
            level = "orange" if balance * 10 < owed * 8 else "yellow"
            if balance * 2 < owed and days_to_due <= 3:
                level = "red"
            found.append(of_project_finding(project, level, stretch(holds, as_of)))
    return found


def _balance(seen: Facts, project: Row, day: date) -> Decimal:
    total = Decimal(0)
    for account in of_project(seen["wage_account"], project):
        if account["opened_on"] > day or (account["closed_on"] is not None and account["closed_on"] <= day):
            continue
        entries = [
            (e["booked_on"], e["entry_id"], e["balance_after"])
            for e in seen["account_entry"]
            if e["account_id"] == account["account_id"] and e["booked_on"] <= day
        ]
        total += max(entries)[2] if entries else 0
    return total


def _owed(seen: Facts, project: Row, month: str, day: date) -> Decimal:
    left: dict[str, Decimal] = {}
    for line in of_project(seen["payroll_line"], project):
        if line["wage_month"] == month and line["submitted_on"] <= day:
            left[line["worker_id"]] = left.get(line["worker_id"], Decimal(0)) + line["payable"]
    for payment in of_project(seen["wage_payment"], project):
        proven = payment["account_id"] is not None or payment["payment_id"].startswith("S:")
        counts = payment["status"] == "paid" and proven and payment["paid_on"] <= day
        if payment["wage_month"] == month and counts and payment["worker_id"] in left:
            left[payment["worker_id"]] -= payment["amount"]
    return sum((max(amount, Decimal(0)) for amount in left.values()), Decimal(0))


def closed_early(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        days = [
            account["closed_on"]
            for account in of_project(seen["wage_account"], project)
            if account["closed_on"] is not None and _is_early(seen, project, account)
        ]
        if days:
            found.append(of_project_finding(project, "red", min(days)))
    return found


def _is_early(seen: Facts, project: Row, account: Row) -> bool:
    closed, notice = account["closed_on"], account["closing_notice_on"]
    if project["completed_on"] is None or closed < project["completed_on"]:
        return True
    if notice is None or closed < deadline(notice, 30):
        return True
    open_clues = [
        clue
        for clue in of_project(seen["clue"], project)
        if clue["received_on"] <= closed and (clue["closed_on"] is None or clue["closed_on"] > closed)
    ]
    return bool(open_clues or unpaid_months(seen, project, closed))


def no_movement(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        since = []
        for account in of_project(seen["wage_account"], project):
            if account["closed_on"] is not None:
                continue
            booked = [e["booked_on"] for e in seen["account_entry"] if e["account_id"] == account["account_id"]]

            def holds(day: date, project: Row = project, account: Row = account, booked=booked) -> bool:
                is_quiet = all((day - at).days >= 60 for at in booked)
                return (day - account["opened_on"]).days >= 60 and is_quiet and is_active(seen, project, day)

            if holds(as_of):
                since.append(stretch(holds, as_of))
        if since:
            found.append(of_project_finding(project, "yellow", min(since)))
    return found
