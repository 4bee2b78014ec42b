"""The national ciphers against the vectors of their standards."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.ciphers import TamperedToken
from xinan.kernel.ciphers.primitives import decrypt, derive, encrypt, keyed_digest

SM4_EXAMPLE = bytes.fromhex("0123456789abcdeffedcba9876543210")

# RFC 8998, appendix A.1.
GCM_NONCE = bytes.fromhex("00001234567800000000abcd")
GCM_BOUND = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
GCM_PLAINTEXT = b"".join(bytes([byte]) * 8 for byte in bytes.fromhex("aabbccddeeffeeaa"))
GCM_SEALED = bytes.fromhex(
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    "83de3541e4c2b58177e065a9bf7b62ec"
)


def sm3(message: bytes) -> bytes:
    digest = Hash(SM3())
    digest.update(message)
    return digest.finalize()


def test_sm3_example_of_gb_t_32905() -> None:
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_sm4_example_of_gb_t_32907() -> None:
    encryptor = Cipher(algorithms.SM4(SM4_EXAMPLE), modes.ECB()).encryptor()  # noqa: S305 - one block, as the standard
    assert encryptor.update(SM4_EXAMPLE).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_vector_of_rfc_8998() -> None:
    assert encrypt(SM4_EXAMPLE, GCM_NONCE, GCM_PLAINTEXT, bound_to=GCM_BOUND) == GCM_SEALED
    assert decrypt(SM4_EXAMPLE, GCM_NONCE, GCM_SEALED, bound_to=GCM_BOUND) == GCM_PLAINTEXT


@pytest.mark.parametrize("place", [0, 63, 64, 79])
def test_one_changed_byte_is_noticed(place: int) -> None:
    changed = bytearray(GCM_SEALED)
    changed[place] ^= 1
    with pytest.raises(TamperedToken):
        decrypt(SM4_EXAMPLE, GCM_NONCE, bytes(changed), bound_to=GCM_BOUND)


@given(st.binary(max_size=64), st.binary(max_size=200))
def test_hmac_by_its_definition(key: bytes, message: bytes) -> None:
    """RFC 2104 over plain SM3."""
    padded = key.ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in padded) + message)
    assert keyed_digest(key, message) == sm3(bytes(byte ^ 0x5C for byte in padded) + inner)


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this Python's OpenSSL has no SM3")
@given(st.binary(min_size=1, max_size=64), st.binary(max_size=200))
def test_hmac_against_another_implementation(key: bytes, message: bytes) -> None:
    assert keyed_digest(key, message) == hmac.new(key, message, "sm3").digest()


def test_hkdf_by_its_definition() -> None:
    """RFC 5869 over HMAC-SM3, two blocks."""
    master, purpose = b"k" * 32, b"a purpose"
    extracted = keyed_digest(bytes(32), master)
    first = keyed_digest(extracted, purpose + b"\1")
    second = keyed_digest(extracted, first + purpose + b"\2")
    assert derive(master, purpose=purpose, length=48) == (first + second)[:48]
