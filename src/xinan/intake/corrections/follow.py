"""What follows from the rows of a batch that is taken back: worked out anew from the rows that are left."""

from datetime import date

from django.db.models import Q

from xinan.intake.actions.bring_terms import Terms, bring_terms
from xinan.intake.actions.follow_batches import follow_batches
from xinan.intake.actions.settle_reported import revive_reported, settle_reported
from xinan.intake.history import event_model
from xinan.intake.models import Batch, Restatement
from xinan.payments.models import AccountEntry, BulkMovement, PaymentBatch
from xinan.workforce.models import Employment, LabourContract


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
    revive_reported(project_id)
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
