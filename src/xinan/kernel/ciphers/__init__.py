"""Personal data at rest: sealed with SM4-GCM, found again by keyed HMAC-SM3, under keys that can be changed."""

from xinan.kernel.ciphers.errors import InvalidKeyring, MissingKey, TamperedToken, UnknownKey
from xinan.kernel.ciphers.keyring import KEYS_VARIABLE, Keyring, generate_key

__all__ = ["KEYS_VARIABLE", "InvalidKeyring", "Keyring", "MissingKey", "TamperedToken", "UnknownKey", "generate_key"]
