"""Begins relief for workers of a case: checked against what is owed, the deposit, the fund's limits; its proceeding opens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import holder_of, named_in
from xinan.casework.cases.models import Case
from xinan.casework.cases.policies import standing_of as standing_in_case
from xinan.casework.cases.policies import visible_case
from xinan.casework.cases.refusals import case_closed
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.given import NewRelief
from xinan.casework.relief.granting import check_deposit, check_fund, hold_limits
from xinan.casework.relief.liability import answers_of, decide
from xinan.casework.relief.models import Relief, ReliefWorker
from xinan.casework.relief.policies import SUBJECT, visible_funds
from xinan.casework.relief.queries import Line, lines_of, workers_of
from xinan.casework.relief.refusals import (
    missing,
    more_than_owed,
    no_such_fund,
    not_yours,
    nothing_granted,
    order_not_missed,
)
from xinan.casework.relief.shown import payers_as_data
from xinan.casework.relief.splitting import by_months
from xinan.casework.telling import tell_of_opening
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.enums import Access
from xinan.procedures.given import Opening
from xinan.procedures.reckoning import day_of
from xinan.registry.models import Deposit, Enterprise


@transaction.atomic
def open_relief(new: NewRelief, *, by: User, scope: Scope, now: datetime) -> Relief:
    """The relief with its list and its proceeding.

    Raises NotFound (the case, the fund), NotAllowed for who does not work the case, InvalidValue (nothing granted, more than
    is owed, than the deposit has, than the fund's limits allow, something missing), Conflict (the case is closed, the order
    to pay is not missed yet).
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=visible_case(scope, case_id=new.case_id).pk)
    if not standing_in_case(case, scope=scope).works:
        raise not_yours(Text("办理兜底解困", "begin relief"))
    if case.closed_on is not None:
        raise case_closed()
    amounts = _checked(new, case)
    relief = _entered(new, case, by=by, scope=scope, now=now)
    _enter_rows(relief, amounts)
    if relief.kind == Kind.DEPOSIT_DRAW:
        check_deposit(relief)
    if relief.kind == Kind.EMERGENCY_FUND:
        check_fund(relief, on=day_of(now))
        hold_limits(relief, "open", on=day_of(now))
    (proceeding,) = open_proceedings([_opening(relief, reason=new.reason)], now=now)
    tell_of_opening(proceeding, by=by, now=now)
    return relief


def _checked(new: NewRelief, case: Case) -> list[tuple[Line, Decimal]]:
    """The lines with their sums, none above what may be granted."""
    known = {line.wage_id: line for line in lines_of(case)}
    chosen = [(known[number], amount) for number, amount in new.amounts.items() if number in known and amount != 0]
    if not chosen:
        raise nothing_granted()
    for line, amount in chosen:
        most = line.open if new.kind is Kind.ADVANCE_PAYMENT else line.most
        if amount < 0 or amount > most:
            raise more_than_owed(most, amount)
    return chosen


def _entered(new: NewRelief, case: Case, *, by: User, scope: Scope, now: datetime) -> Relief:
    answers = answers_of(new.answers)
    found = decide(answers, unsettled=new.unsettled)
    relief = Relief(
        kind=new.kind,
        case=case,
        project=case.project,
        region_code=case.region_code,
        answers=answers,
        unsettled=new.unsettled,
        payers=payers_as_data(found),
        opened_on=day_of(now),
        opened_at=now,
        opened_by=by,
    )
    _FILL[new.kind](relief, new, scope)
    relief.save()
    return relief


def _fill_draw(relief: Relief, new: NewRelief, _scope: Scope) -> None:
    deposit = Deposit.objects.select_for_update().filter(pk=new.deposit_id, project_id=relief.project_id).first()
    if deposit is None or deposit.released_on is not None:
        raise missing(Text("本项目在用的保证金", "A deposit of the project that is in force"))
    if not new.bank_id:
        raise missing(Text("经办银行", "The bank"))
    if new.order_due_on is None:
        raise missing(Text("责令支付的期限", "The last day of the order to pay"))
    if new.order_due_on >= relief.opened_on:
        raise order_not_missed()
    relief.deposit, relief.bank_id, relief.order_due_on = deposit, new.bank_id, new.order_due_on


def _fill_fund(relief: Relief, new: NewRelief, scope: Scope) -> None:
    fund = visible_funds(scope).filter(pk=new.fund_id).first() if new.fund_id else None
    if fund is None:
        raise no_such_fund()
    relief.fund = fund


def _fill_payer(relief: Relief, new: NewRelief, _scope: Scope) -> None:
    payer = Enterprise.objects.filter(pk=new.payer_id).first()
    if payer is None:
        raise missing(Text("清偿单位", "Who has to pay"))
    relief.payer, relief.payer_role = payer, new.payer_role[:20]


_FILL = {
    Kind.DEPOSIT_DRAW: _fill_draw,
    Kind.EMERGENCY_FUND: _fill_fund,
    Kind.ADVANCE_PAYMENT: _fill_payer,
}


def _enter_rows(relief: Relief, amounts: Sequence[tuple[Line, Decimal]]) -> None:
    people = workers_of(relief.case)
    sums: dict[tuple[int, str], Decimal] = {}
    for line, amount in amounts:
        for month, part in by_months(amount, from_month=line.from_month, to_month=line.to_month):
            key = (line.case_worker_id, month)
            sums[key] = sums.get(key, Decimal("0.00")) + part
    ReliefWorker.objects.bulk_create(
        ReliefWorker(
            relief=relief, case_worker_id=worker, worker_id=people[worker].worker_id, month=month, granted=amount
        )
        for (worker, month), amount in sorted(sums.items())
    )


def _opening(relief: Relief, *, reason: str) -> Opening:
    case = relief.case
    officer = holder_of(case, Part.ARREARS)
    return Opening(
        procedure=relief.kind,
        subject_kind=SUBJECT,
        subject_id=str(relief.pk),
        project_id=relief.project_id or "",
        region_code=case.region_code,
        industry=case.industry,
        holder_id=officer.pk if officer is not None else None,
        holder_office_id=officer.organisation_id if officer is not None else case.office_id,
        addressee_enterprise_id=relief.payer_id or "",
        parties=_parties(relief),
        reason=reason,
        access=Access(case.access),
        named=named_in(case, procedure=relief.kind),
    )


def _parties(relief: Relief) -> tuple[str, ...]:
    """The bank and the contractor of a draw; of an order, the payer in the role it has on the project."""
    if relief.kind == Kind.DEPOSIT_DRAW and relief.project is not None:
        return f"bank:{relief.bank_id}", f"contractor:{relief.project.contractor_id}"
    if relief.kind == Kind.ADVANCE_PAYMENT and relief.project is not None:
        on_site: Mapping[str, str] = {
            str(relief.project.owner_id): "owner",
            str(relief.project.contractor_id): "contractor",
        }
        role = on_site.get(str(relief.payer_id))
        return (f"{role}:{relief.payer_id}",) if role else ()
    return ()
