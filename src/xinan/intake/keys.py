"""Keys of facts: the sender's own number where it has one, within the project it speaks of."""

from hashlib import sha256
from uuid import NAMESPACE_URL, uuid4, uuid5

_LONGEST = 64


def fact_key(first: str, *parts: str) -> str:
    """The key of a fact that its sender numbers: the parts joined by colons; past 64 characters, a digest after `first`.

    >>> fact_key("XA-1", "GZ-2026-03-0001")
    'XA-1:GZ-2026-03-0001'
    >>> key = fact_key("R", "XA-1", "9" * 64)
    >>> key[:2], len(key)
    ('R:', 64)
    """
    joined = ":".join((first, *parts))
    if len(joined) <= _LONGEST:
        return joined
    head = first[:20]
    return f"{head}:{sha256(joined.encode()).hexdigest()[: _LONGEST - len(head) - 1]}"


def named_key(kind: str, *parts: str) -> str:
    """The key of a fact that has no number, from what it is named by: the same names, the same key."""
    return uuid5(NAMESPACE_URL, "/".join(("xinan", kind, *parts))).hex


def fresh_key() -> str:
    """A key that says nothing of whom or what it stands for."""
    return uuid4().hex
