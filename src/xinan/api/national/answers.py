"""The answers of the interface: always HTTP 200 with a code, as its clients expect."""

import json
from enum import IntEnum
from typing import Any

from django.http import HttpResponse

from xinan.kernel.text import Text


class Code(IntEnum):
    """The codes of the interface."""

    OK = 0
    PARAMETER = -1
    SIGNATURE = -2
    NO_RIGHT = -3
    ADDRESS = -4
    TOO_OFTEN = -5


# The words that clients of the interface know each code by.
WORDS: dict[Code, Text] = {
    Code.OK: Text("成功", "OK"),
    Code.PARAMETER: Text("请求参数错误", "Parameter error"),
    Code.SIGNATURE: Text("签名校验错误", "Wrong signature"),
    Code.NO_RIGHT: Text("无API访问权限", "No right to this interface"),
    Code.ADDRESS: Text("IP校验错误", "Address refused"),
    Code.TOO_OFTEN: Text("访问超过限制", "Too many requests"),
}


class Refusal(Exception):
    """A request that is not taken: why, and what would be right. `wait` is in seconds, where waiting helps."""

    def __init__(
        self, code: Code, what: Text, remedy: Text, *, name: str, data: dict[str, Any] | None = None, wait: int = 0
    ) -> None:
        super().__init__(name)
        self.code, self.what, self.remedy, self.name, self.data, self.wait = code, what, remedy, name, data, wait


def refused(refusal: Refusal, *, language: str) -> HttpResponse:
    """The answer to a request that is not taken."""
    what, remedy = refusal.what.in_language(language), refusal.remedy.in_language(language)
    message = f"{WORDS[refusal.code].in_language(language)}：{what}{remedy}"
    response = answered(refusal.code, message, refusal.data)
    if refusal.wait:
        response.headers["Retry-After"] = str(refusal.wait)
    return response


def answered(code: Code, message: str, data: Any = None) -> HttpResponse:
    """An answer. Left out where there is nothing to say: `data`."""
    body: dict[str, Any] = {"code": int(code), "message": message}
    if data is not None:
        body["data"] = data
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json; charset=utf-8")
