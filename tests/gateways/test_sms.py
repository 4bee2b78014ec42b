"""The provider over HTTP, against a server that listens on this machine."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from xinan.gateways.sms import HttpSms, SmsMessage, SmsRefused, SmsUnavailable, plain_code
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import Phone

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
MESSAGE = SmsMessage(Phone("13800000001"), "clocks", {"count": "3", "link": "https://x/"}, "文字", key="k-1")


@dataclass
class Provider:
    """What it was asked, and what it answers."""

    url: str = ""
    status: int = 200
    answer: bytes = b'{"id": "m-77"}'
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)


@pytest.fixture
def provider() -> Iterator[Provider]:
    told = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(told.status)
            if told.status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(told.answer)

        def log_message(self, *_given: object) -> None:
            """Nothing: the test reads what was asked."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}/send?v=1"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def gateway(provider: Provider, **changed: Any) -> HttpSms:
    given = {"url": provider.url, "key": "secret", "sign": "薪安", "templates": {"clocks": "SMS_1"}, **changed}
    return HttpSms(**given)


def test_what_is_asked_and_what_is_answered(provider: Provider) -> None:
    assert gateway(provider).send(MESSAGE, now=NOW) == "m-77"
    ((path, headers, body),) = provider.asked
    assert path == "/send?v=1"
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == "k-1"
    assert body == {
        "sign": "薪安",
        "template": "SMS_1",
        "phone": "13800000001",
        "params": {"count": "3", "link": "https://x/"},
        "key": "k-1",
    }


@pytest.mark.parametrize(
    ("status", "answer", "error", "code"),
    [
        (400, b'{"error": "BAD_NUMBER"}', SmsRefused, "sms-BAD_NUMBER"),
        (403, b"<html>", SmsRefused, "sms-403"),
        (200, b'{"error": "NO_CREDIT"}', SmsRefused, "sms-NO_CREDIT"),
        (302, b"", SmsRefused, "sms-302"),
        (429, b'{"code": "SLOW_DOWN"}', SmsUnavailable, "sms-SLOW_DOWN"),
        (500, b"", SmsUnavailable, "sms-500"),
        (503, b"[1]", SmsUnavailable, "sms-503"),
    ],
)
def test_how_it_says_no(
    provider: Provider, status: int, answer: bytes, error: type[SmsRefused | SmsUnavailable], code: str
) -> None:
    provider.status, provider.answer = status, answer
    with pytest.raises(error) as refused:
        gateway(provider).send(MESSAGE, now=NOW)
    assert refused.value.code == code
    assert len(provider.asked) == 1  # no redirect is followed


def test_an_answer_without_a_number_is_an_answer(provider: Provider) -> None:
    provider.answer = b""
    assert gateway(provider).send(MESSAGE, now=NOW) == ""


def test_a_template_the_provider_has_no_number_of(provider: Provider) -> None:
    with pytest.raises(SmsRefused, match="template-unknown"):
        gateway(provider, templates={}).send(MESSAGE, now=NOW)
    assert provider.asked == []


def test_nobody_listens() -> None:
    nobody = HttpSms(url="http://127.0.0.1:1/", key="k", sign="s", templates={"clocks": "SMS_1"})
    with pytest.raises(SmsUnavailable, match="sms-unreachable"):
        nobody.send(MESSAGE, now=NOW)


@pytest.mark.parametrize("url", ["http://sms.example.cn/send", "ftp://sms.example.cn/", "sms.example.cn"])
def test_numbers_do_not_travel_in_clear(url: str) -> None:
    with pytest.raises(InvalidValue, match="sms-url"):
        HttpSms(url=url, key="k", sign="s", templates={})


def test_a_providers_code_never_holds_a_number() -> None:
    assert "13800000001" not in plain_code("rejected 13800000001")
    assert plain_code("！！") == "unknown"


def test_neither_the_number_nor_the_key_shows_itself(provider: Provider) -> None:
    assert "13800000001" not in repr(MESSAGE)
    assert "secret" not in repr(gateway(provider))
