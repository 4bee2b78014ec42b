"""New appids and secrets."""

import secrets
import string
from dataclasses import dataclass, field

from xinan.intake.credential_models import Credential

SECRET_LENGTH = 32  # the national interface uses the secret's characters as an AES-256 key
_LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Opened:
    """A credential with its new secret in clear: to be shown once, never to be kept; `repr` does not show it."""

    credential: Credential
    secret: str = field(repr=False)


def new_appid() -> str:
    """An appid nobody has: `xa` and 16 hexadecimal digits."""
    return f"xa{secrets.token_hex(8)}"


def new_secret() -> str:
    """32 letters and digits, about 190 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(SECRET_LENGTH))
