"""Asking for a pause or more time on a clock of a warning, letting it run again."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from xinan.web.access import signed_in
from xinan.web.handling.asking import asked_warning, asking
from xinan.web.handling.frames import warning_frame
from xinan.web.proceedings.clocks import answer_extend, answer_pause, answer_resume


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def warning_pause(request: HttpRequest, warning_id: int, clock_id: int) -> HttpResponse:
    """Ask that a clock stand still."""
    who = asking(request)
    warning, proceedings = asked_warning(warning_id, who=who)
    return answer_pause(request, proceedings[0], clock_id, who=who, frame=warning_frame(request, warning, who=who))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def warning_extend(request: HttpRequest, warning_id: int, clock_id: int) -> HttpResponse:
    """Ask for more time."""
    who = asking(request)
    warning, proceedings = asked_warning(warning_id, who=who)
    return answer_extend(request, proceedings[0], clock_id, who=who, frame=warning_frame(request, warning, who=who))


@signed_in
@require_POST
def warning_resume(request: HttpRequest, warning_id: int, clock_id: int) -> HttpResponse:
    """Let a paused clock run again from today."""
    who = asking(request)
    warning, proceedings = asked_warning(warning_id, who=who)
    return answer_resume(request, proceedings[0], clock_id, who=who, frame=warning_frame(request, warning, who=who))
