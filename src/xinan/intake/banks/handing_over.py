"""The batches a bank is to pay, with the people in clear: whoever pays somebody must know whom."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum

from xinan.intake.credential_models import Credential
from xinan.intake.persons import ID_NUMBER, NAME, PHONE, WAGE_CARD
from xinan.kernel.ciphers import Keyring
from xinan.payments.enums import OrderStatus
from xinan.payments.models import PaymentBatch, PaymentOrder
from xinan.workforce.models import Worker


@dataclass(frozen=True, slots=True)
class Payee:
    """One line in clear; `repr` shows nobody."""

    line: int
    amount: Decimal
    payable: Decimal | None
    name: str = field(repr=False)
    identity: str = field(repr=False)
    card: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch with lines no bank has taken yet."""

    project_id: str
    number: str
    account_masked: str
    wage_month: str
    lines: int
    total: Decimal


def waiting_batches(bank: Credential) -> list[Waiting]:
    """The batches of the bank's accounts that wait for it, the oldest first."""
    waiting = PaymentBatch.objects.filter(account__bank_id=bank.bank_id, orders__status=OrderStatus.WAITING)
    counted = waiting.annotate(lines=Count("orders"), total=Sum("orders__sent")).order_by("made_on", "batch_key")
    return [
        Waiting(
            str(batch.project_id),
            batch.number,
            batch.account.number_masked if batch.account else "",
            batch.wage_month,
            batch.lines,
            batch.total,
        )
        for batch in counted.select_related("account")
    ]


def payees_of(bank: Credential, *, project_id: str, number: str, keyring: Keyring) -> list[Payee] | None:
    """The lines of a batch of one of the bank's accounts; None where there is no such batch."""
    batch = PaymentBatch.objects.filter(account__bank_id=bank.bank_id, project_id=project_id, number=number).first()
    if batch is None:
        return None
    return payees_in(batch, keyring=keyring)


def payees_in(batch: PaymentBatch, *, keyring: Keyring) -> list[Payee]:
    """The lines of a batch. Whether the reader may have them is for the caller to see to."""
    orders = PaymentOrder.objects.filter(payment_batch=batch).select_related("worker").order_by("line")
    return [_payee(order, keyring) for order in orders]


def _payee(order: PaymentOrder, keyring: Keyring) -> Payee:
    worker: Worker = order.worker
    return Payee(
        line=order.line,
        amount=order.sent,
        payable=order.payable,
        name=_opened(worker.name_sealed, NAME, keyring),
        identity=_opened(worker.id_number_sealed, ID_NUMBER, keyring),
        card=_opened(worker.wage_card_sealed, WAGE_CARD, keyring),
        phone=_opened(worker.phone_sealed, PHONE, keyring),
    )


def _opened(token: str, context: str, keyring: Keyring) -> str:
    return keyring.open(token, context=context) if token else ""
