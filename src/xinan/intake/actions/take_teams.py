"""Sheet 02: the teams of a project's units."""

from collections.abc import Sequence

from xinan.intake.merging import merge
from xinan.intake.parties import team_key, units_of
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, refuse_unknown_unit
from xinan.registry.models import Team

_COLUMNS = ("team_id", "project_id", "enterprise_id", "name", "number", "entered_on", "left_on")
_KEY = ("project_id", "enterprise_id", "name")


def take_teams(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's team; its enterprise must take part in the project."""
    taken = Taken()
    units = units_of(taking.project_id)
    good = []
    for row in rows:
        if row.values["enterprise_code"] in units:
            good.append(row)
        else:
            refuse_unknown_unit(taken, row)
    existing = {
        key: (team_id, number)
        for team_id, number, *key_parts in Team.objects.filter(project_id=taking.project_id).values_list(
            "team_id", "number", "project_id", "enterprise_id", "name"
        )
        for key in [tuple(key_parts)]
    }
    merged = merge(
        Team,
        [_record(row, taking, existing) for row in good],
        columns=_COLUMNS,
        key=_KEY,
        keep=("entered_on", "left_on"),
        batch_id=taking.batch_id,
    )
    for row in good:
        taken.count(merged.outcome(_key(row, taking)))
    return taken


def _key(row: Row, taking: Taking) -> tuple[str, str, str]:
    return taking.project_id, row.values["enterprise_code"], row.values["team_name"]


def _record(row: Row, taking: Taking, existing: dict[tuple[str, ...], tuple[str, str]]) -> tuple[object, ...]:
    key = _key(row, taking)
    team_id, number = existing.get(key, (team_key(*key), ""))
    values = row.values
    days = (values[name].date() if values[name] else None for name in ("entered_at", "left_at"))
    return (team_id, *key, values["team_code"] or number, *days)
