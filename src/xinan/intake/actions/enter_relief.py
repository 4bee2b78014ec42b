"""What workers are paid by order of the labour office, past the wage account: out of a deposit, or the emergency fund.

The payments are wage payments whose key begins with S; they come as a batch of the kind `relief`, so that their history says
where they are from. A bank's own movement of the same payment takes their place (actions/settle_reported.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from xinan.intake.actions.settle_reported import relief_key, revive_reported, settle_reported
from xinan.intake.actions.take_rows import lock_project, written_for
from xinan.intake.merging import merge
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.payments.enums import PaymentStatus
from xinan.payments.models import WagePayment
from xinan.people.models import User
from xinan.registry.models import DepositDraw

KIND = "relief"
_PAYMENT = ("payment_id", "project_id", "worker_id", "wage_month", "amount", "paid_on", "status", "account_id")
_DRAW = ("deposit_id", "drawn_on", "amount", "replenished_on")


@dataclass(frozen=True, slots=True)
class PaidByOrder:
    """One payment to a worker; `key` is the payer's own and stands for it for good.

    `undone`: it was told in error; the payment stays with its key as one that failed, so that no movement taken back revives it.
    """

    key: str
    worker_id: str
    month: str
    amount: Decimal
    paid_on: date
    undone: bool = False


def enter_relief(
    project_id: str,
    paid: Sequence[PaidByOrder],
    *,
    draws: Mapping[tuple[str, date], Decimal],
    by: User | None,
    now: datetime,
) -> int:
    """Enter the payments and what they took from deposits; the number of the batch. The same again changes nothing.

    `draws` holds the whole of what a deposit paid out on a day, nothing where what was told of it is taken back. A draw that
    the bank itself has told stays as it told it.
    """
    with transaction.atomic():
        batch = _batch(project_id, by=by, now=now)
        with written_for(batch):
            lock_project(project_id)
            merged = merge(
                WagePayment,
                [_payment(project_id, one) for one in paid],
                columns=_PAYMENT,
                key=("payment_id",),
                batch_id=batch.pk,
                remember=True,
            )
            _enter_draws(draws, batch=batch)
            if any(one.undone for one in paid):
                # What a contractor reported of the same wages had given way to it.
                revive_reported(project_id)
            settle_reported(project_id)
        _record(batch, rows=len(paid), added=merged.added, changed=merged.changed)
    return batch.pk


def make_good(project_id: str, deposit_id: str, *, drawn_until: date, on: date, by: User, now: datetime) -> int:
    """Note that what was drawn from a deposit until a day was made good on a day; how many draws that were open."""
    with transaction.atomic():
        batch = _batch(project_id, by=by, now=now)
        with written_for(batch):
            lock_project(project_id)
            still = DepositDraw.objects.filter(deposit_id=deposit_id, replenished_on=None, drawn_on__lte=drawn_until)
            records = [(deposit_id, draw.drawn_on, draw.amount, on) for draw in still]
            merged = merge(DepositDraw, records, columns=_DRAW, key=("deposit_id", "drawn_on"), batch_id=batch.pk)
        _record(batch, rows=len(records), added=merged.added, changed=merged.changed)
    return len(records)


def _batch(project_id: str, *, by: User | None, now: datetime) -> Batch:
    return Batch.objects.create(
        source=BatchSource.UPLOAD, kind=KIND, digest="", project_id=project_id, submitted_by=by, received_at=now
    )


def _record(batch: Batch, *, rows: int, added: int, changed: int) -> None:
    batch.rows, batch.added, batch.changed = rows, added, changed
    batch.unchanged = max(rows - added - changed, 0)
    batch.state, batch.finished_at, batch.progress = BatchState.DONE, batch.received_at, 100
    batch.save()


def _payment(project_id: str, one: PaidByOrder) -> tuple[object, ...]:
    status = (PaymentStatus.FAILED if one.undone else PaymentStatus.PAID).value
    return relief_key(one.key), project_id, one.worker_id, one.month, one.amount, one.paid_on, status, None


def _enter_draws(draws: Mapping[tuple[str, date], Decimal], *, batch: Batch) -> None:
    told = DepositDraw.objects.filter(deposit_id__in={deposit for deposit, _day in draws})
    own = Batch.objects.filter(kind=KIND).values("pk")
    of_bank = set(told.exclude(batch_id=None).exclude(batch_id__in=own).values_list("deposit_id", "drawn_on"))
    records = [
        (deposit, day, amount, None)
        for (deposit, day), amount in draws.items()
        if amount and (deposit, day) not in of_bank
    ]
    for deposit, day in {key for key, amount in draws.items() if not amount} - of_bank:
        DepositDraw.objects.filter(deposit_id=deposit, drawn_on=day).delete()
    merge(
        DepositDraw,
        records,
        columns=_DRAW,
        key=("deposit_id", "drawn_on"),
        keep=("replenished_on",),
        batch_id=batch.pk,
    )
