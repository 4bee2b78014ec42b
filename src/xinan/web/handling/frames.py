"""From where a warning's proceeding is moved, and where that leads."""

from django.http import HttpRequest
from django.urls import reverse

from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.frame import Frame
from xinan.web.projects.warnings import warning_view


def warning_frame(request: HttpRequest, warning: Warning, *, who: Asking) -> Frame:
    """The warning's title above the form, its month and project beside it."""
    came_from = request.POST.get("back") or request.GET.get("back", "")
    parts = [warning.period, warning.project.name if warning.project else ""]
    about = " · ".join(part for part in parts if part)
    return Frame(
        title=warning_view(warning, today=who.today, people={}, evidence=False).title,
        about=Text(about, about),
        url=request.path,
        done=_back(came_from, warning),
        came_from=came_from,
    )


def _back(came_from: str, warning: Warning) -> str:
    """Where the person came from, if that is a page of ours that shows the warning; else the warning's page."""
    known = {"work": reverse("handling")}
    if warning.project_id is not None:
        known["project"] = f"{reverse('project', args=[warning.project_id])}#warning-{warning.pk}"
    return known.get(came_from, reverse("warning", args=[warning.pk]))
