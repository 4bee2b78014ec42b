"""Money truth comes from the bank: payments a contractor reported give way to the bank's own for the same wages."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from xinan.intake.keys import fact_key
from xinan.payments.models import WagePayment

_REPORTED, BANK = "R", "B"  # what their keys begin with
# The day in a wage sheet is often the day of the order, or of signing; the bank books within a week of it.
_SAME_PAYMENT = timedelta(days=7)


def reported_key(line_id: str) -> str:
    """The key of the payment a contractor reports on a payroll line."""
    return fact_key(_REPORTED, line_id)


def bank_key(entry_id: str) -> str:
    """The key of the payment that a movement of a wage account is."""
    return fact_key(BANK, entry_id)


def covered_by_bank(project_id: str, payments: Iterable[tuple[str, str, date]]) -> set[tuple[str, str, date]]:
    """Those of (worker, month, day) for which the bank has booked a payment, so that a report adds nothing."""
    wanted = set(payments)
    booked = WagePayment.objects.filter(
        project_id=project_id,
        payment_id__startswith=f"{BANK}:",
        worker_id__in={worker_id for worker_id, _month, _day in wanted},
    ).values_list("worker_id", "wage_month", "paid_on")
    latest: dict[tuple[str, str], date] = {}
    for worker_id, month, day in booked:
        latest[worker_id, month] = max(day, latest.get((worker_id, month), day))
    return {
        (worker_id, month, day)
        for worker_id, month, day in wanted
        if (worker_id, month) in latest and day <= latest[worker_id, month] + _SAME_PAYMENT
    }


def settle_reported(project_id: str) -> int:
    """Remove the reported payments that the bank's have taken the place of; how many. Their history stays."""
    bank = WagePayment.objects.filter(
        project_id=project_id,
        payment_id__startswith=f"{BANK}:",
        worker_id=OuterRef("worker_id"),
        wage_month=OuterRef("wage_month"),
        paid_on__gte=OuterRef("paid_on") - _SAME_PAYMENT,
    )
    reported = WagePayment.objects.filter(project_id=project_id, payment_id__startswith=f"{_REPORTED}:")
    removed, _by_model = reported.filter(Exists(bank)).delete()
    return removed
