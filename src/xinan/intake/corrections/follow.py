"""What follows from the rows of a batch that is taken back: worked out anew from the rows that are left."""

from datetime import date

from django.db import connection
from django.db.models import Q
from psycopg import sql

from xinan.intake.actions.bring_terms import Terms, bring_terms
from xinan.intake.actions.follow_batches import follow_batches
from xinan.intake.actions.settle_reported import settle_reported
from xinan.intake.history import columns_of, event_model, run
from xinan.intake.models import Batch, Restatement
from xinan.payments.models import AccountEntry, BulkMovement, PaymentBatch, WagePayment
from xinan.workforce.models import Employment, LabourContract

# What payrolls left say was paid, and what stands not there because the bank's movements took its place.
_SAID_PAID = """
INSERT INTO {table} ({key}, {columns})
SELECT {key}, {columns} FROM (
    SELECT DISTINCT ON (s.key) s.event FROM (
        SELECT e.pgh_obj_id AS key, e.pgh_id AS event, 0::bigint AS again,
            CASE WHEN e.pgh_label = 'delete' THEN (c.metadata ->> 'batch')::bigint ELSE e.batch_id END AS batch_id
        FROM {events} e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
        WHERE e.project_id = %(project)s AND starts_with(e.pgh_obj_id, 'R:') AND (
            e.pgh_label <> 'delete' OR (c.metadata -> 'withdrawn' IS NULL AND NOT EXISTS (
                SELECT 1 FROM {events} i WHERE i.pgh_obj_id = e.pgh_obj_id AND i.pgh_context_id = e.pgh_context_id
                    AND i.pgh_label <> 'delete' AND i.pgh_id < e.pgh_id
            ))
        )
        UNION ALL
        SELECT r.row, r.event, r.id, r.batch_id FROM intake_restatement r JOIN {events} e ON e.pgh_id = r.event
        WHERE r.fact = %(fact)s AND e.project_id = %(project)s AND starts_with(r.row, 'R:')
    ) s LEFT JOIN intake_batch b ON b.id = s.batch_id
    WHERE (b.id IS NULL OR b.kind = 'payroll') AND (b.id IS NULL OR b.id NOT IN (SELECT w.batch_id FROM intake_withdrawal w))
    ORDER BY s.key, s.event DESC, s.again DESC
) l JOIN {events} e ON e.pgh_id = l.event
WHERE e.pgh_label <> 'delete'
ON CONFLICT DO NOTHING
"""


def days_of(batch: Batch) -> set[date]:
    """The days of which the batch has told movements."""
    days: set[date] = set()
    for model in (AccountEntry, BulkMovement):
        events = event_model(model)._default_manager.filter(batch_id=batch.pk)
        days |= set(events.values_list("booked_on", flat=True))
    return days


def follow_movements(batch: Batch) -> None:
    """The entries that movements of this batch were spread over, from the movements that are left."""
    told = event_model(BulkMovement)._default_manager.filter(batch_id=batch.pk).values("batch_number")
    paid = PaymentBatch.objects.filter(project_id=batch.project_id, number__in=told)
    follow_batches(batch.project_id, set(paid.values_list("batch_key", flat=True)), batch_id=batch.pk)


def settle_anew(project_id: str) -> None:
    """The payments that payrolls report, without those that the bank's movements left take the place of."""
    from_history = {"project": project_id, "fact": WagePayment._meta.db_table}
    with connection.cursor() as cursor:
        run(cursor, _SAID_PAID, WagePayment, from_history, columns=_names(columns_of(WagePayment)))
    settle_reported(project_id)


def bring_terms_in_step(batch: Batch) -> None:
    """What contracts say of the day of signing and the pay, from the contracts that are left; else as it began."""
    again = Restatement.objects.filter(batch_id=batch.pk, fact=LabourContract._meta.db_table).values("event")
    told = event_model(LabourContract)._default_manager.filter(Q(batch_id=batch.pk) | Q(pgh_id__in=again))
    employments = Employment.objects.filter(employment_id__in=told.values("employment_id"))
    begun: dict[str, Terms] = {}
    events = event_model(Employment)._default_manager.filter(pgh_obj_id__in=employments.values("pk"))
    for key, *terms in events.order_by("pgh_id").values_list("pgh_obj_id", "contract_signed_on", "day_rate"):
        begun.setdefault(key, (terms[0], terms[1]))
    bring_terms({employment.pk: employment for employment in employments}, batch_id=batch.pk, base=begun)


def _names(names: list[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))
