"""What a machine is told when something is wrong: RFC 9457 problems with a code, in Chinese and English."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Schema

from xinan.api.limits import TooMany
from xinan.intake.native.errors import TooLargeBody, UnsupportedBody, UnusableBody
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound, XinanError
from xinan.kernel.text import Text

_STATUS: tuple[tuple[type[XinanError], int], ...] = (
    (TooMany, 429),
    (TooLargeBody, 413),
    (UnsupportedBody, 415),
    (UnusableBody, 400),
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (InvalidValue, 422),
)


class Said(Schema):
    """A sentence in both languages."""

    zh: str
    en: str


class Problem(Schema):
    """Why a request was not done, and what would be right."""

    status: int
    code: str
    title: str
    what: Said
    remedy: Said


class Unauthorized(XinanError):
    """No token, or one that is not valid."""

    def __init__(self) -> None:
        super().__init__(
            "token.invalid",
            Text("缺少令牌，或令牌无效、已过期。", "There is no token, or it is not valid any more."),
            Text("请用 appid 和密钥在 /api/v1/token 换取令牌。", "Get one at /api/v1/token with appid and secret."),
        )


def status_of(error: XinanError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, Unauthorized):
        return 401
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def problem_response(error: XinanError) -> JsonResponse:
    """The answer to a request that is not done."""
    status = status_of(error)
    body: dict[str, Any] = {
        "status": status,
        "code": error.code,
        "title": error.what.en,
        "what": {"zh": error.what.zh, "en": error.what.en},
        "remedy": {"zh": error.remedy.zh, "en": error.remedy.en},
    }
    response = JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.wait)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="xinan"'
    return response


def answer(_request: HttpRequest, error: XinanError | type[XinanError]) -> HttpResponse:
    """The exception handler of an interface."""
    assert isinstance(error, XinanError)  # noqa: S101 narrows a type: what is raised is never the class itself
    return problem_response(error)
