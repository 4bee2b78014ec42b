"""Batches in their three stages, and the days on which a bank and we differ."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from xinan.payments.enums import OrderStatus
from xinan.payments.models import AccountDay, AccountFreeze, BulkMovement, PaymentBatch

_NOTHING = Decimal(0)
# Payments through a wage account, which banks vouch for, and those by order of the labour office, out of a deposit or a fund.
VOUCHED = Q(account__isnull=False) & ~Q(payment_id__startswith="R:") | Q(payment_id__startswith="S:")


@dataclass(frozen=True, slots=True)
class BatchStages:
    """One batch: what was payable, what was sent, what was fed back; `booked` is what left the account for it."""

    batch: PaymentBatch
    lines: int
    payable: Decimal
    sent: Decimal
    paid: Decimal
    returned: Decimal
    paid_lines: int
    failed_lines: int
    returned_lines: int
    open_lines: int
    booked: Decimal | None

    @property
    def unlike_accepted(self) -> bool:
        """Whether the bank counted other lines, or another sum, when it took the batch on."""
        batch = self.batch
        return batch.accepted_at is not None and (
            (batch.accepted_lines, batch.accepted_total) != (self.lines, self.sent)
        )

    @property
    def unlike_booked(self) -> bool:
        """Whether another sum left the account than was paid, once no line is open any more."""
        return self.booked is not None and not self.open_lines and self.booked != self.left

    @property
    def left(self) -> Decimal:
        """What should have left the account: what was paid, and what came back afterwards."""
        return self.paid + self.returned


def batch_stages(batches: QuerySet[PaymentBatch]) -> list[BatchStages]:
    """The batches of a query, the newest first, each with its sums; two queries."""
    counted = batches.select_related("project", "account").annotate(
        count=Count("orders"),
        payable_sum=Sum("orders__payable"),
        sent_sum=Sum("orders__sent"),
        paid_sum=Sum("orders__paid", filter=Q(orders__status=OrderStatus.PAID)),
        returned_sum=Sum("orders__sent", filter=Q(orders__status=OrderStatus.RETURNED)),
        paid_count=_number(OrderStatus.PAID),
        failed_count=_number(OrderStatus.FAILED),
        returned_count=_number(OrderStatus.RETURNED),
        open_count=_number(OrderStatus.WAITING, OrderStatus.SENT),
    )
    found = list(counted.order_by("-made_on", "-number", "batch_key"))
    booked = _booked({batch.project_id for batch in found})
    return [_stages(batch, booked.get((str(batch.project_id), batch.number))) for batch in found]


def open_differences(project_ids: Any) -> QuerySet[AccountDay]:
    """The days that do not agree, the oldest first."""
    days = AccountDay.objects.filter(agrees=False, account__project_id__in=project_ids)
    return days.select_related("account__project").order_by("day", "account_id")


def standing_freezes(project_id: str, *, on: date) -> QuerySet[AccountFreeze]:
    """The freezes that stand on a day."""
    over = Q(unfrozen_on=None) | Q(unfrozen_on__gt=on)
    freezes = AccountFreeze.objects.filter(over, account__project_id=project_id, frozen_on__lte=on)
    return freezes.select_related("account").order_by("frozen_on")


def _number(*status: OrderStatus) -> Count:
    return Count("orders", filter=Q(orders__status__in=status))


def _booked(project_ids: Collection[Any]) -> dict[tuple[str, str], Decimal]:
    rows = BulkMovement.objects.filter(account__project_id__in=project_ids).order_by()
    summed = rows.values_list("account__project_id", "batch_number").annotate(Sum("amount"))
    return {(project_id, number): amount for project_id, number, amount in summed}


def _stages(batch: Any, booked: Decimal | None) -> BatchStages:
    return BatchStages(
        batch=batch,
        lines=batch.count,
        payable=batch.payable_sum or _NOTHING,
        sent=batch.sent_sum or _NOTHING,
        paid=batch.paid_sum or _NOTHING,
        returned=batch.returned_sum or _NOTHING,
        paid_lines=batch.paid_count,
        failed_lines=batch.failed_count,
        returned_lines=batch.returned_count,
        open_lines=batch.open_count,
        booked=booked,
    )
