"""The keys that are live: one seals, all of them open and find."""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, field

from xinan.kernel.ciphers import primitives
from xinan.kernel.ciphers.errors import KEYS_VARIABLE, InvalidKeyring, MissingKey, TamperedToken, UnknownKey
from xinan.kernel.text import Text

__all__ = ["KEYS_VARIABLE", "Keyring", "generate_key"]

MASTER_KEY_BYTES = 32

_KEY_ID = re.compile(r"[0-9a-z]{1,16}")
_TOKEN = re.compile(r"1\.(?P<key_id>[0-9a-z]{1,16})\.(?P<body>[A-Za-z0-9_-]+)")
_SHORTEST_BODY = primitives.NONCE_BYTES + primitives.TAG_BYTES


@dataclass(frozen=True, slots=True)
class _Key:
    """The two keys derived from one master key; neither shows in `repr`."""

    key_id: str
    sealing: bytes = field(repr=False)
    finding: bytes = field(repr=False)

    @classmethod
    def from_master(cls, key_id: str, master: bytes) -> "_Key":
        return cls(
            key_id=key_id,
            sealing=primitives.derive(master, purpose=b"xinan seal 1", length=primitives.SM4_KEY_BYTES),
            finding=primitives.derive(master, purpose=b"xinan look-up 1", length=primitives.LOOK_UP_KEY_BYTES),
        )


@dataclass(frozen=True, slots=True)
class Keyring:
    """Seals, opens and finds personal values.

    The first key is the current one; the others still open old values and find old rows while these are sealed anew.
    `context` names the place a value belongs to (for example `worker.id_number`): a value sealed for one place does not
    open in another, and equal values of different places have different look-up digests.

    >>> keys = Keyring.parse(generate_key("2026a"))
    >>> token = keys.seal("示例", context="worker.name")
    >>> keys.open(token, context="worker.name"), keys.is_current(token), keys
    ('示例', True, Keyring(2026a))
    """

    _keys: tuple[_Key, ...]

    @classmethod
    def from_environment(cls, text: str | None) -> "Keyring":
        """From the value of XINAN_KEYS; raises MissingKey where it is unset or blank, else as `parse`."""
        return cls.parse(text or "")

    @classmethod
    def parse(cls, text: str) -> "Keyring":
        """Read `2026a:<base64 of 32 bytes>,2025b:…`, the current key first; raises MissingKey or InvalidKeyring."""
        if not text.strip():
            raise MissingKey
        keys = tuple(_read_key(part.strip(), place=place) for place, part in enumerate(text.split(","), start=1))
        if len({key.key_id for key in keys}) < len(keys):
            raise InvalidKeyring(Text("有两个密钥使用同一编号。", "Two keys have the same id."))
        return cls(keys)

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Ids of the live keys, the current one first."""
        return tuple(key.key_id for key in self._keys)

    def seal(self, plaintext: str, *, context: str) -> str:
        """A token that only this context opens; sealing twice gives two different tokens."""
        current = self._keys[0]
        nonce = secrets.token_bytes(primitives.NONCE_BYTES)
        sealed = primitives.encrypt(
            current.sealing, nonce, plaintext.encode(), bound_to=_binding(current.key_id, context)
        )
        return f"1.{current.key_id}.{base64.urlsafe_b64encode(nonce + sealed).rstrip(b'=').decode()}"

    def open(self, token: str, *, context: str) -> str:
        """The plaintext; raises UnknownKey or TamperedToken."""
        key_id, body = _read_token(token)
        key = next((key for key in self._keys if key.key_id == key_id), None)
        if key is None:
            raise UnknownKey(key_id)
        nonce, sealed = body[: primitives.NONCE_BYTES], body[primitives.NONCE_BYTES :]
        return primitives.decrypt(key.sealing, nonce, sealed, bound_to=_binding(key_id, context)).decode()

    def look_up(self, value: str, *, context: str) -> str:
        """The digest to store beside a sealed value: 64 hexadecimal digits under the current key."""
        return self.look_ups(value, context=context)[0]

    def look_ups(self, value: str, *, context: str) -> tuple[str, ...]:
        """Digests under every live key, the current one first: search for any of them."""
        message = b"\0".join((context.encode(), value.encode()))
        return tuple(primitives.keyed_digest(key.finding, message).hex() for key in self._keys)

    def is_current(self, token: str) -> bool:
        """Whether the current key sealed it; False means it is to be sealed anew. Raises TamperedToken."""
        return _read_token(token)[0] == self._keys[0].key_id

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self.key_ids)})"


def generate_key(key_id: str) -> str:
    """A new random key as it stands in XINAN_KEYS; `key_id` is 1 to 16 digits and small letters, such as `2026a`."""
    if _KEY_ID.fullmatch(key_id) is None:
        raise InvalidKeyring(_BAD_KEY_ID)
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(MASTER_KEY_BYTES)).decode()}"


_BAD_KEY_ID = Text("密钥编号应为 1 至 16 位数字或小写字母。", "A key id is 1 to 16 digits and small letters.")


def _read_key(part: str, *, place: int) -> _Key:
    # `from None`: the cause would show the key.
    key_id, _, encoded = part.partition(":")
    if _KEY_ID.fullmatch(key_id) is None:
        raise InvalidKeyring(Text(f"第 {place} 个密钥：{_BAD_KEY_ID.zh}", f"Key number {place}: {_BAD_KEY_ID.en}"))
    try:
        master = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        master = b""
    if len(master) != MASTER_KEY_BYTES:
        raise InvalidKeyring(
            Text(f"密钥 {key_id} 不是 32 字节的 Base64。", f"Key {key_id} is not the base64 of 32 bytes.")
        )
    return _Key.from_master(key_id, master)


def _read_token(token: str) -> tuple[str, bytes]:
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise TamperedToken
    body = match["body"]
    try:
        raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except binascii.Error:
        raise TamperedToken from None
    if len(raw) < _SHORTEST_BODY:
        raise TamperedToken
    return match["key_id"], raw


def _binding(key_id: str, context: str) -> bytes:
    return b"\0".join((b"xinan 1", key_id.encode(), context.encode()))
