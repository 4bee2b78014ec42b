"""Text messages: what a provider is asked, a provider over plain HTTP, and a file to read them in without one.

A message is a template approved beforehand and values for its places. Only `xinan.notices` makes them, and its values are
counts, codes and one fixed link: see docs/decisions/0043-notices.md.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, urlsplit

from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.identifiers import Phone
from xinan.kernel.text import Text

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_TRY_AGAIN: Final = frozenset({408, 425, 429})
_PLAIN_CODE: Final = re.compile(r"[^A-Za-z0-9_.-]")
_MOST_ANSWER: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class SmsMessage:
    """One text message. `text` is what the template reads like with the values in it; `key` stays the same when it is
    sent again, so that the provider can tell.
    """

    phone: Phone
    template: str
    params: Mapping[str, str]
    text: str
    key: str


class SmsGateway(Protocol):
    """Hands text messages to whoever carries them."""

    def send(self, message: SmsMessage, *, now: datetime) -> str:
        """The provider's number of the message. Raises SmsRefused (for good) or SmsUnavailable (try again)."""


class SmsRefused(XinanError):
    """The provider will never take this message: a wrong number, an unknown template, an account without credit."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"sms-{plain_code(reason)}",
            Text("短信服务商拒绝了这条短信。", "The provider refused the text message."),
            Text(
                "按服务商返回的代码核对号码、模板和账户。", "Check number, template and account by the provider's code."
            ),
        )


class SmsUnavailable(XinanError):
    """The provider cannot be reached, or is too busy."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"sms-{plain_code(reason)}",
            Text("短信服务商暂时无法连接。", "The provider of text messages cannot be reached."),
            Text("稍后会自动重试。", "It is tried again later."),
        )


@dataclass(frozen=True, slots=True)
class HttpSms:
    """A provider that takes JSON by POST (docs/operations/notices.md says which). Redirects are not followed.

    `templates` gives the provider's number of each of our templates. Raises InvalidValue where the address is not https,
    as numbers and the key would travel in clear; this machine itself is exempt.
    """

    url: str
    key: str = field(repr=False)
    sign: str
    templates: Mapping[str, str]
    timeout: float = 10.0

    def __post_init__(self) -> None:
        where = urlsplit(self.url)
        if where.scheme != "https" and not (where.scheme == "http" and where.hostname in _LOOPBACK):
            raise InvalidValue(
                "sms-url",
                Text("短信服务地址不是 https。", "The address of the provider of text messages is not https."),
                Text(
                    "把 XINAN_SMS_URL 改为 https 开头的地址。", "Give XINAN_SMS_URL an address that begins with https."
                ),
            )

    def send(self, message: SmsMessage, *, now: datetime) -> str:
        template = self.templates.get(message.template)
        if not template:
            raise SmsRefused("template-unknown")
        body = json.dumps(
            {
                "sign": self.sign,
                "template": template,
                "phone": message.phone.number,
                "params": dict(message.params),
                "key": message.key,
            },
            ensure_ascii=False,
        ).encode()
        status, answer = self._posted(body, key=message.key)
        return _number_of(status, answer)

    def _posted(self, body: bytes, *, key: str) -> tuple[int, dict[str, Any]]:
        where = urlsplit(self.url)
        connection = _connection(where, timeout=self.timeout)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {self.key}",
            "Idempotency-Key": key,
        }
        target = f"{where.path or '/'}?{where.query}" if where.query else where.path or "/"
        try:
            connection.request("POST", target, body=body, headers=headers)
            response = connection.getresponse()
            return response.status, _json_of(response)
        except TimeoutError as error:
            raise SmsUnavailable("timeout") from error
        except (OSError, HTTPException) as error:
            raise SmsUnavailable("unreachable") from error
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Kept:
    """A text message as the outbox keeps it: the number masked, the moment in ISO 8601."""

    at: str
    phone: str
    template: str
    text: str
    key: str

    @property
    def moment(self) -> datetime:
        """When it was handed over."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class OutboxSms:
    """Carries nothing: writes each message to a file that operators read on their page. For the demo and for trials."""

    path: Path

    def send(self, message: SmsMessage, *, now: datetime) -> str:
        kept = Kept(now.isoformat(), message.phone.masked, message.template, message.text, message.key)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(kept), ensure_ascii=False) + "\n")
        return f"outbox-{message.key[:8]}"

    def recent(self, limit: int = 20) -> list[Kept]:
        """The last messages, newest first."""
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return [Kept(**json.loads(line)) for line in reversed(lines[-limit:])]


def plain_code(reason: str) -> str:
    """A provider's code as it may be kept: short, without anything that could be a value of somebody's.

    >>> plain_code("LIMIT/exceeded 13800000000!")
    'LIMITexceeded'
    """
    return re.sub(r"\d{6,}", "", _PLAIN_CODE.sub("", reason))[:40] or "unknown"


def _connection(where: SplitResult, *, timeout: float) -> HTTPConnection:
    maker = HTTPSConnection if where.scheme == "https" else HTTPConnection
    return maker(where.hostname or "", where.port, timeout=timeout)


def _json_of(response: HTTPResponse) -> dict[str, Any]:
    try:
        found = json.loads(response.read(_MOST_ANSWER) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _number_of(status: int, answer: dict[str, Any]) -> str:
    if 200 <= status < 300 and not answer.get("error"):
        return str(answer.get("id", ""))[:100]
    reason = str(answer.get("error") or answer.get("code") or status)
    if status >= 500 or status in _TRY_AGAIN:
        raise SmsUnavailable(reason)
    raise SmsRefused(reason)
