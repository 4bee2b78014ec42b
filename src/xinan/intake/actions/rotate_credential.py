"""Give a credential a new secret while the old one stays valid for a while, so that nothing stands still."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from xinan.intake.credential_models import AccessToken, Credential, CredentialSecret
from xinan.intake.credentials.finding import SEALED_FOR
from xinan.intake.credentials.making import Opened, new_secret
from xinan.intake.credentials.policies import manageable_credential
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, InvalidValue
from xinan.kernel.text import Text
from xinan.people.models import User

USUAL_OVERLAP = timedelta(days=7)
LONGEST_OVERLAP = timedelta(days=30)


def rotate_credential(
    appid: str, *, by: User | None, now: datetime, keyring: Keyring, overlap: timedelta = USUAL_OVERLAP
) -> Opened:
    """A new secret, shown once; the present one ends after `overlap` (none at all ends it, and its tokens, at once).

    A still older secret ends now: never are more than two valid. Raises NotFound, Conflict `credential.revoked`,
    InvalidValue `credential.overlap`.
    """
    _check_overlap(overlap)
    secret = new_secret()
    with transaction.atomic():
        credential = manageable_credential(by, appid=appid, today=now.date())
        # Two rotations at once wait for each other here.
        credential = Credential.objects.select_for_update().get(pk=credential.pk)
        check_not_revoked(credential)
        secrets = CredentialSecret.objects.filter(credential=credential)
        secrets.filter(Q(valid_to__gt=now)).update(valid_to=now)
        secrets.filter(valid_to=None).update(valid_to=now + overlap)
        if not overlap:
            AccessToken.objects.filter(credential=credential).delete()
        secrets.create(credential=credential, sealed=keyring.seal(secret, context=SEALED_FOR), valid_from=now)
    return Opened(credential, secret)


def check_not_revoked(credential: Credential) -> None:
    """Raises Conflict where the credential was revoked."""
    if credential.revoked_at is not None:
        raise Conflict(
            "credential.revoked",
            Text("该凭证已停用。", "The credential has been revoked."),
            Text("停用后不能恢复；请开通新的凭证。", "That is final; open a new one."),
        )


def _check_overlap(overlap: timedelta) -> None:
    if not timedelta() <= overlap <= LONGEST_OVERLAP:
        raise InvalidValue(
            "credential.overlap",
            Text("新旧密钥并行的时间不对。", "Old and new secret cannot be valid together for that long."),
            Text(f"请填 0 至 {LONGEST_OVERLAP.days} 天。", f"Give 0 to {LONGEST_OVERLAP.days} days."),
        )
