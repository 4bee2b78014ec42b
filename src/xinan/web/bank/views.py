"""`/bank/`: differences and newest batches in scope; a project's batches; the lines of one."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.intake.actions.offer_payment_batch import has_interface
from xinan.intake.banks.policies import open_batches, payable_projects
from xinan.payments.enums import OrderStatus
from xinan.payments.models import PaymentBatch, PaymentOrder
from xinan.payments.queries import batch_stages, open_differences, standing_freezes
from xinan.people.scope import Scope
from xinan.registry.policies import visible_project, visible_projects
from xinan.web.access import signed_in
from xinan.web.bank.presenters import line_views
from xinan.web.components.views import PageView
from xinan.web.intake.people import person_behind
from xinan.web.shell.scoping import scope_for

_PER_PAGE = 30


@signed_in
@require_safe
def bank_page(request: HttpRequest) -> HttpResponse:
    """What does not reconcile, then the newest batches, of every project in scope."""
    _today, scope = _asked(request)
    projects = visible_projects(scope).values("pk")
    differences = open_differences(projects)
    batches = PaymentBatch.objects.filter(project_id__in=projects).order_by("-made_on", "-number", "batch_key")
    page = PageView.near(batches.count(), number=_number(request), size=_PER_PAGE)
    keys = list(batches.values_list("pk", flat=True)[page.slice])
    context = {
        "differences": differences[:100],
        "difference_count": differences.count(),
        "batches": batch_stages(PaymentBatch.objects.filter(pk__in=keys)),
        "page": page,
    }
    return render(request, "bank/index.html", context)


@signed_in
@require_safe
def project_bank(request: HttpRequest, project_id: str) -> HttpResponse:
    """The batches of a project, with what differs and what is frozen."""
    today, scope = _asked(request)
    project = visible_project(scope, project_id=project_id)
    batches = PaymentBatch.objects.filter(project=project).order_by("-made_on", "-number", "batch_key")
    page = PageView.near(batches.count(), number=_number(request), size=_PER_PAGE)
    keys = list(batches.values_list("pk", flat=True)[page.slice])
    context = {
        "project": project,
        "differences": open_differences([project.pk]),
        "freezes": standing_freezes(project.pk, on=today),
        "batches": batch_stages(PaymentBatch.objects.filter(pk__in=keys)),
        "page": page,
        "may_pay": payable_projects(person_behind(request), today=today).filter(pk=project.pk).exists(),
    }
    return render(request, "bank/project.html", context)


@signed_in
@require_safe
def batch_page(request: HttpRequest, project_id: str, number: str) -> HttpResponse:
    """The lines of one batch: payable, sent, fed back; people masked."""
    today, scope = _asked(request)
    project = visible_project(scope, project_id=project_id)
    found = batch_stages(PaymentBatch.objects.filter(project=project, number=number))
    if not found:
        raise Http404
    orders = PaymentOrder.objects.filter(payment_batch=found[0].batch).order_by("line")
    page = PageView.near(found[0].lines, number=_number(request), size=50)
    lines = line_views(list(orders[page.slice]), project_id=project.pk, scope=scope)
    batch = found[0].batch
    context = {
        "project": project,
        "stages": found[0],
        "lines": lines,
        "page": page,
        "may_open": open_batches(person_behind(request), today=today).filter(pk=batch.pk).exists(),
        "waits": orders.filter(status=OrderStatus.WAITING).exists(),
        "by_interface": has_interface(batch.account.bank_id if batch.account else ""),
    }
    return render(request, "bank/batch.html", context)


def _asked(request: HttpRequest) -> tuple[date, Scope]:
    today = wiring().clock.today()
    return today, scope_for(request.user, today=today)


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 7 else 1
