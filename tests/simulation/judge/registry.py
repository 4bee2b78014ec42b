"""filing, account, deposit, board, complaint, enterprise, data_quality: read from the rulebook, in plain Python."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from tests.simulation.judge.facts import Facts, Row
from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month, years_later

Judge = Callable[[Facts, Row], bool]


def deadline(start: date, *, days: int = 0, working_days: int = 0) -> date:
    """Days first, moved to a working day; then working days."""
    day = CHINA.working_day_on_or_after(start + timedelta(days=days)) if days else start
    return CHINA.nth_working_day_after(day, working_days) if working_days else day


def begun(p: Row) -> bool:
    return p["started_on"] is not None and p["completed_on"] is None


def not_filed(f: Facts, p: Row) -> bool:
    return begun(p) and p["filed_on"] is None and f.today > p["started_on"]


def no_permit(f: Facts, p: Row) -> bool:
    return begun(p) and p["permit_required"] and p["permit_issued_on"] is None and f.today > p["started_on"]


def no_labour_cost_clause(f: Facts, p: Row) -> bool:
    missing = p["labour_cost_ratio"] is None and p["labour_cost_monthly"] is None
    return missing and p["completed_on"] is None and (f.today - p["contract_signed_on"]).days >= 30


def no_payment_guarantee(f: Facts, p: Row) -> bool:
    return begun(p) and p["payment_guarantee_on"] is None and f.today > p["started_on"]


def stale(f: Facts, p: Row) -> bool:
    known = p["updated_on"] or p["filed_on"]
    return f.active(p, f.today) and known is not None and (f.today - known).days > 90


def stopped_but_working(f: Facts, p: Row) -> bool:
    stops = [row for row in f.of("pause", p) if row["approved_on"] and row["kind"] in ("stop", "late_start", "winter")]
    for row in f.days(p):
        if row["valid"] and f.recent(row["day"], 30):
            inside = any(s["from_on"] <= row["day"] <= (s["to_on"] or date.max) for s in stops)
            after = p["completed_on"] is not None and (row["day"] - p["completed_on"]).days > 15
            if inside or after:
                return True
    for row in f.of("wage_payment", p):
        if row["status"] == "paid" and f.recent(row["paid_on"], 30):
            month = Month.parse(row["wage_month"])
            if any(s["from_on"] <= month.first and month.last <= (s["to_on"] or date.max) for s in stops):
                return True
    return False


def account_not_opened(f: Facts, p: Row) -> bool:
    late = f.today > deadline(p["contract_signed_on"], days=30)
    return late and p["completed_on"] is None and not f.of("wage_account", p)


def no_agreement(f: Facts, p: Row) -> bool:
    unsigned = any(row["agreement_signed_on"] is None for row in f.of("wage_account", p))
    return unsigned and f.today > deadline(p["contract_signed_on"], days=30)


def outflow_not_wages(f: Facts, p: Row) -> bool:
    hired = {row["worker_id"] for row in f.of("employment", p)}
    for account in f.of("wage_account", p):
        for row in f.entries.get(account["account_id"], []):
            if row["direction"] != "out" or not f.recent(row["booked_on"], 60):
                continue
            closing = p["completed_on"] is not None and row["booked_on"] == account["closed_on"]
            if closing and row["counterparty_kind"] == "contractor":
                continue
            if row["counterparty_kind"] != "worker" or row["worker_id"] not in hired:
                return True
    return False


def balance_short(f: Facts, p: Row) -> bool:
    lines = f.of("payroll_line", p)
    if not lines or not f.active(p, f.today) or not f.open_accounts(p) or f.bank_silent(p):
        return False
    month = max(row["wage_month"] for row in lines)
    paid = f.paid(p)
    owed = sum(
        max(Decimal(0), amount - paid.get((worker, month), 0))
        for (worker, wage_month), amount in f.payable(p).items()
        if wage_month == month
    )
    return f.balance(p) < owed


def closed_early(f: Facts, p: Row) -> bool:
    for account in f.of("wage_account", p):
        closed, notice = account["closed_on"], account["closing_notice_on"]
        if closed is None:
            continue
        before = Facts(f.tables, closed)
        clues = any(row["closed_on"] is None for row in before.of("clue", p))
        early = p["completed_on"] is None or closed < p["completed_on"]
        if early or notice is None or closed < deadline(notice, days=30) or before.unpaid_months(p) or clues:
            return True
    return False


def no_movement(f: Facts, p: Row) -> bool:
    return (
        f.active(p, f.today)
        and not f.bank_silent(p)
        and any(
            (f.today - account["opened_on"]).days >= 60
            and not any(f.recent(row["booked_on"], 60) for row in f.entries.get(account["account_id"], []))
            for account in f.open_accounts(p)
        )
    )


def clean_years(f: Facts, p: Row, years: int) -> bool:
    firm, signed = p["contractor_id"], p["contract_signed_on"]
    for n in range(years):
        start, end = years_later(signed, -n - 1), years_later(signed, -n)
        ran = any(
            q["contractor_id"] == firm
            and q["started_on"] is not None
            and q["started_on"] < end
            and (q["completed_on"] is None or q["completed_on"] >= start)
            for q in f.projects
        )
        if not ran or _record(f, firm, start, end):
            return False
    return True


def _record(f: Facts, firm: str, start: date, end: date) -> bool:
    return any(row["enterprise_id"] == firm and start <= row["found_on"] < end for row in f.rows("arrears_record"))


def _listed(f: Facts, p: Row) -> bool:
    return any(
        row["enterprise_id"] == p["contractor_id"]
        and row["listed_on"] <= p["contract_signed_on"]
        and (row["removed_on"] is None or row["removed_on"] > p["contract_signed_on"])
        for row in f.rows("joint_list")
    )


def required(f: Facts, p: Row) -> Decimal:
    firm, signed = p["contractor_id"], p["contract_signed_on"]
    if p["contract_price"] < 3_000_000 and not _record(f, firm, years_later(signed, -1), signed):
        return Decimal(0)
    rate = Decimal("0.02")
    if _listed(f, p):
        rate *= 2
    elif _record(f, firm, years_later(signed, -2), signed):
        rate *= Decimal("1.5")
    elif clean_years(f, p, 2):
        rate = max(rate / 2, Decimal("0.005"))
    return rate * Decimal(p["contract_price"])


def _deposit_late(f: Facts, p: Row) -> bool:
    since = p["permit_issued_on"] if p["permit_required"] else p["contract_signed_on"]
    return since is not None and f.today > deadline(since, working_days=20)


def _in_force(f: Facts, p: Row) -> list[Row]:
    return [
        row
        for row in f.of("deposit", p)
        if row["released_on"] is None and (row["expires_on"] is None or row["expires_on"] >= f.today)
    ]


def deposit_missing(f: Facts, p: Row) -> bool:
    return p["completed_on"] is None and not f.of("deposit", p) and required(f, p) > 0 and _deposit_late(f, p)


def too_small(f: Facts, p: Row) -> bool:
    held = _in_force(f, p)
    return bool(held) and _deposit_late(f, p) and sum(row["amount"] for row in held) < required(f, p)


def expiring(f: Facts, p: Row) -> bool:
    ends = [row["expires_on"] for row in _in_force(f, p) if row["kind"] != "cash"]
    return p["completed_on"] is None and bool(ends) and None not in ends and (max(ends) - f.today).days <= 30


def expired(f: Facts, p: Row) -> bool:
    return p["completed_on"] is None and bool(f.of("deposit", p)) and not _in_force(f, p)


def not_replenished(f: Facts, p: Row) -> bool:
    draws = [draw for row in f.of("deposit", p) for draw in f.draws.get(row["deposit_id"], [])]
    return any(row["replenished_on"] is None and f.today > deadline(row["drawn_on"], working_days=10) for row in draws)


def return_overdue(f: Facts, p: Row) -> bool:
    if p["completed_on"] is None or f.today <= deadline(p["completed_on"], days=30, working_days=8):
        return False
    held = any(row["released_on"] is None for row in f.of("deposit", p))
    return held and not f.unpaid_months(p) and all(row["closed_on"] for row in f.of("clue", p))


def board_missing(f: Facts, p: Row) -> bool:
    return begun(p) and not f.of("notice_board", p) and f.today > p["started_on"]


def board_incomplete(f: Facts, p: Row) -> bool:
    boards = f.of("notice_board", p)
    if not boards:
        return False
    newest = max(boards, key=lambda row: row["posted_on"])
    return not (newest["has_parties"] and newest["has_wage_terms"] and newest["has_channels"])


def complaint_cluster(f: Facts, p: Row) -> bool:
    clues = f.of("clue", p)
    recent = sum(f.recent(row["received_on"], 30) for row in clues)
    return recent >= 3 or any(row["closed_on"] is None and row["workers"] >= 10 for row in clues)


def complaint_overdue(f: Facts, p: Row) -> bool:
    return any(row["closed_on"] is None and (f.today - row["received_on"]).days > 30 for row in f.of("clue", p))


def enterprise_listed(f: Facts, p: Row) -> bool:
    return any(
        row["enterprise_id"] == p["contractor_id"]
        and row["listed_on"] <= p["contract_signed_on"]
        and row["removed_on"] is None
        for row in f.rows("joint_list")
    )


def bank_silent(f: Facts, p: Row) -> bool:
    return f.bank_silent(p)


def attendance_silent(f: Facts, p: Row) -> bool:
    return f.attendance_silent(p)


def payroll_silent(f: Facts, p: Row) -> bool:
    heard = f.heard(p, "payroll")
    return heard is not None and any(heard < f.due_on(p, month) for month in f.due_months(p))


JUDGES: dict[str, Judge] = {
    "filing/not-filed": not_filed,
    "filing/no-permit": no_permit,
    "filing/no-labour-cost-clause": no_labour_cost_clause,
    "filing/no-payment-guarantee": no_payment_guarantee,
    "filing/stale": stale,
    "filing/stopped-but-working": stopped_but_working,
    "account/not-opened": account_not_opened,
    "account/no-agreement": no_agreement,
    "account/outflow-not-wages": outflow_not_wages,
    "account/balance-short": balance_short,
    "account/closed-early": closed_early,
    "account/no-movement": no_movement,
    "deposit/missing": deposit_missing,
    "deposit/too-small": too_small,
    "deposit/expiring": expiring,
    "deposit/expired": expired,
    "deposit/not-replenished": not_replenished,
    "deposit/return-overdue": return_overdue,
    "board/missing": board_missing,
    "board/incomplete": board_incomplete,
    "complaint/cluster": complaint_cluster,
    "complaint/overdue": complaint_overdue,
    "enterprise/listed": enterprise_listed,
    "data_quality/bank-silent": bank_silent,
    "data_quality/attendance-silent": attendance_silent,
    "data_quality/payroll-silent": payroll_silent,
}
