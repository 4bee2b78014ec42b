"""`/relief/new/<case>/<kind>/`: the facts, who is liable first, how much for whom; then relief begins."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.casework.cases.models import Case
from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.cases.wages import NOTHING
from xinan.casework.relief.actions.open_relief import open_relief
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.given import NewRelief
from xinan.casework.relief.liability import table
from xinan.casework.relief.limits import FundLimits, suggested
from xinan.casework.relief.limits_in_force import limits_at
from xinan.casework.relief.policies import visible_funds
from xinan.casework.relief.prefill import party_of, prefill
from xinan.casework.relief.queries import Line, banks_of, left_of, lines_of, owed_in, standing_of_fund, workers_of
from xinan.casework.relief.refusals import not_yours
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.procedures.registry import find_procedure
from xinan.registry.models import Deposit, Enterprise
from xinan.web.access import requires
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking, asking
from xinan.web.relief.given import NO, YES, amounts_in, answers_in, day_of_text, sum_of
from xinan.web.relief.policy import has_funds
from xinan.web.relief.presenters import ladder_of
from xinan.web.shell.errors import status_of


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A fact to be answered, with what the data suggest."""

    name: str
    ask: Text
    law: Text
    answer: str
    source: Text | None


@dataclass(frozen=True, slots=True)
class LineView:
    """What is owed to a worker for a month, masked, and the sum to be granted."""

    wage_id: int
    name: str
    identity: str
    months: str
    most: Decimal
    under_way: Decimal
    amount: str


@requires(has_funds)
@require_http_methods(["GET", "HEAD", "POST"])
def relief_new(request: HttpRequest, case_id: int, kind: str) -> HttpResponse:
    """The form; `preview` shows the ladder again, `open` begins the relief."""
    who = asking(request)
    if kind not in Kind.values:
        raise Http404
    case = visible_case(who.scope, case_id=case_id)
    if not standing_of(case, scope=who.scope).works:
        raise not_yours(Text("办理兜底解困", "begin relief"))
    problem: XinanError | None = None
    if request.method == "POST" and request.POST.get("act") == "open":
        try:
            relief = open_relief(_new(request, case, Kind(kind)), by=who.user, scope=who.scope, now=who.now)
        except XinanError as error:
            problem = error
        else:
            messages.success(request, _("已立项：%(number)s") % {"number": relief.number})
            return redirect("relief", relief_id=relief.pk)
    context = _context(request, case, Kind(kind), who=who)
    context["problem"] = Problem(problem.what, problem.remedy, problem.code) if problem else context.get("problem")
    return render(request, "relief/new.html", context, status=status_of(problem) if problem else 200)


def _new(request: HttpRequest, case: Case, kind: Kind) -> NewRelief:
    data = request.POST
    payer_role = data.get("payer_role", "")
    party = party_of(payer_role, case=case)
    fund = data.get("fund", "")
    return NewRelief(
        kind=kind,
        case_id=case.pk,
        amounts=amounts_in(data),
        answers=answers_in(data),
        unsettled=sum_of(data.get("unsettled", "")),
        reason=data.get("reason", "")[:500],
        deposit_id=data.get("deposit", ""),
        bank_id=data.get("bank", "").strip(),
        order_due_on=day_of_text(data.get("order_due_on", "")),
        fund_id=int(fund) if fund.isdigit() and len(fund) < 12 else None,
        payer_id=data.get("payer", "").strip() or (str(party.pk) if party else ""),
        payer_role=payer_role,
    )


