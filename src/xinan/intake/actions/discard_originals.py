"""Let go of files in custody: personal data are kept no longer than they are needed."""

from datetime import datetime, timedelta

from xinan.intake.models import Batch

KEPT = timedelta(days=30)


def discard_originals(*, now: datetime) -> int:
    """Discard the files of batches finished more than 30 days ago; how many. Counts and faults stay."""
    old = Batch.objects.filter(finished_at__lt=now - KEPT).exclude(original_sealed="")
    return old.update(original_sealed="")
