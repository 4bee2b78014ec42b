"""Keeps the risk indices of a run."""

from collections.abc import Sequence

from xinan.monitoring.actions.reconcile import Scope
from xinan.monitoring.models import EvaluationRun
from xinan.monitoring.risk import kept_parts
from xinan.monitoring.risk_models import ProjectRisk
from xinan.rules.risk.model import Risk

_BATCH = 500
_REPLACED = ("index", "parts", "as_of", "version", "run")


def keep_risks(risks: Sequence[Risk], *, scope: Scope, run: EvaluationRun) -> int:
    """Replace the indices of the evaluated projects; how many are kept.

    A run of some projects has loaded all projects of their contractors and holds the contractors' locks
    (xinan.monitoring.locks): what one site owes counts on its sisters, so theirs are replaced with it. A project that has no
    index any more (completed, nothing open) loses it.
    """
    rows = [
        ProjectRisk(
            project_id=risk.project_id,
            index=risk.index,
            parts=kept_parts(risk),
            as_of=risk.as_of,
            version=risk.version,
            run=run,
        )
        for risk in risks
    ]
    gone = ProjectRisk.objects.exclude(pk__in=[row.pk for row in rows])
    if not scope.everything:
        gone = gone.filter(project_id__in=scope.project_ids or ())
    gone.delete()
    ProjectRisk.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["project"], update_fields=list(_REPLACED)
    )
    return len(rows)
