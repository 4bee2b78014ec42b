"""Follows what was advanced until it is back: who owes it, what came with its proof, what is written off by whom."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from xinan.casework.relief.debts import DebtLine, debtor_roles, lines_of_debts, still_out
from xinan.casework.relief.enums import EntryKind
from xinan.casework.relief.liability import table
from xinan.casework.relief.models import Debt, Fund, FundEntry, Recovery, Relief, WriteOff
from xinan.casework.relief.policies import standing_of, visible_relief
from xinan.casework.relief.prefill import party_of
from xinan.casework.relief.queries import proceeding_of
from xinan.casework.relief.refusals import (
    debtor_there,
    future_day,
    missing,
    no_such_debt,
    not_now,
    not_yours,
    received_elsewhere,
    too_much_back,
)
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.given import SentProof
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.reckoning import day_of
from xinan.registry.models import Enterprise

WORDS = 300
RECOVERING = "recovering"
SETTLED = "垫付款已全部追回。"
ENDED = "一部分追回，其余经批准核销。"
NOTHING = Decimal("0.00")


def note_debtors(relief: Relief, *, by: User | None, now: datetime) -> Debt:
    """Who owes back what was advanced: whom the table names first, until an officer splits it."""
    found = Debt.objects.filter(relief=relief, amount=None).first()
    if found is not None:
        return found
    role = next(iter(debtor_roles(relief)), "employer")
    debtor = party_of(role, case=relief.case)
    # Whoever paid first does not owe it to themselves.
    other = debtor if debtor is not None and debtor.pk != relief.payer_id else None
    return Debt.objects.create(relief=relief, role=role, debtor=other, noted_by=by, noted_at=now)


@transaction.atomic
def name_debtor(
    relief_id: int, *, role: str, debtor_id: str, amount: Decimal, by: User, scope: Scope, now: datetime
) -> Debt:
    """Another debtor of a part. Raises NotFound, NotAllowed, InvalidValue (role, sum), Conflict where they are named already."""
    relief, _proceeding = _followed(relief_id, scope=scope)
    rest = note_debtors(relief, by=by, now=now)
    left = next(line for line in lines_of_debts(relief) if line.debt.pk == rest.pk).remaining
    if role not in table().roles:
        raise missing(Text("追偿对象的身份", "The role of the debtor"))
    if not 0 < amount <= left:
        raise too_much_back(left)
    debtor = Enterprise.objects.filter(pk=debtor_id).first() if debtor_id else None
    if debtor_id and debtor is None:
        raise missing(Text("已登记的债务单位", "A firm on record"))
    try:
        with transaction.atomic():
            return Debt.objects.create(
                relief=relief, role=role, debtor=debtor, amount=amount, noted_by=by, noted_at=now
            )
    except IntegrityError as error:
        raise debtor_there() from error


@transaction.atomic
def enter_recovery(
    relief_id: int,
    *,
    amount: Decimal,
    received_on: date,
    proofs: Sequence[SentProof],
    debt_id: int | None = None,
    words: str = "",
    by: User,
    scope: Scope,
    now: datetime,
) -> Recovery:
    """What came back from a debtor (the one of the rest, where none is named); once nothing is out, it closes by itself.

    Raises NotFound, NotAllowed, InvalidValue (more than they owe, a day ahead), ProofMissing, Conflict before it was paid out.
    """
    relief, proceeding = _followed(relief_id, scope=scope)
    line = _line(relief, debt_id, by=by, now=now)
    if not 0 < amount <= line.remaining:
        raise too_much_back(line.remaining)
    if not relief.opened_on <= received_on <= day_of(now):
        raise future_day()
    moved = make_move(
        proceeding.pk,
        "receive",
        by=by,
        scope=scope,
        now=now,
        version=proceeding.version,
        reason=words[:WORDS],
        proofs=proofs,
        happened_on=received_on,
        other={"amount": str(amount), "debt": line.debt.pk},
    )
    recovery = Recovery.objects.create(
        relief=relief,
        debt=line.debt,
        payer=line.debt.debtor,
        amount=amount,
        received_on=received_on,
        words=words[:WORDS],
        step=moved.steps.order_by("-pk")[0],
        by=by,
        at=now,
    )
    _enter_in_book(relief, recovery, by=by, now=now)
    _end_where_settled(relief, moved, now=now)
    return recovery


@transaction.atomic
def write_off(
    debt_id: int, *, reason: str, proofs: Sequence[SentProof], by: User, scope: Scope, now: datetime
) -> Proceeding:
    """What a debtor still owes is given up by an approver of the office above; the last one closes the matter.

    Raises NotFound, MoveRefused (not the office above, or whoever paid out), MoveIncomplete, ProofMissing, Conflict.
    """
    debt = Debt.objects.filter(pk=debt_id).first()
    if debt is None:
        raise no_such_debt()
    relief, proceeding = _followed(debt.relief_id, scope=scope)
    lines = lines_of_debts(relief)
    own = next(line for line in lines if line.debt.pk == debt.pk)
    if own.remaining <= 0:
        raise no_such_debt()
    others = sum((line.remaining for line in lines if line is not own), NOTHING)
    return make_move(
        proceeding.pk,
        "write_off_one" if others > 0 else "write_off",
        by=by,
        scope=scope,
        now=now,
        version=proceeding.version,
        reason=reason,
        proofs=proofs,
        other={"debt": debt.pk},
    )


def after_recovery_step(step: Step, relief: Relief) -> None:
    """What steps of recovery do beside: receipts come with their sum alone, what is written off is written down."""
    if step.move == "receive" and "amount" not in (step.other or {}):
        raise received_elsewhere()
    if step.move == "write_off_one" and "debt" not in (step.other or {}):
        raise received_elsewhere()
    if step.move in ("write_off", "write_off_one") and step.by is not None:
        note_debtors(relief, by=step.by, now=step.at)
        only = (step.other or {}).get("debt") if step.move == "write_off_one" else None
        for line in lines_of_debts(relief):
            if line.remaining > 0 and only in (None, line.debt.pk):
                WriteOff.objects.create(
                    debt=line.debt, amount=line.remaining, reason=step.reason, step=step, by=step.by, at=step.at
                )


def _followed(relief_id: int, *, scope: Scope) -> tuple[Relief, Proceeding]:
    relief = visible_relief(scope, relief_id=relief_id)
    Relief.objects.select_for_update().get(pk=relief.pk)
    proceeding = proceeding_of(relief)
    if not standing_of(proceeding, scope=scope).works:
        raise not_yours(Text("登记追偿", "enter what came back"))
    if proceeding.state != RECOVERING:
        raise not_now()
    return relief, proceeding


def _line(relief: Relief, debt_id: int | None, *, by: User, now: datetime) -> DebtLine:
    rest = note_debtors(relief, by=by, now=now)
    wanted = debt_id or rest.pk
    found = next((line for line in lines_of_debts(relief) if line.debt.pk == wanted), None)
    if found is None:
        raise no_such_debt()
    return found


def _enter_in_book(relief: Relief, recovery: Recovery, *, by: User, now: datetime) -> None:
    if relief.fund_id is None:
        return
    FundEntry.objects.create(
        fund=Fund.objects.select_for_update().get(pk=relief.fund_id),
        kind=EntryKind.RECOVERED,
        amount=recovery.amount,
        on=recovery.received_on,
        relief=relief,
        recovery=recovery,
        words=relief.number,
        by=by,
        at=now,
    )


def _end_where_settled(relief: Relief, proceeding: Proceeding, *, now: datetime) -> None:
    if still_out(relief) > 0:
        return
    given_up = WriteOff.objects.filter(debt__relief=relief).exists()
    close_by_system(
        [proceeding.pk], "end_part" if given_up else "settle", now=now, reason=ENDED if given_up else SETTLED
    )
