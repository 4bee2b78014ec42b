"""Opens what lies sealed, for the file: what does not open any more is told as such and never taken for what it was."""

import base64
import binascii

from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.ciphers.errors import TamperedToken

UNREADABLE = "unreadable"


def opened(token: str, *, context: str, keyring: Keyring) -> str | None:
    """The text; empty where there is none, None where the token is not one we made. Raises UnknownKey."""
    if not token:
        return ""
    try:
        return keyring.open(token, context=context)
    except TamperedToken:
        return None


def opened_bytes(token: str, *, context: str, keyring: Keyring) -> bytes | None:
    """The content of a file kept as base64; None where it is not what was put there. Raises UnknownKey."""
    text = opened(token, context=context, keyring=keyring)
    if text is None:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def digest_of(content: bytes | None) -> str:
    """SM3 of a content, or that it cannot be read."""
    return UNREADABLE if content is None else sm3_hex(content)


def said(text: str | None) -> str:
    """A text for the seal: what cannot be read is no empty text."""
    return UNREADABLE if text is None else text
