"""A fact snapshot into the product's own tables, as if every firm and bank had reported it. One transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import connection, models, transaction
from psycopg import Cursor

from xinan.casework.models import Clue
from xinan.jobs.demo.copying import copy_rows
from xinan.jobs.demo.punches import punches_from_days
from xinan.jobs.demo.steps import Advance
from xinan.kernel.regions import region
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.registry.enums import UnitKind
from xinan.registry.models import (
    ArrearsRecord,
    Deposit,
    DepositDraw,
    Enterprise,
    Feed,
    JointListing,
    NoticeBoard,
    Pause,
    Project,
    ProjectUnit,
    Region,
    Team,
    WageAccount,
)
from xinan.rules.vocabulary.columns import Kind
from xinan.rules.vocabulary.tables import fact_table
from xinan.workforce.actions.recompute_days import recompute_days
from xinan.workforce.models import Employment, Worker

# Places without a known beginning were there before any fact the product will meet.
LONG_AGO = date(1949, 10, 1)
_CHUNKS = 20  # in which days are summed up, so that the bar moves

Seal = Callable[[pa.Table], pa.Table]


@dataclass(frozen=True)
class Snapshot:
    """A directory with one Parquet file for each fact table."""

    folder: Path

    def rows(self, name: str) -> pa.Table:
        """The rows of a fact table; none where the snapshot has no such file."""
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            return pa.table({column: pa.array([], pa.string()) for column in fact_table(name).names})
        return _readable(pq.read_table(path), name)


def _readable(rows: pa.Table, name: str) -> pa.Table:
    """Only the columns of the vocabulary, times and decimals in a form that COPY reads."""
    table = fact_table(name)
    kept = rows.select([column for column in table.names if column in rows.column_names])
    for place, column in enumerate(kept.column_names):
        if table.column(column).kind is Kind.TIME and not pa.types.is_string(kept.schema.field(column).type):
            kept = kept.set_column(place, column, kept.column(column).cast(pa.string()))
    return kept


# In the order in which the rows refer to one another.
_BEFORE_WORKERS: Mapping[str, type[models.Model]] = {
    "enterprise": Enterprise,
    "project": Project,
    "pause": Pause,
    "notice_board": NoticeBoard,
    "arrears_record": ArrearsRecord,
    "joint_list": JointListing,
    "wage_account": WageAccount,
    "deposit": Deposit,
    "deposit_draw": DepositDraw,
    "clue": Clue,
    "feed": Feed,
}
_AFTER_WORKERS: Mapping[str, type[models.Model]] = {
    "employment": Employment,
    "payroll_line": PayrollLine,
    "wage_payment": WagePayment,
    "account_entry": AccountEntry,
}


def load(snapshot: Snapshot, *, seal: Seal, advance: Advance) -> None:
    """Load everything, or nothing where it fails or is killed.

    `seal` makes of the snapshot's workers rows of the product's: identities sealed, masked and findable.
    """
    total = len(_BEFORE_WORKERS) + len(_AFTER_WORKERS) + 5
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        advance(done, total)

    with transaction.atomic(), connection.cursor() as wrapped:
        cursor: Cursor[Any] = wrapped.cursor
        _load_regions(cursor, snapshot.rows("region"))
        step()
        for name, model in _BEFORE_WORKERS.items():
            copy_rows(cursor, model, snapshot.rows(name))
            step()
        copy_rows(cursor, Worker, seal(snapshot.rows("worker")))
        step()
        _load_teams_and_units(cursor, snapshot)
        step()
        for name, model in _AFTER_WORKERS.items():
            copy_rows(cursor, model, snapshot.rows(name))
            step()
        days = snapshot.rows("attendance_day")
        punches_from_days(cursor, days)
        step()
        _sum_up(days, advance=lambda part: advance(done * _CHUNKS + part, (done + 1) * _CHUNKS))


def _sum_up(days: pa.Table, *, advance: Callable[[int], None]) -> None:
    """Sum the punches up into days as the product does for any others, some at a time."""
    touched = days.group_by(["project_id", "day"]).aggregate([])
    pairs = list(zip(touched.column("project_id").to_pylist(), touched.column("day").to_pylist(), strict=True))
    size = -(-len(pairs) // _CHUNKS)
    for part in range(_CHUNKS):
        recompute_days(pairs[part * size : (part + 1) * size])
        advance(part + 1)


def _load_regions(cursor: Cursor[Any], rows: pa.Table) -> None:
    """Places with the days from and until which they stood; those already there stay as they are."""
    known = set(Region.objects.values_list("region_code", flat=True))
    rows = rows.filter(pc.invert(pc.is_in(rows.column("region_code"), pa.array(known, pa.string()))))
    places = [region(code) for code in rows.column("region_code").to_pylist()]
    dated = rows.append_column("valid_from", pa.array([place.valid_from or LONG_AGO for place in places], pa.date32()))
    copy_rows(cursor, Region, dated.append_column("valid_to", pa.array([p.valid_to for p in places], pa.date32())))


def _load_teams_and_units(cursor: Cursor[Any], snapshot: Snapshot) -> None:
    employment, project = snapshot.rows("employment"), snapshot.rows("project")
    copy_rows(cursor, Team, _teams(employment))
    owners = _units(project, firm="owner_id", kind=UnitKind.OWNER)
    contractors = _units(project, firm="contractor_id", kind=UnitKind.CONTRACTOR)
    copy_rows(cursor, ProjectUnit, pa.concat_tables([owners, contractors, _employers(employment, project)]))


def _teams(employment: pa.Table) -> pa.Table:
    """One team for each team of the roster; its name is what its identifier ends with."""
    rows = employment.filter(pc.is_valid(employment.column("team_id")))
    grouped = rows.group_by(["team_id", "project_id"]).aggregate([("employer_id", "min"), ("entered_on", "min")])
    names = [identifier.rsplit("-", 1)[-1] for identifier in grouped.column("team_id").to_pylist()]
    return grouped.rename_columns({"employer_id_min": "enterprise_id", "entered_on_min": "entered_on"}).append_column(
        "name", pa.array(names, pa.string())
    )


def _units(project: pa.Table, *, firm: str, kind: UnitKind) -> pa.Table:
    rows = project.select(["project_id", firm]).rename_columns(["project_id", "enterprise_id"])
    return rows.append_column("kind", pa.repeat(pa.scalar(kind.value, pa.string()), rows.num_rows))


def _employers(employment: pa.Table, project: pa.Table) -> pa.Table:
    """Who else employs people on a project: teams come from labour subcontractors, supervisors from their own firms."""
    contractor = project.select(["project_id", "contractor_id"])
    joined = employment.select(["project_id", "employer_id", "post"]).join(contractor, "project_id")
    others = joined.filter(pc.not_equal(joined.column("employer_id"), joined.column("contractor_id")))
    supervises = pc.is_in(others.column("post"), pa.array(["chief_supervisor", "safety_supervisor"]))
    kinds = pc.if_else(supervises, UnitKind.SUPERVISOR.value, UnitKind.LABOUR.value)
    rows = pa.table(
        {"project_id": others.column("project_id"), "enterprise_id": others.column("employer_id"), "kind": kinds}
    )
    return rows.group_by(["project_id", "enterprise_id", "kind"]).aggregate([])
