"""Having a month's wages paid: what the batch would hold, making it, and its file for a bank without an interface."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xinan.gateways.wiring import wiring
from xinan.intake.actions.download_order_file import download_order_file
from xinan.intake.actions.offer_payment_batch import has_interface, offer_payment_batch, preview_payment_batch
from xinan.intake.actions.plan_payment_batch import BatchPlan, payroll_months
from xinan.intake.templates import MIME_TYPE
from xinan.kernel.errors import Conflict, NotFound, XinanError
from xinan.people.middleware import request_id
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.registry.policies import visible_project
from xinan.web.access import signed_in
from xinan.web.bank.presenters import due_views
from xinan.web.components.views import Problem
from xinan.web.intake.people import person_behind
from xinan.web.shell.errors import status_of

_MONTH = re.compile(r"20\d{2}-(?:0[1-9]|1[0-2])")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: HttpRequest, project_id: str) -> HttpResponse:
    """What a batch of a month would hold; a POST makes it, and the bank is told."""
    user, now = person_behind(request), wiring().clock.now()
    project = visible_project(scope_of(user, on=now.date()), project_id=project_id)
    months = payroll_months(project.pk)
    month = request.POST.get("month", "") or request.GET.get("month", "") or (months[0] if months else "")
    plan, problem, status = None, None, 200
    try:
        if request.method == "POST":
            _check_month(month)
            batch = offer_payment_batch(project.pk, month=month, by=user, now=now)
            return redirect("bank-batch", project_id=project.pk, number=batch.number)
        if month:
            _check_month(month)
            plan = _preview(project.pk, month=month, by=user)
    except XinanError as error:
        problem, status = Problem(error.what, error.remedy, error.code), status_of(error)
        if error.code == "batch.not_yours":
            raise Http404 from None
    context = {"project": project, "months": months, "month": month, "problem": problem}
    if plan is not None:
        context |= _shown(plan, user=user)
    # A project without an account is told so in place; the page itself is there.
    return render(request, "bank/new.html", context, status=200 if request.method != "POST" else status)


@signed_in
@never_cache
@require_POST
def order_file(request: HttpRequest, project_id: str, number: str) -> HttpResponse:
    """The batch as a workbook, its people in clear; who took it is written down."""
    wired = wiring()
    try:
        content = download_order_file(
            project_id,
            number=number,
            by=person_behind(request),
            now=wired.clock.now(),
            keyring=wired.keyring,
            request_id=request_id(request),
        )
    except NotFound:
        raise Http404 from None
    response = HttpResponse(content, content_type=MIME_TYPE)
    # Under this name the bank's folder takes it back (intake/banks/drop.py), whatever columns are left of it.
    name = f"{project_id}_{number}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _preview(project_id: str, *, month: str, by: User) -> BatchPlan:
    return preview_payment_batch(project_id, month=month, by=by, now=wiring().clock.now())


def _shown(plan: BatchPlan, *, user: User) -> dict[str, object]:
    scope = scope_of(user, on=wiring().clock.today())
    nothing = None
    try:
        plan.check()
    except Conflict as error:
        nothing = Problem(error.what, error.remedy, error.code)
    return {
        "plan": plan,
        "nothing": nothing,
        "dues": due_views([(due, None) for due in plan.dues], project_id=plan.project.pk, scope=scope),
        "left_out": due_views([(one.due, one.why) for one in plan.left_out], project_id=plan.project.pk, scope=scope),
        "by_interface": has_interface(plan.account.bank_id),
    }


def _check_month(month: str) -> None:
    if _MONTH.fullmatch(month) is None:
        raise Http404
