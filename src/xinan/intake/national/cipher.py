"""Fields under AES as the national interface wants it: AES-256-CBC, PKCS#7, Base64, keyed by the application's secret."""

import base64
import binascii

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

SECRET_CHARACTERS = 32
_BLOCK = algorithms.AES.block_size  # bits


class NotOurs(ValueError):
    """A value that this secret does not open. It holds nothing of either."""


class FieldCipher:
    """Opens and closes fields. The key is the 32 characters of the secret, the initial vector its first 16.

    The same value always gives the same text: that is the interface's doing, and why facts at rest are sealed anew.
    """

    def __init__(self, secret: str) -> None:
        key = secret.encode()
        if len(key) != SECRET_CHARACTERS:
            raise NotOurs
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def close(self, text: str) -> str:
        """The field as it goes over the wire."""
        padder, encryptor = PKCS7(_BLOCK).padder(), self._cipher.encryptor()
        padded = padder.update(text.encode()) + padder.finalize()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def open(self, text: str) -> str:
        """The field in clear; raises NotOurs."""
        try:
            sealed = base64.b64decode(text, validate=True)
            decryptor, unpadder = self._cipher.decryptor(), PKCS7(_BLOCK).unpadder()
            padded = decryptor.update(sealed) + decryptor.finalize()
            return (unpadder.update(padded) + unpadder.finalize()).decode()
        except (binascii.Error, ValueError):
            # `from None`: the cause would hold the bytes.
            raise NotOurs from None
