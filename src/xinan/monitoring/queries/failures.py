"""Which failed evaluation still leaves warnings behind the facts: people must see it, and the rule's name."""

from django.db.models import Max, Min, Subquery
from django.db.models.functions import Coalesce

from xinan.monitoring.enums import RunKind
from xinan.monitoring.models import EvaluationRun
from xinan.registry.models import ProjectChange

# Of failures one after the other the latest say enough.
_LOOKED_AT = 20


def standing_failure() -> EvaluationRun | None:
    """The last evaluation that failed and was not made good; None where all is well.

    A full run that failed stands until the next full one succeeds. A live step that failed left the marks of its
    projects in place: it stands until they are worked off, or a full run has covered them.
    """
    good = EvaluationRun.objects.filter(kind=RunKind.FULL, error="", finished_at__isnull=False)
    last_good = good.order_by().values("error").annotate(last=Max("pk")).values("last")
    since = Coalesce(Subquery(last_good), 0)
    failed = list(EvaluationRun.objects.exclude(error="").filter(pk__gt=since).order_by("-pk")[:_LOOKED_AT])
    if not failed:
        return None
    oldest = ProjectChange.objects.aggregate(at=Min("noted_at"))["at"]
    for run in failed:
        waits = oldest is not None and run.finished_at is not None and oldest <= run.finished_at
        if run.kind == RunKind.FULL or waits:
            return run
    return None
