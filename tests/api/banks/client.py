"""A bank's own client, written from the description of the interface alone: it shares no code with the platform."""

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def codes(self) -> list[str]:
        """The code of each message."""
        return [result["code"] for result in self.json["results"]]

    @property
    def xml(self) -> list[tuple[str, str]]:
        """Code and message of each response."""
        root = ElementTree.fromstring(self.body)  # noqa: S314  what the platform under test answered
        parts = list(root) if root.tag == "Responses" else [root]
        return [(part.findtext("Code", ""), part.findtext("Message", "")) for part in parts]


class BankClient:
    """Signs with the bank's secret and sends; every request has a new nonce."""

    def __init__(self, host: str, appid: str, secret: str, *, now: Callable[[], datetime]) -> None:
        self.host, self.appid, self.secret, self.now = host, appid, secret, now
        self._nonces = count(1)

    def send(self, *messages: dict[str, Any]) -> Reply:
        """JSON messages."""
        return self.post("/api/banks/messages", json.dumps({"messages": messages}).encode())

    def send_xml(self, root: str, **fields: str) -> Reply:
        """One of the four XML messages, as the banks' clients write them."""
        element = ElementTree.Element(root)
        for name, value in fields.items():
            ElementTree.SubElement(element, name).text = value
        return self.post("/api/banks/xml", ElementTree.tostring(element, encoding="utf-8", xml_declaration=True))

    def post(self, path: str, body: bytes, **changed: str) -> Reply:
        """Any body, signed; `changed` replaces headers."""
        return self._ask("POST", path, body, changed)

    def get(self, path: str) -> Reply:
        """A signed question."""
        return self._ask("GET", path, b"", {})

    def _ask(self, method: str, path: str, body: bytes, changed: dict[str, str]) -> Reply:
        moment = self.now().strftime("%Y%m%d%H%M%S")
        nonce = f"n{next(self._nonces):09d}"
        said = "\n".join([method, path, moment, nonce, hashlib.sha256(body).hexdigest()])
        headers = {
            "Content-Type": "application/octet-stream",
            "X-Bank-AppId": self.appid,
            "X-Bank-Timestamp": moment,
            "X-Bank-Nonce": nonce,
            "X-Bank-Signature": hmac.new(self.secret.encode(), said.encode(), hashlib.sha256).hexdigest(),
        } | {name.replace("_", "-"): value for name, value in changed.items()}
        address = urlsplit(self.host)
        request = urllib.request.Request(  # noqa: S310  the test's own server
            f"{address.scheme}://{address.netloc}{path}", data=body or None, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
                return Reply(response.status, response.read(), dict(response.headers))
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.read(), dict(error.headers))
