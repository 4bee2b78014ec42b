"""What is done with results and what was advanced: corrections by two people, debtors, receipts, write-offs."""

from collections.abc import Callable
from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinan.casework.relief.actions.correct_results import approve_correction, ask_correction, refuse_correction
from xinan.casework.relief.actions.recover import enter_recovery, name_debtor, write_off
from xinan.casework.relief.given import Result
from xinan.casework.relief.models import Correction, Debt
from xinan.casework.relief.policies import visible_reliefs
from xinan.casework.relief.refusals import missing, no_such_correction, no_such_debt
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.procedures.given import SentProof
from xinan.web.access import requires
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.files import SentFile, sealed_proofs
from xinan.web.relief.given import day_of_text, number_of, sum_of
from xinan.web.relief.page_views import show_relief
from xinan.web.relief.policy import has_relief

NOTHING = Decimal("0.00")


@requires(has_relief)
@require_POST
def relief_correct(request: HttpRequest, relief_id: int) -> HttpResponse:
    """A result is asked to be corrected."""
    return _done(request, relief_id, _ask, told=_("更正已提出，由另一人审批后生效。"))


@requires(has_relief)
@require_POST
def relief_correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """A correction is approved, refused, or taken back by whoever asked."""
    who = asking(request)
    open_to = visible_reliefs(who.scope).values("pk")
    found = Correction.objects.filter(pk=correction_id, row__relief__in=open_to).values_list("row__relief", flat=True)
    if not found:
        raise no_such_correction()
    approve = request.POST.get("act") == "approve"
    told = _("更正已批准，工资发放数据已随之改变。") if approve else _("更正未予采用。")

    def decide(request: HttpRequest, _relief_id: int, who: Asking) -> None:
        run = approve_correction if approve else refuse_correction
        run(correction_id, words=request.POST.get("words", ""), by=who.user, scope=who.scope, now=who.now)

    return _done(request, found[0], decide, told=told)


@requires(has_relief)
@require_POST
def relief_recovery(request: HttpRequest, relief_id: int) -> HttpResponse:
    """What came back, with its slip."""
    return _done(request, relief_id, _receive, told=_("追回款已登记。"))


@requires(has_relief)
@require_POST
def relief_debtor(request: HttpRequest, relief_id: int) -> HttpResponse:
    """Another debtor of a part of what was advanced."""
    return _done(request, relief_id, _name, told=_("追偿对象已登记。"))


@requires(has_relief)
@require_POST
def relief_write_off(request: HttpRequest, debt_id: int) -> HttpResponse:
    """What a debtor still owes is given up by the office above."""
    who = asking(request)
    open_to = visible_reliefs(who.scope).values("pk")
    found = Debt.objects.filter(pk=debt_id, relief__in=open_to).values_list("relief", flat=True)
    if not found:
        raise no_such_debt()

    def give_up(request: HttpRequest, _relief_id: int, who: Asking) -> None:
        reason = request.POST.get("reason", "")
        write_off(debt_id, reason=reason, proofs=_proofs(request), by=who.user, scope=who.scope, now=who.now)

    return _done(request, found[0], give_up, told=_("核销已记录。"))


def _done(
    request: HttpRequest, relief_id: int, act: Callable[[HttpRequest, int, Asking], None], *, told: str
) -> HttpResponse:
    who = asking(request)
    try:
        act(request, relief_id, who)
    except XinanError as error:
        return show_relief(request, relief_id, who=who, error=error)
    messages.success(request, told)
    return redirect("relief", relief_id=relief_id)


def _ask(request: HttpRequest, relief_id: int, who: Asking) -> None:
    data = request.POST
    row_id = number_of(data.get("row", ""))
    if row_id is None:
        raise missing(Text("要更正的一行", "The row to be corrected"))
    if data.get("result") == "failed":
        why = data.get("failed", "").strip()
        if not why:
            raise missing(Text("未付原因", "Why it was not paid"))
        result = Result(row_id, failed=why)
    else:
        result = Result(row_id, sum_of(data.get("amount", "")), day_of_text(data.get("paid_on", "")))
    reason = data.get("reason", "")
    ask_correction(relief_id, result, reason=reason, by=who.user, scope=who.scope, now=who.now)


def _receive(request: HttpRequest, relief_id: int, who: Asking) -> None:
    data = request.POST
    enter_recovery(
        relief_id,
        amount=sum_of(data.get("amount", "")) or NOTHING,
        received_on=day_of_text(data.get("received_on", "")) or who.today,
        proofs=_proofs(request),
        debt_id=number_of(data.get("debt", "")),
        words=data.get("words", ""),
        by=who.user,
        scope=who.scope,
        now=who.now,
    )


def _name(request: HttpRequest, relief_id: int, who: Asking) -> None:
    data = request.POST
    name_debtor(
        relief_id,
        role=data.get("role", ""),
        debtor_id=data.get("debtor", "").strip(),
        amount=sum_of(data.get("amount", "")) or NOTHING,
        by=who.user,
        scope=who.scope,
        now=who.now,
    )


def _proofs(request: HttpRequest) -> list[SentProof]:
    files = cast("list[SentFile]", request.FILES.getlist("proofs"))
    return sealed_proofs(files, keyring=wiring().keyring)
