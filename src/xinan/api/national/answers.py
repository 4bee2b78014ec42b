"""The answers of the interface: always HTTP 200 with a code, as its clients expect."""

import json
from typing import Any

from django.http import HttpResponse

from xinan.intake.national.answer_codes import WORDS, Code
from xinan.kernel.text import Text


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
