"""Sheet 12: the times a site stands still."""

from collections.abc import Sequence

from xinan.intake.merging import merge
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, refuse_future
from xinan.registry.models import Pause


def take_pauses(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's pause, known by its kind and first day; what is left empty stays as it is."""
    taken = Taken()
    good = [row for row in rows if not _approved_ahead(row, taking, taken)]
    pauses = Pause.objects.filter(project_id=taking.project_id)
    papers = {(kind, day): paper for kind, day, paper in pauses.values_list("kind", "from_on", "approval_number")}
    merged = merge(
        Pause,
        [
            (
                taking.project_id,
                row.values["pause_kind"],
                row.values["paused_from"],
                row.values["paused_to"],
                row.values["approved_on"],
                row.values["approval_number"] or papers.get((row.values["pause_kind"], row.values["paused_from"]), ""),
            )
            for row in good
        ],
        columns=("project_id", "kind", "from_on", "to_on", "approved_on", "approval_number"),
        key=("project_id", "kind", "from_on"),
        keep=("to_on", "approved_on"),
        batch_id=taking.batch_id,
    )
    for row in good:
        taken.count(merged.outcome((taking.project_id, row.values["pause_kind"], row.values["paused_from"])))
    return taken


def _approved_ahead(row: Row, taking: Taking, taken: Taken) -> bool:
    """Whether the row is refused: a pause may be planned, an approval cannot lie ahead."""
    approved_on = row.values["approved_on"]
    if approved_on is None or approved_on <= taking.today:
        return False
    refuse_future(taken, row, "停工批准日期")
    return True