def _context(request: HttpRequest, case: Case, kind: Kind, *, who: Asking) -> dict[str, Any]:
    questions = _questions(request, case, who=who)
    answers = {one.name: {YES: True, NO: False}.get(one.answer) for one in questions}
    unsettled, problem = None, None
    try:
        unsettled = sum_of(request.POST.get("unsettled", ""))
    except XinanError as error:
        problem = Problem(error.what, error.remedy, error.code)
    lines, limits = lines_of(case), limits_at(case.region_code, on=who.today)
    owed = sum((line.most for line in lines), NOTHING)
    found, shares = ladder_of(answers, unsettled=unsettled, amount=owed)
    return {
        "case": case,
        "kind": kind,
        "procedure": find_procedure(kind),
        "questions": questions,
        "unsettled": request.POST.get("unsettled", ""),
        "found": found,
        "shares": [(share, party_of(share.payer.role, case=case)) for share in shares],
        "owed": owed,
        "lines": _lines(request, case, kind, lines, limits=limits, who=who),
        "given": request.POST,
        "problem": problem,
        **_choices(case, kind, limits=limits, who=who),
    }


def _questions(request: HttpRequest, case: Case, *, who: Asking) -> list[QuestionView]:
    known = prefill(case, on=who.today)
    found = []
    for name, question in table().questions.items():
        hint = known.get(name)
        suggested_answer = "" if hint is None else YES if hint.answer else NO
        answer = request.POST.get(f"q-{name}", suggested_answer)
        found.append(QuestionView(name, question.ask, question.law, answer, hint.source if hint else None))
    return found


def _lines(
    request: HttpRequest, case: Case, kind: Kind, lines: list[Line], *, limits: FundLimits, who: Asking
) -> list[LineView]:
    people = workers_of(case)
    proposed = _proposed(case, kind, lines, limits=limits, who=who)
    found = []
    for line in lines:
        worker = people[line.case_worker_id]
        person = worker.worker or worker
        months = line.from_month if line.from_month == line.to_month else f"{line.from_month} – {line.to_month}"
        amount = request.POST.get(f"amount-{line.wage_id}", str(proposed.get(line.wage_id, NOTHING)))
        found.append(
            LineView(
                line.wage_id,
                person.name_masked or "—",
                person.id_number_masked,
                months,
                line.open if kind is Kind.ADVANCE_PAYMENT else line.most,
                NOTHING if kind is Kind.ADVANCE_PAYMENT else line.under_way,
                amount,
            )
        )
    return found


def _proposed(case: Case, kind: Kind, lines: list[Line], *, limits: FundLimits, who: Asking) -> dict[int, Decimal]:
    """What each line might get: all of it, or as much as the fund's limits let, the oldest month first."""
    if kind is not Kind.EMERGENCY_FUND:
        return {line.wage_id: line.open if kind is Kind.ADVANCE_PAYMENT else line.most for line in lines}
    by_worker: dict[int, Decimal] = {}
    for line in lines:
        by_worker[line.case_worker_id] = by_worker.get(line.case_worker_id, NOTHING) + line.most
    fund = visible_funds(who.scope).filter(region_code=case.region_code).first() or visible_funds(who.scope).first()
    most = limits.total(owed_in(case))
    if fund is not None:
        most = min(most, standing_of_fund(fund).left)
    left = suggested(by_worker, most=most, limits=limits)
    found = {}
    for line in lines:
        found[line.wage_id] = min(line.most, left[line.case_worker_id])
        left[line.case_worker_id] -= found[line.wage_id]
    return found


def _choices(case: Case, kind: Kind, *, limits: FundLimits, who: Asking) -> dict[str, Any]:
    if kind is Kind.EMERGENCY_FUND:
        funds = [(fund, standing_of_fund(fund)) for fund in visible_funds(who.scope)]
        return {"funds": funds, "limits": limits, "share_limit": limits.total(owed_in(case))}
    if kind is Kind.DEPOSIT_DRAW:
        deposits = Deposit.objects.filter(project=case.project, released_on=None).select_related("project")
        ids = list(dict.fromkeys(bank for deposit in deposits for bank in banks_of(deposit)))
        names = dict(Enterprise.objects.filter(pk__in=ids).values_list("pk", "name"))
        accounts = dict(case.project.wage_accounts.values_list("bank_id", "bank_name")) if case.project else {}
        banks = [(bank, names.get(bank) or accounts.get(bank) or bank) for bank in ids]
        return {"deposits": [(one, left_of(one)) for one in deposits], "banks": banks}
    return {"roles": [(role, name) for role, name in table().roles.items()]}
