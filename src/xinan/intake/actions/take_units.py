"""Sheet 01: the units that take part in a project."""

from collections.abc import Sequence

from xinan.intake.merging import merge
from xinan.intake.parties import enter_enterprises
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking
from xinan.registry.models import ProjectUnit


def take_units(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's enterprise and its part in the project."""
    enter_enterprises({row.values["enterprise_code"]: row.values["enterprise_name"] for row in rows}, taking)
    units = merge(
        ProjectUnit,
        [
            (
                taking.project_id,
                row.values["enterprise_code"],
                row.values["unit_type"],
                _day(row, "entered_at"),
                _day(row, "left_at"),
            )
            for row in rows
        ],
        columns=("project_id", "enterprise_id", "kind", "entered_on", "left_on"),
        key=("project_id", "enterprise_id", "kind"),
        keep=("entered_on", "left_on"),
        batch_id=taking.batch_id,
    )
    taken = Taken()
    for row in rows:
        key = (taking.project_id, row.values["enterprise_code"], row.values["unit_type"])
        taken.count(units.outcome(key))
    return taken


def _day(row: Row, name: str) -> object:
    moment = row.values[name]
    return moment.date() if moment else None
