"""Who sends: a bank's appid, a moment, a nonce, and the HMAC of the request under the bank's secret.

    signature = hex(HMAC-SHA256(secret, method ⏎ path with query ⏎ timestamp ⏎ nonce ⏎ hex(SHA-256(body))))

The same headers serve both forms of messages (docs/decisions/0036).
"""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from xinan.intake.bank_models import BankNonce
from xinan.intake.credential_models import Credential
from xinan.intake.credentials.finding import KnownCredential, find_credential
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import NotAllowed
from xinan.kernel.text import Text

APPID, TIMESTAMP, NONCE, SIGNATURE = "X-Bank-AppId", "X-Bank-Timestamp", "X-Bank-Nonce", "X-Bank-Signature"
LEEWAY = timedelta(minutes=5)
_APPID = re.compile(r"[0-9A-Za-z_-]{1,32}")
_MOMENT = re.compile(r"[0-9]{14}")
_NONCE = re.compile(r"[0-9A-Za-z_-]{8,64}")
_HEX = re.compile(r"[0-9a-fA-F]{64}")


class Unauthorised(NotAllowed):
    """The request is not, or not provably, a bank's."""


@dataclass(frozen=True, slots=True)
class _Headers:
    """The four headers, each of its form."""

    appid: str
    timestamp: str
    nonce: str
    signature: str


def bank_of(request: HttpRequest, *, now: datetime, keyring: Keyring) -> Credential:
    """The bank that signed the request; the nonce is used up. Raises Unauthorised, saying which step to check."""
    headers = _headers(request)
    said_at = _moment(headers.timestamp)
    if said_at is None or abs(now - said_at) > LEEWAY:
        raise _unauthorised("timestamp", _STALE)
    known = find_credential(headers.appid, now=now)
    if known is None or not known.credential.bank_id or not _is_signed(request, headers, known, keyring=keyring):
        # Whether there is such an appid is not told apart from a wrong signature.
        raise _unauthorised("signature", _WRONG)
    _use_up(headers, now=now)
    return known.credential


def signature_of(secret: str, *, method: str, path: str, timestamp: str, nonce: str, body: bytes) -> str:
    """The signature in small hexadecimal.

    >>> signature_of("s", method="GET", path="/", timestamp="20261123090000", nonce="12345678", body=b"")[:16]
    '9fd95d0ecbcbf3e2'
    """
    said = "\n".join((method.upper(), path, timestamp, nonce, sha256(body).hexdigest()))
    return hmac.new(secret.encode(), said.encode(), sha256).hexdigest()


def _headers(request: HttpRequest) -> _Headers:
    forms = ((APPID, _APPID), (TIMESTAMP, _MOMENT), (NONCE, _NONCE), (SIGNATURE, _HEX))
    said = []
    for name, form in forms:
        value = request.headers.get(name, "")
        if form.fullmatch(value) is None:
            what = Text(f"请求头 {name} 缺少或格式不对。", f"The header {name} is missing or malformed.")
            raise _unauthorised("header", (what, _HOW))
        said.append(value)
    return _Headers(*said)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
    except ValueError:
        return None


def _is_signed(request: HttpRequest, headers: _Headers, known: KnownCredential, *, keyring: Keyring) -> bool:
    right = [
        signature_of(
            secret,
            method=request.method or "",
            path=request.get_full_path(),
            timestamp=headers.timestamp,
            nonce=headers.nonce,
            body=request.body,
        )
        for secret in known.secrets(keyring)
    ]
    said = headers.signature.lower()
    return sum(hmac.compare_digest(each, said) for each in right) > 0  # each is compared, whichever is right


def _use_up(headers: _Headers, *, now: datetime) -> None:
    BankNonce.objects.filter(expires_at__lt=now).delete()
    try:
        with transaction.atomic():
            BankNonce.objects.create(appid=headers.appid, nonce=headers.nonce, expires_at=now + 2 * LEEWAY)
    except IntegrityError as error:
        raise _unauthorised("replay", _REPLAY) from error


_HOW = Text("见银行接口说明“签名”一节。", "See “Signing” in the description of the banks' interface.")
_STALE = (
    Text("时间戳与平台时间相差超过 5 分钟。", "The timestamp is more than five minutes from the platform's time."),
    Text("写作 yyyyMMddHHmmss（北京时间），并校准时钟。", "Write yyyyMMddHHmmss, China time, and set the clock right."),
)
_WRONG = (
    Text("appid 或签名不对。", "The appid or the signature is wrong."),
    Text(
        "依次核对：方法和路径（含参数）、时间戳、随机数、正文的 SHA-256、密钥。",
        "Check in turn: method and path with its query, timestamp, nonce, SHA-256 of the body, secret.",
    ),
)
_REPLAY = (
    Text("该随机数已经用过。", "This nonce was used before."),
    Text(
        "每次请求换一个随机数并重新签名；重发同样的报文是安全的。",
        "Use a new nonce each time; sending the same messages again is safe.",
    ),
)


def _unauthorised(code: str, words: tuple[Text, Text]) -> Unauthorised:
    return Unauthorised(f"bank.{code}", *words)
