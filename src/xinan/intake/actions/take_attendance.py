"""Sheet 06: punches, raw as they come; the days they belong to are summed up anew."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from xinan.intake.merging import merge
from xinan.intake.parties import units_of
from xinan.intake.persons import person_of
from xinan.intake.reading.rows import Row
from xinan.intake.restating import restate_punches
from xinan.intake.sheets.codes import BY_HAND
from xinan.intake.taking import Taken, Taking, refuse_future, refuse_unknown_unit
from xinan.kernel.clock import CHINA
from xinan.workforce.actions.recompute_days import recompute_days
from xinan.workforce.models import Punch

_COLUMNS = ("project_id", "worker_id", "at", "direction", "method", "supplement")
_KEY = ("project_id", "worker_id", "at", "direction")


def take_attendance(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's punch, and recompute the days touched.

    Somebody unknown is entered as a worker, not on the roster: that an unregistered person works there is what the
    roster's rules must see.
    """
    taken = Taken()
    units = units_of(taking.project_id)
    good = [row for row in rows if is_in_order(row, units=units, today=taking.today, taken=taken)]
    ids = taking.persons.enrol({row.values["identity"]: person_of(row.values) for row in good}.values())
    merged = merge(
        Punch,
        (_record(row, ids[row.values["identity"]], taking.project_id) for row in good),
        columns=_COLUMNS,
        key=_KEY,
        batch_id=taking.batch_id,
    )
    if merged.unchanged:
        restate_punches(taking.project_id, stage=merged.stage, batch_id=taking.batch_id)
    recompute_days({(project_id, at.astimezone(CHINA).date()) for project_id, _worker, at, _way in merged.touched})
    taken.count("added", merged.added)
    taken.count("changed", merged.changed)
    taken.count("unchanged", merged.unchanged)
    return taken


def is_in_order(row: Row, *, units: Collection[str], today: date, taken: Taken) -> bool:
    """Whether the row's firm takes part in the project and its punch has happened; else it is refused in `taken`."""
    if row.values["enterprise_code"] not in units:
        refuse_unknown_unit(taken, row)
    elif row.values["punched_at"].date() > today:
        refuse_future(taken, row, "刷卡时间")
    else:
        return True
    return False


def _record(row: Row, worker_id: str, project_id: str) -> tuple[Any, ...]:
    values = row.values
    passage = values["passage"] or ""
    return project_id, worker_id, values["punched_at"], values["direction"], passage, passage in BY_HAND
