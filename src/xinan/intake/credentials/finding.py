"""Who a machine is: the credential behind an appid, with the secrets that are valid now."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from xinan.intake.credential_models import Credential, CredentialSecret
from xinan.kernel.ciphers import Keyring

SEALED_FOR = "credential.secret"  # the context under which secrets are sealed


@dataclass(frozen=True, slots=True)
class KnownCredential:
    """A credential that is valid now; `repr` shows no secret."""

    credential: Credential
    _sealed: tuple[str, ...]

    def secrets(self, keyring: Keyring) -> tuple[str, ...]:
        """Its valid secrets in clear, the newest first: two while one replaces the other. Try each."""
        return tuple(keyring.open(token, context=SEALED_FOR) for token in self._sealed)

    def is_secret(self, said: str, *, keyring: Keyring) -> bool:
        """Whether `said` is one of its secrets; takes the same time whatever is wrong with it."""
        guesses = [hmac.compare_digest(secret.encode(), said.encode()) for secret in self.secrets(keyring)]
        return any(guesses)

    def __repr__(self) -> str:
        return f"KnownCredential({self.credential.appid})"


def find_credential(appid: str, *, now: datetime) -> KnownCredential | None:
    """The credential of `appid` with its valid secrets; None where there is none, or it is revoked or not valid yet."""
    valid = Q(valid_to=None) | Q(valid_to__gt=now)
    secrets = CredentialSecret.objects.select_related("credential__project").filter(
        valid,
        credential__appid=appid,
        credential__revoked_at=None,
        credential__valid_from__lte=now,
        valid_from__lte=now,
    )
    found = list(secrets.order_by("-valid_from", "-id"))
    if not found:
        return None
    return KnownCredential(found[0].credential, tuple(secret.sealed for secret in found))
