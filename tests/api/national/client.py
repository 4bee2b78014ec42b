"""A site system that speaks the national interface, written from the specification alone (platforms 3.1 to 3.4).

It imports nothing of the product: its own signature, its own AES, its own HTTP.
"""

import base64
import gzip
import hashlib
import json
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC

Body = dict[str, Any]


class Refused(Exception):
    """The platform answered with a code other than 0."""

    def __init__(self, answer: Body) -> None:
        super().__init__(answer["code"], answer["message"])
        self.code: int = answer["code"]
        self.message: str = answer["message"]
        self.data: Any = answer.get("data")


def encrypt(text: str, secret: str) -> str:
    """A sensitive field."""
    key = secret.encode("ascii")
    pad = padding.PKCS7(128).padder()
    whole = pad.update(text.encode("utf-8")) + pad.finalize()
    machine = Cipher(AES256(key), CBC(key[0:16])).encryptor()
    return base64.b64encode(machine.update(whole) + machine.finalize()).decode("ascii")


def decrypt(text: str, secret: str) -> str:
    """A sensitive field of an answer."""
    key = secret.encode("ascii")
    machine = Cipher(AES256(key), CBC(key[0:16])).decryptor()
    whole = machine.update(base64.b64decode(text)) + machine.finalize()
    unpad = padding.PKCS7(128).unpadder()
    return (unpad.update(whole) + unpad.finalize()).decode("utf-8")


def sign(parameters: dict[str, str], secret: str) -> str:
    """Keys in alphabetical order, raw values, the secret last, all in lower case, SHA-256, hexadecimal."""
    ordered = [f"{key}={parameters[key]}" for key in sorted(parameters)]
    line = "&".join([*ordered, f"appsecret={secret}"])
    return hashlib.sha256(line.lower().encode("utf-8")).hexdigest()


@dataclass
class SiteSystem:
    """One site system: where the platform is, its appid and secret. `now` is China's time by its own clock."""

    host: str
    appid: str
    secret: str
    now: Callable[[], datetime]
    vendor_key: str = ""
    packs: bool = False
    version: str = "1.0"
    sent: list[Body] = field(default_factory=list)

    def secretly(self, text: str) -> str:
        """A field under AES with this system's secret."""
        return encrypt(text, self.secret)

    def parameters(self, method: str, data: Body | str, **changed: str) -> dict[str, str]:
        """The public parameters, signed; `changed` before signing."""
        whole = {
            "method": method,
            "version": self.version,
            "appid": self.appid,
            "format": "json",
            "timestamp": self.now().strftime("%Y%m%d%H%M%S"),
            "nonce": uuid.uuid4().hex,
            "data": data if isinstance(data, str) else json.dumps(data, ensure_ascii=False),
        } | changed
        if self.vendor_key:
            whole["corpsign"] = encrypt(self.vendor_key + whole["timestamp"], self.secret)
        whole["sign"] = sign(whole, self.secret)
        return whole

    def post(self, parameters: dict[str, str]) -> Body:
        """The platform's answer, whatever its code."""
        body = urllib.parse.urlencode(parameters).encode("ascii")
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        if self.packs:
            body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
        request = urllib.request.Request(f"{self.host}/open.api", data=body, headers=headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            answer: Body = json.loads(response.read().decode("utf-8"))
        self.sent.append(parameters)
        return answer

    def call(self, method: str, data: Body | str, **changed: str) -> Any:
        """The data of the answer; raises Refused."""
        answer = self.post(self.parameters(method, data, **changed))
        if answer["code"] != 0:
            raise Refused(answer)
        return answer.get("data")

    def upload(self, method: str, data: Body) -> str:
        """Send facts; the serial to ask by."""
        serial: str = self.call(method, data)["requestSerialCode"]
        return serial

    def outcome(self, serial: str) -> Body:
        """What became of an upload: status 0, 10 or 20, and result."""
        found: Body = self.call("AsyncHandleResult.Query", {"requestSerialCode": serial})
        return found

    def rows(self, method: str, **asked: Any) -> list[Body]:
        """All rows of a question, page after page."""
        found: list[Body] = []
        while True:
            page = self.call(method, {"pageIndex": len(found) // 50, "pageSize": 50, **asked})
            found += page["rows"]
            if len(found) >= page["totalCount"]:
                return found
