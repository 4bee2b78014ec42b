"""What a rules engine that is fed one project at a time must be given: the project's facts, worked up in Python."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xinan.kernel.calendar import CHINA, FIRST_DAY, LAST_DAY

COLUMNS = {
    "project": "project_id contractor_id contract_price contract_signed_on permit_required permit_issued_on started_on"
    " completed_on pay_day pay_next_month",
    "pause": "project_id from_on to_on approved_on",
    "wage_account": "project_id account_id closed_on",
    "account_entry": "account_id booked_on direction amount counterparty_kind worker_id",
    "deposit": "project_id amount effective_on expires_on released_on",
    "employment": "project_id worker_id contract_signed_on entered_on left_on",
    "attendance_day": "project_id worker_id day first_at last_at punches",
    "payroll_line": "project_id worker_id wage_month payable",
    "wage_payment": "project_id worker_id wage_month amount status account_id",
}
FOUR_HOURS = 4 * 3600
Rows = list[tuple[Any, ...]]


class Province:
    """The facts in memory as Arrow, ordered by project, so that a project's rows are one slice of each table."""

    def __init__(self, snapshot: Path) -> None:
        self.tables: dict[str, pa.Table] = {}
        self.places: dict[str, dict[str, tuple[int, int]]] = {}
        accounts = _read(snapshot, "wage_account", COLUMNS["wage_account"])
        for name, columns in COLUMNS.items():
            rows = _read(snapshot, name, columns)
            if name == "account_entry":
                rows = rows.join(accounts.select(["account_id", "project_id"]), "account_id", join_type="inner")
            rows = rows.sort_by("project_id")
            self.places[name] = _places(rows["project_id"])
            self.tables[name] = rows.drop_columns("project_id").combine_chunks()
        self.project_ids = sorted(self.places["project"])
        self.records = _by_firm(_read(snapshot, "arrears_record", "enterprise_id found_on"))
        self.listings = _by_firm(_read(snapshot, "joint_list", "enterprise_id listed_on removed_on"))
        self.sites = _by_firm(_read(snapshot, "project", "contractor_id started_on completed_on"))
        days = list(CHINA.days(FIRST_DAY, LAST_DAY))
        self.working_days = [d.day for d in days if d.is_working]
        self.days_off = {d.day for d in days if d.is_day_off}

    def rows(self, name: str, project_id: str) -> Rows:
        """The rows of one project as Python values."""
        start, length = self.places[name].get(project_id, (0, 0))
        part = self.tables[name].slice(start, length)
        return list(zip(*(column.to_pylist() for column in part.columns), strict=True))


@dataclass(frozen=True)
class Site:
    """One project with all its rows."""

    project: tuple[Any, ...]
    rows: dict[str, Rows]
    today: date


def site_of(province: Province, project_id: str, *, today: date) -> Site:
    """Fetch a project."""
    names = [name for name in COLUMNS if name != "project"]
    rows = {name: province.rows(name, project_id) for name in names}
    return Site(province.rows("project", project_id)[0], rows, today)


def aggregates(province: Province, site: Site) -> dict[str, Any]:
    """All that the ten decision tables look at, for one project."""
    active = _active_days(site)
    valid, last_on, recent = _attendance(site)
    months = list(_months(province, site, valid, active))
    _mark_second_months(months)
    facts: dict[str, Any] = {"months": [m for m in months if m["is_past_year"]]}
    facts |= _money(site, months)
    facts |= _roster(site, recent)
    facts |= _deposit(province, site)
    on_roster = any(left is None or left >= site.today for *_, left in site.rows["employment"])
    if site.today in active and on_roster and last_on is not None:
        facts["silent_days"] = sum(day > last_on and day not in province.days_off for day in active)
    return facts


