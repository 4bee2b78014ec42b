"""A snapshot as pandas frames, and the tables that several rules of the pandas rival begin with."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xinan.kernel.calendar import CHINA, FIRST_DAY, LAST_DAY

COLUMNS = {
    "project": "project_id contractor_id contract_price contract_signed_on permit_required permit_issued_on started_on"
    " completed_on pay_day pay_next_month",
    "pause": "project_id from_on to_on approved_on",
    "wage_account": "account_id project_id closed_on",
    "account_entry": "account_id booked_on direction amount counterparty_kind worker_id",
    "deposit": "project_id amount effective_on expires_on released_on",
    "arrears_record": "enterprise_id found_on",
    "joint_list": "enterprise_id listed_on removed_on",
    "employment": "project_id worker_id contract_signed_on entered_on left_on",
    "attendance_day": "project_id worker_id day first_at last_at punches",
    "payroll_line": "project_id worker_id wage_month payable",
    "wage_payment": "project_id worker_id wage_month amount status account_id",
}
PERSON = ["project_id", "worker_id", "month"]
MONTH = ["project_id", "month"]
LOOK_BACK = 12
FOUR_HOURS = 4 * 3600


class Frames:
    """The facts in memory: money in whole cents, months counted, times in seconds, identifiers as categories.

    Categories make every grouping and join a matter of small integers: what somebody would do who runs this nightly.
    """

    def __init__(self, snapshot: Path, *, today: date) -> None:
        self.today = pd.Timestamp(today).as_unit("s")
        self.this_month = today.year * 12 + today.month - 1
        self.is_shared = False
        self._worker_month: pd.DataFrame | None = None
        raw = {name: _columns(snapshot / f"{name}.parquet", columns.split()) for name, columns in COLUMNS.items()}
        kinds = {key: _categories(raw, key) for key in ("project_id", "worker_id", "account_id")}
        self.tables = {name: _frame(columns, kinds) for name, columns in raw.items()}
        days = list(CHINA.days(FIRST_DAY, LAST_DAY))
        day = np.array([d.day for d in days], "datetime64[s]")
        self.calendar = pd.DataFrame(
            {"day": day, "is_working": [d.is_working for d in days], "is_day_off": [d.is_day_off for d in days]}
        )
        self.working_days = day[self.calendar.is_working]

    def valid_months(self, keys: list[str]) -> pd.DataFrame:
        """The valid days (at least two punches, four hours apart) by `keys`, a month among them."""
        days = self.tables["attendance_day"]
        valid = days.loc[is_valid(days), ["day", *keys[:-1]]]
        months = valid.assign(month=months_of(valid.day)).drop(columns="day")
        return months.groupby(keys, observed=True, sort=False).size().rename("valid_days").reset_index()

    def worker_month(self) -> pd.DataFrame:
        """How many valid days a worker had on a project in a month."""
        if self._worker_month is not None:
            return self._worker_month
        counted = self.valid_months(PERSON)
        if self.is_shared:
            self._worker_month = counted
        return counted

    def project_month(self) -> pd.DataFrame:
        """How many valid days a project had in a month."""
        if self._worker_month is not None:
            return self._worker_month.groupby(MONTH, observed=True).valid_days.sum().reset_index()
        return self.valid_months(MONTH)

    def past(self, months: pd.DataFrame, *, column: str = "month") -> pd.DataFrame:
        """The rows of the twelve months before this one."""
        return months[(months[column] < self.this_month) & (months[column] >= self.this_month - LOOK_BACK)]

    def with_due(self, months: pd.DataFrame) -> pd.DataFrame:
        """`months` with the days since their wages fell due: the pay day, moved back to a working day."""
        terms = self.tables["project"][["project_id", "pay_day", "pay_next_month"]]
        placed = months.merge(terms, on="project_id")
        due_month = placed.month.to_numpy() + placed.pay_next_month.to_numpy(dtype="int64")
        last = days_of(due_month + 1) - np.timedelta64(1, "D")
        nominal = np.minimum(days_of(due_month) + (placed.pay_day.to_numpy() - 1).astype("timedelta64[D]"), last)
        at = np.searchsorted(self.working_days, nominal.astype("datetime64[s]"), side="right") - 1
        late = (np.datetime64(self.today, "D") - self.working_days[at].astype("datetime64[D]")).astype(int)
        return placed.drop(columns=["pay_day", "pay_next_month"]).assign(late=late)

    def active_days(self) -> pd.DataFrame:
        """The days on which a project was under way and not paused, up to today."""
        project = self.tables["project"]
        begun = project[project.started_on.notna()]
        until = self.calendar[(self.calendar.day <= self.today) & (self.calendar.day >= begun.started_on.min())]
        days = begun[["project_id", "started_on", "completed_on"]].merge(until, how="cross")
        days = days[(days.day >= days.started_on) & ~(days.completed_on <= days.day)]
        pause = self.tables["pause"]
        approved = pause[pause.approved_on.notna()]
        paused = approved.merge(until[["day"]], how="cross")
        paused = paused[(paused.day >= paused.from_on) & (paused.day <= paused.to_on.fillna(self.today))]
        marked = days.merge(
            paused[["project_id", "day"]].drop_duplicates(), on=["project_id", "day"], how="left", indicator=True
        )
        return marked[marked["_merge"] == "left_only"].drop(columns="_merge")

    def paid(self) -> pd.DataFrame:
        """What a worker was paid for a month through an account, in cents."""
        payment = self.tables["wage_payment"]
        made = payment[(payment.status == "paid") & payment.account_id.notna()]
        keys = ["project_id", "worker_id", "wage_month"]
        summed = made.groupby(keys, observed=True, sort=False).amount.sum().rename("paid").reset_index()
        return summed.rename(columns={"wage_month": "month"})

    def owner_transfers(self) -> pd.DataFrame:
        """What the owner moved into the accounts of a project."""
        entry = self.tables["account_entry"]
        came = entry[(entry.direction == "in") & (entry.counterparty_kind == "owner")]
        return came.merge(self.tables["wage_account"][["account_id", "project_id"]], on="account_id")


def is_valid(days: pd.DataFrame) -> pd.Series:
    """Which days of attendance count: at least two punches, four hours apart."""
    return (days.punches >= 2) & (days.last_at - days.first_at >= FOUR_HOURS)


def months_of(days: pd.Series) -> np.ndarray:
    """The months of some days, counted since the year 0."""
    return days.to_numpy().astype("datetime64[M]").astype("int64") + 1970 * 12


def days_of(months: np.ndarray) -> np.ndarray:
    """The first days of counted months."""
    return (np.asarray(months) - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")


def _columns(path: Path, columns: list[str]) -> pa.Table:
    if not path.exists():
        return pa.table({name: pa.array([], pa.string()) for name in columns})
    return pq.read_table(path, columns=columns)


def _categories(raw: dict[str, pa.Table], key: str) -> pd.CategoricalDtype:
    found = [pc.unique(rows[key]).to_pylist() for rows in raw.values() if key in rows.column_names]
    return pd.CategoricalDtype(sorted({value for values in found for value in values if value is not None}))


def _frame(rows: pa.Table, kinds: dict[str, pd.CategoricalDtype]) -> pd.DataFrame:
    return pd.DataFrame({name: _series(rows[name], kinds.get(name), name) for name in rows.column_names})


def _series(values: pa.ChunkedArray, kind: pd.CategoricalDtype | None, name: str) -> pd.Series:
    if kind is not None:
        return values.to_pandas().astype(kind)
    if name == "wage_month":
        year, month = pc.utf8_slice_codeunits(values, 0, 4), pc.utf8_slice_codeunits(values, 5, 7)
        return pc.add(pc.multiply(year.cast(pa.int64()), 12), pc.subtract(month.cast(pa.int64()), 1)).to_pandas()
    if name.endswith("_on") or name == "day":
        return values.cast(pa.date32()).cast(pa.timestamp("s")).to_pandas()
    if pa.types.is_time(values.type):
        return values.cast(pa.time32("s"), safe=False).cast(pa.int32()).to_pandas()
    if pa.types.is_decimal(values.type):
        return pc.multiply(values, 100).cast(pa.int64()).to_pandas()
    if pa.types.is_string(values.type):
        return values.to_pandas().astype("category")
    return values.to_pandas()
