"""What follows from the lines of payment batches: wage payments, and the entries a bulk movement spreads over them."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xinan.intake.actions.settle_reported import BANK, bank_key, settle_reported
from xinan.intake.banks.spreading import Due, spread
from xinan.intake.keys import fact_key
from xinan.intake.merging import merge
from xinan.payments.enums import CounterpartyKind, EntryDirection, OrderStatus
from xinan.payments.models import AccountEntry, BulkMovement, PaymentBatch, PaymentOrder, WagePayment
from xinan.registry.models import WageAccount

_PAYMENT = ("payment_id", "project_id", "worker_id", "wage_month", "amount", "paid_on", "status", "account_id")
_ENTRY = (
    "entry_id",
    "account_id",
    "booked_on",
    "direction",
    "amount",
    "counterparty_kind",
    "worker_id",
    "wage_month",
    "balance_after",
)
_SETTLED = (OrderStatus.PAID, OrderStatus.FAILED, OrderStatus.RETURNED)
# A movement and the line it paid are one payment; the bank may give them days that differ by a weekend.
_SAME_PAYMENT = timedelta(days=3)


def follow_batches(project_id: str, batch_keys: Collection[str], *, batch_id: int) -> None:
    """Bring the facts of a project into step with its batches of these keys."""
    if not batch_keys:
        return
    batches = {batch.pk: batch for batch in PaymentBatch.objects.filter(pk__in=batch_keys)}
    orders = list(PaymentOrder.objects.filter(payment_batch__in=batch_keys).order_by("payment_batch_id", "line"))
    accounts = list(WageAccount.objects.filter(project_id=project_id).order_by("opened_on"))
    _enter_payments(project_id, orders, batches, accounts, batch_id=batch_id)
    for batch in batches.values():
        own = [order for order in orders if order.payment_batch_id == batch.pk]
        _spread_movements(batch, own, batch_id=batch_id)
    settle_lines(project_id)
    settle_reported(project_id)


def settle_lines(project_id: str) -> int:
    """Remove the payments made of single movements that a batch's line is already; how many."""
    orders = PaymentOrder.objects.filter(payment_batch__project_id=project_id, status=OrderStatus.PAID)
    lines = {
        bank_key(key): (worker, month, paid, day)
        for key, worker, month, paid, day in orders.values_list(
            "order_key", "worker_id", "wage_month", "paid", "settled_on"
        )
    }
    if not lines:
        return 0
    by_wage: dict[tuple[str, str, Decimal | None], list[date]] = {}
    for worker, month, paid, day in lines.values():
        by_wage.setdefault((worker, month, paid), []).append(day or date.min)
    booked = WagePayment.objects.filter(
        project_id=project_id,
        payment_id__startswith=f"{BANK}:",
        status=OrderStatus.PAID,
        worker_id__in={worker for worker, _month, _paid, _day in lines.values()},
    ).exclude(payment_id__in=lines)
    doubled = [
        payment.payment_id
        for payment in booked
        if any(
            abs(payment.paid_on - day) <= _SAME_PAYMENT
            for day in by_wage.get((payment.worker_id, payment.wage_month, payment.amount), ())
        )
    ]
    removed, _by_model = WagePayment.objects.filter(payment_id__in=doubled).delete()
    return removed


def _enter_payments(
    project_id: str,
    orders: Sequence[PaymentOrder],
    batches: dict[str, PaymentBatch],
    accounts: Sequence[WageAccount],
    *,
    batch_id: int,
) -> None:
    """A payment for each line with a result; a line whose result was taken back has none."""
    settled = [order for order in orders if order.status in _SETTLED and order.settled_on is not None]
    merge(
        WagePayment,
        [_payment(project_id, order, batches[order.payment_batch_id], accounts) for order in settled],
        columns=_PAYMENT,
        key=("payment_id",),
        batch_id=batch_id,
    )
    open_still = {bank_key(order.pk) for order in orders} - {bank_key(order.pk) for order in settled}
    WagePayment.objects.filter(project_id=project_id, payment_id__in=open_still).delete()


def _payment(
    project_id: str, order: PaymentOrder, batch: PaymentBatch, accounts: Sequence[WageAccount]
) -> tuple[Any, ...]:
    paid = order.status == OrderStatus.PAID and order.paid is not None
    account_id = batch.account_id or _open_account(accounts, order.settled_on or date.max)
    return (
        bank_key(order.pk),
        project_id,
        order.worker_id,
        order.wage_month,
        order.paid if paid else order.sent,
        order.settled_on,
        order.status,
        account_id,
    )


def _open_account(accounts: Sequence[WageAccount], day: date) -> str | None:
    """The account a bank paid from: the newest open on that day, else one reported with a later day of opening.

    The older XML messages do not say when an account was opened; what a bank pays in a batch it pays from one.
    """
    lasting = [a for a in accounts if a.closed_on is None or a.closed_on >= day]
    open_then = [a for a in lasting if a.opened_on <= day]
    return open_then[-1].account_id if open_then else lasting[0].account_id if lasting else None


def _spread_movements(batch: PaymentBatch, orders: Sequence[PaymentOrder], *, batch_id: int) -> None:
    """An entry of the account for each line that a bulk movement of the batch paid; entries no line holds are gone."""
    movements = list(
        BulkMovement.objects.filter(account__project_id=batch.project_id, batch_number=batch.number).order_by(
            "booked_on", "movement_id"
        )
    )
    dues = [
        Due(order.pk, _left_the_account(order), certain=order.status != OrderStatus.SENT)
        for order in orders
        if order.status not in (OrderStatus.FAILED, OrderStatus.WAITING)
    ]
    places = spread(dues, [movement.amount for movement in movements])
    entries = {}
    for order in orders:
        place = places.get(order.pk)
        if place is not None:
            entry = _entry(order, movements[place])
            entries[order.pk] = entry
    merge(AccountEntry, entries.values(), columns=_ENTRY, key=("entry_id",), batch_id=batch_id)
    _link(orders, {key: str(entry[0]) for key, entry in entries.items()})


def _left_the_account(order: PaymentOrder) -> Decimal:
    amount: Decimal = order.sent
    return order.paid if order.status == OrderStatus.PAID and order.paid is not None else amount


def _entry(order: PaymentOrder, movement: BulkMovement) -> tuple[Any, ...]:
    """The part of the movement that went to this line's worker. Of the balance only that after all of it is known."""
    return (
        fact_key(movement.pk, f"{order.line:05d}"),
        movement.account_id,
        movement.booked_on,
        EntryDirection.OUT.value,
        _left_the_account(order),
        CounterpartyKind.WORKER.value,
        order.worker_id,
        order.wage_month,
        movement.balance_after,
    )


def _link(orders: Sequence[PaymentOrder], entry_ids: dict[str, str]) -> None:
    gone, changed = [], []
    for order in orders:
        entry_id = entry_ids.get(order.pk, "")
        if order.entry_id == entry_id:
            continue
        if order.entry_id:
            gone.append(order.entry_id)
        order.entry_id = entry_id
        changed.append(order)
    PaymentOrder.objects.bulk_update(changed, ["entry_id"], batch_size=500)
    AccountEntry.objects.filter(entry_id__in=set(gone) - set(entry_ids.values())).delete()
