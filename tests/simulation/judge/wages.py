"""funding and wages: read from the rulebook, in plain Python."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.simulation.judge.facts import Facts, Row
from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month

Found = Iterator[tuple[str, str, str]]
LEAST_WAGES = ((date(2024, 10, 1), 2120), (date(2021, 12, 1), 1880), (date(1900, 1, 1), 1780))  # of the dearest place


def _month(p: Row, month: Month) -> tuple[str, str, str]:
    return "project", p["project_id"], str(month)


def _transfer_months(f: Facts, p: Row) -> dict[Month, Any]:
    sums: dict[Month, Any] = defaultdict(int)
    for row in f.owner_transfers(p):
        sums[Month.of(row["booked_on"])] += row["amount"]
    return sums


def _withheld_month(f: Facts, p: Row, month: Month) -> bool:
    heard = f.heard(p, "bank")
    return f.bank_silent(p) and (heard is None or month >= Month.of(heard))


def _withheld_due(f: Facts, p: Row, day: date) -> bool:
    heard = f.heard(p, "bank")
    return f.bank_silent(p) and (heard is None or day >= heard)


def no_transfer(f: Facts, p: Row) -> Found:
    moved = _transfer_months(f, p)
    for month in f.past_months(p):
        if not moved.get(month) and f.active_days(p, month) >= 15 and not _withheld_month(f, p, month):
            yield _month(p, month)


def below_agreed(f: Facts, p: Row) -> Found:
    moved, agreed = _transfer_months(f, p), p["labour_cost_monthly"]
    for month in f.past_months(p):
        if agreed and moved.get(month, 0) < agreed and not _withheld_month(f, p, month):
            yield _month(p, month)


def below_payable(f: Facts, p: Row) -> Found:
    owed = sum(row["payable"] for row in f.of("payroll_line", p) if row["wage_month"] < str(f.this_month))
    since = p["started_on"] or date.max
    # Without what came before the start: the stricter reading.
    if sum(row["amount"] for row in f.owner_transfers(p) if row["booked_on"] >= since) < owed and not f.bank_silent(p):
        yield "project", p["project_id"], ""


def forecast_shortfall(f: Facts, p: Row) -> Found:
    if not f.active(p, f.today) or not f.open_accounts(p) or f.bank_silent(p):
        return
    months = [f.this_month.previous, f.this_month, f.this_month.next]
    due, month = min((f.due_on(p, one), one) for one in months if f.due_on(p, one) >= f.today)
    if (due - f.today).days > 30:
        return
    rates = {row["worker_id"]: row["day_rate"] for row in f.of("employment", p)}
    paid = f.paid(p)
    accrued = sum(
        max(Decimal(0), days * rates[worker] - paid.get((worker, str(month)), 0))
        for worker, days in f.valid_days(p).get(month, {}).items()
    )
    transfers = _transfer_months(f, p)
    inflow = sum(transfers.get(f.this_month.shift(-n), 0) for n in (1, 2, 3)) / Decimal(3)
    last = max((row["booked_on"] for row in f.owner_transfers(p)), default=None)
    expected = last is not None and Month.of(last).next.day(last.day) <= due
    if f.balance(p) + (inflow if expected else 0) < accrued:
        yield "project", p["project_id"], ""


def unpaid(f: Facts, p: Row) -> Found:
    paid = f.paid(p)
    for month in f.due_months(p):
        if _withheld_due(f, p, f.due_on(p, month)):
            continue
        if any(not paid.get((worker, str(month))) for worker in f.valid_days(p)[month]):
            yield _month(p, month)


def part_paid(f: Facts, p: Row) -> Found:
    paid, payable = f.paid(p), f.payable(p)
    for month in f.due_months(p):
        keys = [(worker, str(month)) for worker in f.valid_days(p)[month]]
        if not _withheld_due(f, p, f.due_on(p, month)) and any(0 < paid.get(k, 0) < payable.get(k, 0) for k in keys):
            yield _month(p, month)


def no_payroll(f: Facts, p: Row) -> Found:
    submitted = {row["wage_month"] for row in f.of("payroll_line", p)}
    for month in f.past_months(p):
        if str(month) not in submitted and f.today > month.next.day(10):
            yield _month(p, month)


def below_minimum(f: Facts, p: Row) -> Found:
    # Nobody in the simulation earns between the lowest and the highest minimum wage of Jilin.
    paid = f.paid(p)
    failed: dict[tuple[str, str], Any] = defaultdict(int)
    for row in f.of("wage_payment", p):
        if row["status"] != "paid":
            failed[row["worker_id"], row["wage_month"]] += row["amount"]
    for month in f.due_months(p):
        least = next(amount for since, amount in LEAST_WAGES if since <= month.last)
        for worker, days in f.valid_days(p)[month].items():
            key = (worker, str(month))
            if days >= 21 and 0 < paid.get(key, 0) + failed[key] < least:
                yield "worker", worker, str(month)


def outside_account(f: Facts, p: Row) -> Found:
    opened = [row["opened_on"] for row in f.of("wage_account", p)]
    since = str(Month.of(min(opened))) if opened else "9999-12"
    months = {
        row["wage_month"]
        for row in f.of("wage_payment", p)
        if row["status"] == "paid" and row["account_id"] is None and row["wage_month"] >= since
    }
    yield from (_month(p, Month.parse(month)) for month in sorted(months))


def _lines(f: Facts, p: Row, month: Month) -> list[Row]:
    present = f.valid_days(p)[month]
    return [row for row in f.of("payroll_line", p) if row["wage_month"] == str(month) and row["worker_id"] in present]


def unconfirmed(f: Facts, p: Row) -> Found:
    for month in f.past_months(p):
        old = [row for row in _lines(f, p, month) if (f.today - row["submitted_on"]).days > 7]
        waiting = sum(row["confirmed_on"] is None and row["disputed_on"] is None for row in old)
        if waiting and waiting * 100 >= len(old) * 5:
            yield _month(p, month)


def disputed(f: Facts, p: Row) -> Found:
    for month in f.past_months(p):
        if any(
            row["disputed_on"]
            and row["dispute_closed_on"] is None
            and f.today > CHINA.nth_working_day_after(row["disputed_on"], 3)
            for row in _lines(f, p, month)
        ):
            yield _month(p, month)


def failed_not_repaid(f: Facts, p: Row) -> Found:
    payments = f.of("wage_payment", p)
    heard = f.heard(p, "bank")
    for month in f.past_months(p):
        of_month = [row for row in payments if row["wage_month"] == str(month)]
        for row in of_month:
            late = CHINA.nth_working_day_after(row["paid_on"], 3)
            repaid = sum(
                other["amount"]
                for other in of_month
                if other["status"] == "paid"
                and other["worker_id"] == row["worker_id"]
                and other["paid_on"] >= row["paid_on"]
            )
            known = not f.bank_silent(p) or (heard is not None and late < heard)
            if row["status"] != "paid" and f.today > late and repaid < row["amount"] and known:
                yield _month(p, month)
                break


def outlier(f: Facts, p: Row) -> Found:
    years: dict[tuple[str, str], Any] = defaultdict(int)
    for (worker, month), amount in f.paid(p).items():
        years[worker, month[:4]] += amount
        if amount > 50_000 and Month.parse(month) in f.past_months(p):
            yield "worker", worker, month
    yield from (("worker", worker, year) for (worker, year), amount in years.items() if amount > 300_000)


def _last_employment(f: Facts, p: Row, month: Month) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in sorted(f.of("employment", p), key=lambda row: row["entered_on"]):
        if row["entered_on"] <= month.last and (row["left_on"] is None or row["left_on"] >= month.first):
            found[row["worker_id"]] = row
    return found


def uniform_pay(f: Facts, p: Row) -> Found:
    for month in f.past_months(p):
        employed = _last_employment(f, p, month)
        groups: dict[tuple[str, Any], list[Any]] = defaultdict(list)
        for row in _lines(f, p, month):
            team = employed[row["worker_id"]]["team_id"] if row["worker_id"] in employed else None
            if team is not None:
                groups[team, row["payable"]].append(row["days"])
        if any(len(days) >= 10 and max(days) - min(days) > 3 for days in groups.values()):
            yield _month(p, month)


def days_mismatch(f: Facts, p: Row) -> Found:
    for month in f.past_months(p):
        lines = _lines(f, p, month)
        more = sum(row["days"] - f.valid_days(p)[month][row["worker_id"]] > 3 for row in lines)
        if more and more * 100 >= len(lines) * 10:
            yield _month(p, month)


def rate_out_of_range(f: Facts, p: Row) -> Found:
    for month in f.past_months(p):
        employed = _last_employment(f, p, month)
        lines = [row for row in _lines(f, p, month) if row["worker_id"] in employed]
        odd = 0
        for row in lines:
            full = row["days"] * employed[row["worker_id"]]["day_rate"]
            odd += not full / 2 <= row["payable"] <= full * 2
        if odd and odd * 100 >= len(lines) * 10:
            yield _month(p, month)


JUDGES = {
    "funding/no-transfer": no_transfer,
    "funding/below-agreed": below_agreed,
    "funding/below-payable": below_payable,
    "funding/forecast-shortfall": forecast_shortfall,
    "wages/unpaid": unpaid,
    "wages/part-paid": part_paid,
    "wages/no-payroll": no_payroll,
    "wages/below-minimum": below_minimum,
    "wages/outside-account": outside_account,
    "wages/unconfirmed": unconfirmed,
    "wages/disputed": disputed,
    "wages/failed-not-repaid": failed_not_repaid,
    "wages/outlier": outlier,
    "wages/uniform-pay": uniform_pay,
    "wages/days-mismatch": days_mismatch,
    "wages/rate-out-of-range": rate_out_of_range,
}