def _active_days(site: Site) -> set[date]:
    *_, started, completed, _, _ = site.project
    if started is None:
        return set()
    paused = {
        day
        for begun, ended, approved in site.rows["pause"]
        if approved is not None
        for day in _days(begun, min(ended or site.today, site.today))
    }
    return {day for day in _days(started, site.today) if (completed is None or day < completed) and day not in paused}


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _attendance(site: Site) -> tuple[dict[str, dict[str, int]], date | None, dict[str, date]]:
    """Valid days by month and worker; the last day of all; the first valid day of each worker in the last 30."""
    by_month: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    first_of: dict[str, date] = {}
    last_on, since = None, site.today - timedelta(days=30)
    names: dict[date, str] = {}
    for worker, day, first_at, last_at, punches in site.rows["attendance_day"]:
        if last_on is None or day > last_on:
            last_on = day
        if punches >= 2 and last_at - first_at >= FOUR_HOURS:
            if day not in names:
                names[day] = f"{day:%Y-%m}"
            by_month[names[day]][worker] += 1
            if day > since and (worker not in first_of or day < first_of[worker]):
                first_of[worker] = day
    return by_month, last_on, first_of


def _months(
    province: Province, site: Site, valid: dict[str, dict[str, int]], active: set[date]
) -> Iterator[dict[str, Any]]:
    payable: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for worker, month, amount in site.rows["payroll_line"]:
        payable[worker, month] += amount
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for worker, month, amount, status, account in site.rows["wage_payment"]:
        if status == "paid" and account is not None:
            paid[worker, month] += amount
    came = {f"{row[1]:%Y-%m}" for row in site.rows["account_entry"] if row[2] == "in" and row[4] == "owner"}
    stays = _stays(site)
    this_month = site.today.replace(day=1)
    for month, workers in valid.items():
        first = date.fromisoformat(f"{month}-01")
        if first >= this_month:
            continue
        last = _next_month(first) - timedelta(days=1)
        keys = [(worker, month) for worker in workers]
        open_days = sorted(
            d for d in _days(first, last) if d in active and province.working_days[_at(province, d)] == d
        )
        yield {
            "month": month,
            "is_past_year": first >= this_month.replace(year=this_month.year - 1),
            "late": (site.today - _due_on(province, site, first)).days,
            "late_payroll": (site.today - last - timedelta(days=10)).days,
            "workers": len(workers),
            "unpaid": sum(not paid.get(key) for key in keys),
            "part_paid": sum(0 < paid.get(key, 0) < payable.get(key, 0) for key in keys),
            "with_line": sum(key in payable for key in keys),
            "valid_days": sum(workers.values()),
            "roster_days": _roster_days(stays, open_days, first=first, last=last),
            "active_days": sum(day in active for day in _days(first, last)),
            "has_transfer": month in came,
        }


def _mark_second_months(months: list[dict[str, Any]]) -> None:
    """Whether the month before was without a transfer too: a table that is given one month cannot see another."""
    dry = {m["month"] for m in months if not m["has_transfer"] and m["active_days"] >= 15}
    for month in months:
        year, number = int(month["month"][:4]), int(month["month"][5:])
        month["is_second"] = f"{year - (number == 1):04d}-{number - 1 or 12:02d}" in dry


def _at(province: Province, day: date) -> int:
    return bisect_right(province.working_days, day) - 1


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _due_on(province: Province, site: Site, first: date) -> date:
    pay_day, in_next = site.project[-2:]
    month = _next_month(first) if in_next else first
    last = _next_month(month) - timedelta(days=1)
    return province.working_days[_at(province, min(month + timedelta(days=pay_day - 1), last))]


def _stays(site: Site) -> list[tuple[date, date]]:
    """The stays of all people, those of one person that overlap made one."""
    by_worker: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for worker, _, entered, left in site.rows["employment"]:
        by_worker[worker].append((entered, left or site.today))
    merged = []
    for stays in by_worker.values():
        reached = date.min
        for entered, left in sorted(stays):
            begun = max(entered, reached + timedelta(days=1)) if reached > date.min else entered
            if begun <= left:
                merged.append((begun, left))
            reached = max(reached, left)
    return merged


def _roster_days(stays: list[tuple[date, date]], open_days: list[date], *, first: date, last: date) -> int:
    return sum(
        bisect_right(open_days, min(left, last)) - bisect_right(open_days, max(begun, first) - timedelta(days=1))
        for begun, left in stays
        if begun <= last and left >= first
    )


