"""Money truth comes from the bank: payments a contractor reported give way to the bank's own for the same wages."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from psycopg import sql

from xinan.intake.history import columns_of, run
from xinan.intake.keys import fact_key
from xinan.payments.enums import PaymentStatus
from xinan.payments.models import WagePayment

# What their keys begin with. S: paid by order of the labour office, out of a deposit or a fund (enter_relief.py).
_REPORTED, BANK, RELIEF = "R", "B", "S"
# What payrolls and relief left say was paid, and what stands not there because the bank's movements took its place.
_SAID_PAID = """
INSERT INTO {table} ({key}, {columns})
SELECT {key}, {columns} FROM (
    SELECT DISTINCT ON (s.key) s.event FROM (
        SELECT e.pgh_obj_id AS key, e.pgh_id AS event, 0::bigint AS again,
            CASE WHEN e.pgh_label = 'delete' THEN (c.metadata ->> 'batch')::bigint ELSE e.batch_id END AS batch_id
        FROM {events} e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
        WHERE e.project_id = %(project)s AND left(e.pgh_obj_id, 2) IN ('R:', 'S:') AND (
            e.pgh_label <> 'delete' OR (c.metadata -> 'withdrawn' IS NULL AND NOT EXISTS (
                SELECT 1 FROM {events} i WHERE i.pgh_obj_id = e.pgh_obj_id AND i.pgh_context_id = e.pgh_context_id
                    AND i.pgh_label <> 'delete' AND i.pgh_id < e.pgh_id
            ))
        )
        UNION ALL
        SELECT r.row, r.event, r.id, r.batch_id FROM intake_restatement r JOIN {events} e ON e.pgh_id = r.event
        WHERE r.fact = %(fact)s AND e.project_id = %(project)s AND left(r.row, 2) IN ('R:', 'S:')
    ) s LEFT JOIN intake_batch b ON b.id = s.batch_id
    WHERE (b.id IS NULL OR b.kind IN ('payroll', 'relief')) AND (b.id IS NULL OR b.id NOT IN (SELECT w.batch_id FROM intake_withdrawal w))
    ORDER BY s.key, s.event DESC, s.again DESC
) l JOIN {events} e ON e.pgh_id = l.event
WHERE e.pgh_label <> 'delete'
ON CONFLICT DO NOTHING
"""
# The day in a wage sheet is often the day of the order, or of signing; the bank books within a week of it.
_SAME_PAYMENT = timedelta(days=7)


def reported_key(line_id: str) -> str:
    """The key of the payment a contractor reports on a payroll line."""
    return fact_key(_REPORTED, line_id)


def bank_key(entry_id: str) -> str:
    """The key of the payment that a movement of a wage account is."""
    return fact_key(BANK, entry_id)


def relief_key(key: str) -> str:
    """The key of a payment by order of the labour office."""
    return fact_key(RELIEF, key)


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
    return removed + _settle_relief(project_id)


def _settle_relief(project_id: str) -> int:
    """One payment, one fact: the bank's own goes before relief, relief before what a contractor reports; how many went.

    The same worker, month and sum within a week: a contractor's other payment for the month stays.
    """
    relief = _of(project_id, RELIEF)
    removed, _by_model = relief.filter(Exists(_same(_of(project_id, BANK)))).delete()
    standing = relief.filter(status=PaymentStatus.PAID)
    doubled, _models = _of(project_id, _REPORTED).filter(Exists(_same(standing))).delete()
    return removed + doubled


def _of(project_id: str, mark: str) -> QuerySet[WagePayment]:
    return WagePayment.objects.filter(project_id=project_id, payment_id__startswith=f"{mark}:")


def _same(payments: QuerySet[WagePayment]) -> QuerySet[WagePayment]:
    return payments.filter(
        worker_id=OuterRef("worker_id"),
        wage_month=OuterRef("wage_month"),
        amount=OuterRef("amount"),
        paid_on__gte=OuterRef("paid_on") - _SAME_PAYMENT,
        paid_on__lte=OuterRef("paid_on") + _SAME_PAYMENT,
    )


def revive_reported(project_id: str) -> None:
    """Bring back every payment that payrolls report and that is not there. `settle_reported` is to be called after it.

    A movement that is taken back, or turns out to be something else, gives way to what was reported.
    """
    columns = sql.SQL(", ").join(map(sql.Identifier, columns_of(WagePayment)))
    values = {"project": project_id, "fact": WagePayment._meta.db_table}
    with connection.cursor() as cursor:
        run(cursor, _SAID_PAID, WagePayment, values, columns=columns)
