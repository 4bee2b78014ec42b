"""Let go of what the native interface keeps to answer again: facts long taken, tokens that have expired."""

from datetime import datetime, timedelta

from xinan.intake.credential_models import AccessToken
from xinan.intake.models import WaitingFact

# As long as a file: whoever asks after his fact, or repeats it under its key, does so within days.
KEPT = timedelta(days=30)


def discard_answered(*, now: datetime) -> int:
    """Discard the notes of single facts that were taken and came more than 30 days ago; how many.

    What they said is in its batch. A fact that still waits is kept however long.
    """
    taken = WaitingFact.objects.filter(received_at__lt=now - KEPT, batch_id__isnull=False)
    deleted, _by_model = taken.delete()
    return deleted


def discard_tokens(*, now: datetime) -> int:
    """Discard the access tokens that have expired; how many."""
    deleted, _by_model = AccessToken.objects.filter(expires_at__lte=now).delete()
    return deleted
