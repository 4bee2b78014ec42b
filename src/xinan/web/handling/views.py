"""`/handling/` and `/warnings/<id>/`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinan.web.access import signed_in
from xinan.web.handling.asking import asked_warning, asking
from xinan.web.handling.warning_page import warning_context
from xinan.web.handling.work import work_of
from xinan.web.proceedings.firm_list import matters_of
from xinan.web.proceedings.requests import requests_for
from xinan.web.shell.htmx import render_page


@signed_in
@require_safe
def work_page(request: HttpRequest) -> HttpResponse:
    """What waits for the person who asks; for a firm, what stands against it."""
    who = asking(request)
    context: dict[str, object] = {
        "work": work_of(request.GET, scope=who.scope, user=who.user, now=who.now),
        "requests": requests_for(scope=who.scope, user=who.user),
        "matters": matters_of(who),
        "today": who.today,
    }
    return render_page(request, "handling/work.html", "handling/work_list.html", context)


@signed_in
@require_safe
def warning_page(request: HttpRequest, warning_id: int) -> HttpResponse:
    """One warning with everything about it."""
    who = asking(request)
    warning, proceedings = asked_warning(warning_id, who=who)
    return render(request, "handling/warning.html", warning_context(warning, proceedings, who=who))
