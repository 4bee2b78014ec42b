"""The facts of a snapshot as they were known at the end of a day, read row by row: no engine, no rule of the product."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month
from xinan.rules.vocabulary import TABLES, When

Row = dict[str, Any]


def read_snapshot(directory: Path) -> dict[str, list[Row]]:
    return {name: pq.read_table(directory / f"{name}.parquet").to_pylist() for name in TABLES}


def _seconds(value: Any) -> int:
    return value.hour * 3600 + value.minute * 60 + value.second


def _grouped(rows: list[Row], *names: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names) if len(names) > 1 else row[names[0]]].append(row)
    return groups


@dataclass
class Facts:
    tables: dict[str, list[Row]]
    today: date

    @cached_property
    def projects(self) -> list[Row]:
        return self.rows("project")

    def rows(self, name: str) -> list[Row]:
        """The rows known at the end of the day, with dates of later days blank."""
        columns = TABLES[name].columns
        begins = [column.name for column in columns if column.when is When.EXISTS_FROM]
        known = [column.name for column in columns if column.when is When.KNOWN_FROM]
        found = []
        for row in self.tables[name]:
            if all(row[column] <= self.today for column in begins):
                late = {column: None for column in known if row[column] is not None and row[column] > self.today}
                found.append({**row, **late} if late else row)
        return found

    def of(self, name: str, project: Row) -> list[Row]:
        return self._by_project(name).get(project["project_id"], [])

    def _by_project(self, name: str) -> dict[Any, list[Row]]:
        if name not in self._groups:
            self._groups[name] = _grouped(self.rows(name), "project_id")
        return self._groups[name]

    @cached_property
    def _groups(self) -> dict[str, dict[Any, list[Row]]]:
        return {}

    @cached_property
    def this_month(self) -> Month:
        return Month.of(self.today)

    @cached_property
    def workers(self) -> dict[str, Row]:
        return {row["worker_id"]: row for row in self.rows("worker")}

    @cached_property
    def several_places(self) -> set[str]:
        """Workers with an employment on more than one project."""
        places: dict[str, set[str]] = defaultdict(set)
        for row in self.rows("employment"):
            places[row["worker_id"]].add(row["project_id"])
        return {worker for worker, projects in places.items() if len(projects) > 1}

    @cached_property
    def entries(self) -> dict[str, list[Row]]:
        return _grouped(self.rows("account_entry"), "account_id")

    @cached_property
    def draws(self) -> dict[str, list[Row]]:
        return _grouped(self.rows("deposit_draw"), "deposit_id")

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def recent(self, day: date, days: int) -> bool:
        """Within the last n days: the day of judgement and the n - 1 before it."""
        return 0 <= (self.today - day).days < days

    # -- projects

    def paused(self, project: Row, day: date) -> bool:
        return any(
            row["approved_on"] and row["from_on"] <= day and (row["to_on"] is None or day <= row["to_on"])
            for row in self.of("pause", project)
        )

    def active(self, project: Row, day: date) -> bool:
        begun = project["started_on"] is not None and project["started_on"] <= day
        ended = project["completed_on"] is not None and project["completed_on"] <= day
        return begun and not ended and not self.paused(project, day)

    def active_days(self, project: Row, month: Month) -> int:
        return sum(self.active(project, day) for day in month)

    # -- attendance

    def days(self, project: Row) -> list[Row]:
        """Attendance, with `valid`."""
        key = project["project_id"]
        if key not in self._days:
            self._days[key] = [
                {
                    **row,
                    "valid": row["punches"] >= 2 and _seconds(row["last_at"]) - _seconds(row["first_at"]) >= 4 * 3600,
                    "month": Month.of(row["day"]),
                }
                for row in self.of("attendance_day", project)
            ]
        return self._days[key]

    @cached_property
    def _days(self) -> dict[str, list[Row]]:
        return {}

    def valid_days(self, project: Row) -> dict[Month, dict[str, int]]:
        """Valid days by month and worker."""
        key = project["project_id"]
        if key not in self._valid:
            counts: dict[Month, dict[str, int]] = defaultdict(lambda: defaultdict(int))
            for row in self.days(project):
                if row["valid"]:
                    counts[row["month"]][row["worker_id"]] += 1
            self._valid[key] = counts
        return self._valid[key]

    @cached_property
    def _valid(self) -> dict[str, dict[Month, dict[str, int]]]:
        return {}

    def past_months(self, project: Row, back: int = 12) -> list[Month]:
        """Working months that are past, looking back."""
        return [
            month
            for month in sorted(self.valid_days(project))
            if self.this_month.shift(-back) <= month < self.this_month
        ]

    def roster(self, project: Row, day: date) -> list[Row]:
        return [row for row in self.of("employment", project) if on_roster(row, day)]

    # -- wages

    def due_on(self, project: Row, month: Month) -> date:
        paying = month.next if project["pay_next_month"] else month
        return CHINA.working_day_on_or_before(paying.day(project["pay_day"]))

    def due_months(self, project: Row, back: int = 12) -> list[Month]:
        return [month for month in self.past_months(project, back) if self.due_on(project, month) < self.today]

    def paid(self, project: Row) -> dict[tuple[str, str], Any]:
        """Paid through an account, by worker and month."""
        sums: dict[tuple[str, str], Any] = defaultdict(int)
        for row in self.of("wage_payment", project):
            if row["status"] == "paid" and row["account_id"] is not None:
                sums[row["worker_id"], row["wage_month"]] += row["amount"]
        return sums

    def payable(self, project: Row) -> dict[tuple[str, str], Any]:
        sums: dict[tuple[str, str], Any] = defaultdict(int)
        for row in self.of("payroll_line", project):
            sums[row["worker_id"], row["wage_month"]] += row["payable"]
        return sums

    def unpaid_months(self, project: Row) -> list[Month]:
        paid = self.paid(project)
        return [
            month
            for month in self.due_months(project, back=1200)
            if any(not paid.get((worker, str(month))) for worker in self.valid_days(project)[month])
        ]

    # -- money

    def open_accounts(self, project: Row) -> list[Row]:
        return [row for row in self.of("wage_account", project) if row["closed_on"] is None]

    def owner_transfers(self, project: Row) -> list[Row]:
        return [
            entry
            for account in self.of("wage_account", project)
            for entry in self.entries.get(account["account_id"], [])
            if entry["direction"] == "in" and entry["counterparty_kind"] == "owner"
        ]

    def balance(self, project: Row) -> Any:
        total = 0
        for account in self.open_accounts(project):
            entries = self.entries.get(account["account_id"], [])
            if entries:
                total += max(entries, key=lambda row: (row["booked_on"], row["entry_id"]))["balance_after"]
        return total

    def heard(self, project: Row, source: str) -> date | None:
        days = [row["last_received_on"] for row in self.of("feed", project) if row["source"] == source]
        return min(max(days), self.today) if days else None

    def bank_silent(self, project: Row) -> bool:
        heard = self.heard(project, "bank")
        return bool(self.open_accounts(project)) and (heard is None or (self.today - heard).days > 2)

    def attendance_silent(self, project: Row) -> bool:
        heard = self.heard(project, "attendance")
        return self.active(project, self.today) and heard is not None and (self.today - heard).days > 2


def on_roster(row: Row, day: date) -> bool:
    return row["entered_on"] <= day and (row["left_on"] is None or row["left_on"] >= day)
