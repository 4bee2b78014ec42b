"""Revoke a credential: within a second nothing it sends is taken any more."""

from datetime import datetime

from django.db import transaction

from xinan.intake.actions.rotate_credential import check_not_revoked
from xinan.intake.credential_models import AccessToken, Credential
from xinan.intake.credentials.policies import manageable_credential
from xinan.intake.credentials.tokens import forget_tokens
from xinan.people.models import User


def revoke_credential(appid: str, *, by: User | None, now: datetime) -> Credential:
    """End a credential with its tokens, for good; what it sent stays. Raises NotFound, Conflict `credential.revoked`."""
    with transaction.atomic():
        credential = manageable_credential(by, appid=appid, today=now.date())
        credential = Credential.objects.select_for_update().get(pk=credential.pk)
        check_not_revoked(credential)
        credential.revoked_at = now
        credential.save(update_fields=["revoked_at"])
        AccessToken.objects.filter(credential=credential).delete()
    forget_tokens()
    return credential
