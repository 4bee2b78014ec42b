"""Bearer tokens of OAuth 2.0 client credentials (RFC 6749 §4.4): handed out to a credential, found again by digest."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic

from xinan.intake.credential_models import AccessToken, Credential
from xinan.intake.sheets import SHEETS
from xinan.kernel.errors import NotAllowed
from xinan.kernel.text import Text

LIFETIME = timedelta(hours=1)
_PREFIX = "facts:"
_FRESH = 1.0  # seconds for which a token that was found is not looked up again: half the time of a short request
_REMEMBERED = 10_000
_FOUND: dict[str, tuple[AccessToken, float]] = {}
SCOPES: dict[str, str] = {f"{_PREFIX}{sheet.kind}": sheet.name.en for sheet in SHEETS}


@dataclass(frozen=True, slots=True)
class Issued:
    """A token in clear, to be handed out once, with the scopes it has."""

    token: str
    scopes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Issued({' '.join(self.scopes)})"


def issue_token(credential: Credential, *, asked: Collection[str], now: datetime) -> Issued:
    """A token for the scopes asked (none: all the credential has); NotAllowed `scope` for one it does not have."""
    allowed = allowed_scopes(credential)
    if not set(asked) <= set(allowed):
        raise NotAllowed(
            "invalid_scope",
            Text("该凭证没有所请求的权限范围。", "The credential does not have a scope that was asked for."),
            Text(f"可用：{' '.join(allowed)}。", f"It has: {' '.join(allowed)}."),
        )
    granted = tuple(scope for scope in allowed if not asked or scope in asked)
    token = secrets.token_urlsafe(32)
    AccessToken.objects.filter(credential=credential, expires_at__lte=now).delete()
    AccessToken.objects.create(
        digest=_digest(token), credential=credential, scopes=list(granted), expires_at=now + LIFETIME
    )
    return Issued(token, granted)


def find_token(token: str, *, now: datetime) -> AccessToken | None:
    """The token with its credential and project; None where it is unknown, has expired, or its credential is revoked.

    A revocation by this process counts at once, one by another process within a second.
    """
    digest = _digest(token)
    found, until = _FOUND.get(digest, (None, 0.0))
    if found is None or until < monotonic():
        tokens = AccessToken.objects.select_related("credential__project")
        found = tokens.filter(digest=digest, credential__revoked_at=None).first()
        if len(_FOUND) >= _REMEMBERED:
            _FOUND.clear()
        if found is None:
            _FOUND.pop(digest, None)
            return None
        _FOUND[digest] = found, monotonic() + _FRESH
    return found if found.expires_at > now else None


def forget_tokens() -> None:
    """Look every token up again: a credential was revoked."""
    _FOUND.clear()


def allowed_scopes(credential: Credential) -> tuple[str, ...]:
    """The scopes a credential may ask for."""
    return tuple(
        f"{_PREFIX}{sheet.kind}" for sheet in SHEETS if not credential.scopes or sheet.kind in credential.scopes
    )


def has_scope(token: AccessToken, *, kind: str) -> bool:
    """Whether the token may send this kind of facts."""
    return f"{_PREFIX}{kind}" in token.scopes


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
