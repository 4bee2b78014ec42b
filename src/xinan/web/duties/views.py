"""`/duties/`: an office's duties, what nobody holds, and whose a thing is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.web.access import requires
from xinan.web.duties.page import chosen_office, page_context
from xinan.web.duties.policy import sees_duties
from xinan.web.shell.scoping import asker, scope_for


@requires(sees_duties)
@require_safe
def roster_page(request: HttpRequest) -> HttpResponse:
    """The roster of one office; the address names it, else it is one's own."""
    user = asker(request.user)
    scope = scope_for(user, today=wiring().clock.today())
    office = chosen_office(request, user=user, scope=scope)
    return render(request, "duties/index.html", page_context(request, user=user, scope=scope, office=office))
