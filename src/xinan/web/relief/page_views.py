"""`/relief/<id>/`: one relief for officers, for the bank that pays, for the firm that has to; results."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinan.casework.relief.actions.open_payees import open_payees
from xinan.casework.relief.actions.report_results import report_and_confirm
from xinan.casework.relief.policies import visible_relief
from xinan.casework.relief.queries import rows_of
from xinan.gateways.wiring import wiring
from xinan.intake.templates import MIME_TYPE
from xinan.kernel.errors import XinanError
from xinan.people.middleware import request_id
from xinan.web.access import requires
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking, asking
from xinan.web.relief.given import results_in
from xinan.web.relief.policy import has_relief
from xinan.web.relief.presenters import page_of
from xinan.web.relief.sheets import payees_workbook
from xinan.web.shell.errors import status_of


@requires(has_relief)
@require_safe
def relief_page(request: HttpRequest, relief_id: int) -> HttpResponse:
    """Who is liable and why, who got how much, what is left, the clocks."""
    return show_relief(request, relief_id, who=asking(request))


@requires(has_relief)
@require_POST
def relief_results(request: HttpRequest, relief_id: int) -> HttpResponse:
    """What became of the lines; the last result confirms that it is paid."""
    who = asking(request)
    relief = visible_relief(who.scope, relief_id=relief_id)
    try:
        results = results_in(request.POST, list(rows_of(relief)))
        report_and_confirm(relief.pk, results, by=who.user, scope=who.scope, now=who.now)
    except XinanError as error:
        return show_relief(request, relief_id, who=who, error=error)
    messages.success(request, _("支付结果已登记，已付的同时写入工资发放数据。"))
    return redirect("relief", relief_id=relief.pk)


@requires(has_relief)
@require_POST
def relief_payees(request: HttpRequest, relief_id: int) -> HttpResponse:
    """Whom to pay, in clear, as a workbook; who took it is written down first."""
    who = asking(request)
    relief, payees = open_payees(
        relief_id,
        by=who.user,
        scope=who.scope,
        now=who.now,
        keyring=wiring().keyring,
        request_id=request_id(request),
    )
    response = HttpResponse(payees_workbook(payees), content_type=MIME_TYPE)
    name = f"payees-{relief.pk:05d}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def show_relief(request: HttpRequest, relief_id: int, *, who: Asking, error: XinanError | None = None) -> HttpResponse:
    """The page, with what went wrong where something did."""
    relief = visible_relief(who.scope, relief_id=relief_id)
    context = {
        "page": page_of(relief, who=who),
        "relief": relief,
        "today": who.today,
        "given": request.POST,
        "problem": Problem(error.what, error.remedy, error.code) if error else None,
    }
    response = render(request, "relief/relief.html", context, status=status_of(error) if error else 200)
    response.headers["Cache-Control"] = "no-store"
    return response
