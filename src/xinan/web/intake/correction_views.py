"""Versions and corrections: of a batch, of a month's payroll; taking a batch back, or replacing it."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinan.gateways.wiring import wiring
from xinan.intake.actions.queue_files import queue_files
from xinan.intake.actions.receive_files import SentFile, Wish
from xinan.intake.actions.withdraw_batch import checked_reason, preview_withdrawal, withdraw_batch
from xinan.intake.corrections.policies import withdrawable_batches
from xinan.intake.corrections.versions import payroll_versions
from xinan.intake.models import Batch
from xinan.intake.policies import visible_batches
from xinan.intake.reading.files import SUFFIXES
from xinan.kernel.errors import InvalidValue, XinanError
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.registry.policies import visible_project
from xinan.web.access import signed_in
from xinan.web.components.views import Problem
from xinan.web.intake.correction_presenters import month_view, months_of, part_views, steps_of
from xinan.web.intake.people import person_behind
from xinan.web.intake.presenters import batch_views
from xinan.web.shell.errors import status_of

_MONTH = re.compile(r"20\d{2}-(?:0[1-9]|1[0-2])")


@signed_in
@require_GET
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """One batch: what it brought, what happened to it, and what can be done about it."""
    user = person_behind(request)
    return _batch_page(request, user, _visible(user, number), problem=None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """What taking the batch back will do; a POST with a reason does it."""
    user, now = person_behind(request), wiring().clock.now()
    found = _visible(user, number)
    problem, status = None, 200
    if request.method == "POST":
        try:
            withdraw_batch(number, by=user, reason=request.POST.get("reason", ""), now=now)
        except InvalidValue as error:
            problem, status = Problem(error.what, error.remedy, error.code), 422
        else:
            return redirect("intake-batch", number=number)
    context = {
        "batch": batch_views([found])[0],
        "parts": part_views(preview_withdrawal(number, by=user, now=now)),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "intake/withdraw.html", context, status=status)


@signed_in
@require_POST
def replace(request: HttpRequest, number: int) -> HttpResponse:
    """A file in place of the batch: taken whole, or nothing changes."""
    user, wired = person_behind(request), wiring()
    found = _visible(user, number)
    if not withdrawable_batches(user, today=wired.clock.today()).filter(pk=number).exists():
        raise Http404
    files = [SentFile(file.name or "", file.read()) for file in request.FILES.getlist("files")[:1]]
    try:
        reason = checked_reason(request.POST.get("reason", ""))
        wish = Wish(found.project_id, all_or_nothing=True, reason=reason, replaces=number)
        key = queue_files(files, wish=wish, sender=user, now=wired.clock.now(), keyring=wired.keyring)
    except XinanError as error:
        problem = Problem(error.what, error.remedy, error.code)
        return _batch_page(request, user, found, problem=problem, status=status_of(error))
    return redirect("intake-upload", upload_key=key)


@signed_in
@require_GET
def payroll_month(request: HttpRequest, project_id: str, month: str) -> HttpResponse:
    """A month's payroll as it stood after each report and each withdrawal."""
    if _MONTH.fullmatch(month) is None:
        raise Http404
    scope = scope_of(person_behind(request), on=wiring().clock.today())
    project = visible_project(scope, project_id=project_id)
    only_changed = request.GET.get("all") != "1"
    view = month_view(payroll_versions(project_id, month), only_changed=only_changed)
    context = {"project": project, "month": month, "view": view, "only_changed": only_changed}
    return render(request, "intake/payroll_versions.html", context)


def _visible(user: User, number: int) -> Batch:
    seen = visible_batches(user, today=wiring().clock.today()).filter(pk=number)
    found = seen.select_related("submitted_by", "withdrawal__withdrawn_by").defer("original_sealed").first()
    if found is None:
        raise Http404
    return found


def _batch_page(
    request: HttpRequest, user: User, found: Batch, *, problem: Problem | None, status: int = 200
) -> HttpResponse:
    may = withdrawable_batches(user, today=wiring().clock.today()).filter(pk=found.pk).exists()
    context = {
        "batch": batch_views([found])[0],
        "steps": steps_of(found),
        "months": months_of(found),
        "may_correct": may,
        "suffixes": ",".join(SUFFIXES),
        "reason": request.POST.get("reason", ""),
        "problem": problem,
    }
    return render(request, "intake/batch.html", context, status=status)