def _money(site: Site, months: list[dict[str, Any]]) -> dict[str, Any]:
    this_month = f"{site.today:%Y-%m}"
    payable = sum((amount for _, month, amount in site.rows["payroll_line"] if month < this_month), Decimal(0))
    entries = site.rows["account_entry"]
    came = sum((row[3] for row in entries if row[2] == "in" and row[4] == "owner"), Decimal(0))
    roster = {row[0] for row in site.rows["employment"]}
    closed: dict[str, date | None] = dict(site.rows["wage_account"])
    completed, since = site.project[6], site.today - timedelta(days=60)
    stray = 0
    for account, on, direction, _, kind, worker in entries:
        if direction == "out" and on > since:
            is_final = kind == "contractor" and on == closed.get(account) and completed is not None and completed <= on
            stray += not is_final and (kind != "worker" or worker not in roster)
    return {
        "shortfall": float(payable - came),
        "unpaid_months": sum(m["unpaid"] > 0 and m["late"] >= 1 for m in months),
        "stray_outflows": stray,
    }


def _roster(site: Site, first_of: dict[str, date]) -> dict[str, Any]:
    signed: dict[str, date | None] = {}
    staying = set()
    for worker, contract, _, left in site.rows["employment"]:
        earlier = signed.get(worker)
        signed[worker] = min(contract, earlier) if contract and earlier else contract or earlier
        if left is None or left >= site.today:
            staying.add(worker)
    at_work = [(worker, day) for worker, day in first_of.items() if worker in staying]
    without = sum((contract := signed[worker]) is None or contract > day for worker, day in at_work)
    return {"recent": len(at_work), "without_contract": without}


def _deposit(province: Province, site: Site) -> dict[str, Any]:
    firm, price, signed, permit_required, permit_on, *_ = site.project
    clock = permit_on if permit_required else signed
    held = [
        amount
        for amount, effective, expires, released in site.rows["deposit"]
        if effective <= site.today
        and (expires is None or expires >= site.today)
        and (released is None or released > site.today)
    ]
    if clock is None or not held or province.working_days[_at(province, clock) + 20] >= site.today:
        return {"held": 0, "owed": 0}
    return {"held": float(sum(held)), "owed": float(_owed(province, firm, price=price, signed=signed))}


def _owed(province: Province, firm: str, *, price: Decimal, signed: date) -> Decimal:
    edges = [_years_before(signed, years) for years in (0, 1, 2)]
    spans = [(edges[k], edges[k - 1]) for k in (1, 2)]
    found = [any(begin <= row[0] < end for row in province.records.get(firm, [])) for begin, end in spans]
    if price < 3_000_000 and not found[0]:
        return Decimal(0)
    listed = any(on <= signed and (off is None or off > signed) for on, off in province.listings.get(firm, []))
    worked = [
        any(s is not None and s < end and (c is None or c >= begin) for s, c in province.sites.get(firm, []))
        for begin, end in spans
    ]
    is_clean = all(worked) and not any(found)
    rate = "0.04" if listed else "0.03" if any(found) else "0.01" if is_clean else "0.02"
    return (price * Decimal(rate)).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def _years_before(day: date, years: int) -> date:
    """The same day so many years before; 29 February becomes 1 March."""
    return day.replace(year=day.year - years, day=1) + timedelta(days=day.day - 1)


def _read(snapshot: Path, name: str, columns: str) -> pa.Table:
    path = snapshot / f"{name}.parquet"
    if not path.exists():
        return pa.table({column: pa.array([], pa.string()) for column in columns.split()})
    rows = pq.read_table(path, columns=columns.split())
    for index, column in enumerate(rows.schema):
        if pa.types.is_time(column.type):
            seconds = rows[column.name].cast(pa.time32("s"), safe=False).cast(pa.int32())
            rows = rows.set_column(index, column.name, seconds)
    return rows


def _places(ids: pa.ChunkedArray) -> dict[str, tuple[int, int]]:
    """Where each project's rows begin in a sorted column, and how many they are."""
    counted = pc.value_counts(ids.combine_chunks()).to_pylist()
    places, start = {}, 0
    for one in counted:
        places[one["values"]] = (start, one["counts"])
        start += one["counts"]
    return places


def _by_firm(rows: pa.Table) -> dict[str, Rows]:
    found: dict[str, Rows] = defaultdict(list)
    for firm, *rest in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        found[firm].append(tuple(rest))
    return found
