"""The warnings of a project."""

from django.db.models import QuerySet

from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning


def warnings_of(project_id: str, *, cured: bool = False) -> QuerySet[Warning]:
    """The live warnings of a project, the longest standing first; the cured ones, the latest first, where `cured`."""
    warnings = Warning.objects.filter(project_id=project_id).select_related("previous")
    if cured:
        return warnings.filter(state=WarningState.CURED).order_by("-cured_at", "-id")
    return warnings.exclude(state=WarningState.CURED).order_by("since", "rule", "period", "id")
