"""SM3 (GB/T 32905): the digest that says whether a file is the one that was sealed."""

from cryptography.hazmat.primitives.hashes import SM3, Hash


def sm3_hex(content: bytes) -> str:
    """The SM3 digest, 64 hexadecimal digits.

    >>> sm3_hex(b"abc")[:16]
    '66c7f0f462eeedd9'
    """
    digest = Hash(SM3())
    digest.update(content)
    return digest.finalize().hex()
