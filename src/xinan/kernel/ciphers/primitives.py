"""SM4-GCM (GB/T 32907), HMAC-SM3 (GB/T 32905) and key derivation, as `cryptography` offers them."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from xinan.kernel.ciphers.errors import TamperedToken

NONCE_BYTES = 12
TAG_BYTES = 16
SM4_KEY_BYTES = 16
LOOK_UP_KEY_BYTES = 32


def encrypt(key: bytes, nonce: bytes, plaintext: bytes, *, bound_to: bytes) -> bytes:
    """Ciphertext followed by its tag; `bound_to` is authenticated, not stored."""
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound_to)
    return encryptor.update(plaintext) + encryptor.finalize() + encryptor.tag


def decrypt(key: bytes, nonce: bytes, sealed: bytes, *, bound_to: bytes) -> bytes:
    """The plaintext; raises TamperedToken where text, tag or `bound_to` is not what was sealed."""
    ciphertext, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(bound_to)
    try:
        return decryptor.update(ciphertext) + decryptor.finalize()
    except InvalidTag as error:
        raise TamperedToken from error


def keyed_digest(key: bytes, message: bytes) -> bytes:
    """HMAC-SM3, 32 bytes."""
    hmac = HMAC(key, SM3())
    hmac.update(message)
    return hmac.finalize()


def derive(master: bytes, *, purpose: bytes, length: int) -> bytes:
    """A key for one purpose only, so that knowing one says nothing of the other (HKDF with SM3)."""
    return HKDF(algorithm=SM3(), length=length, salt=None, info=purpose).derive(master)
