"""Every request gets a number; what it writes is recorded with that number and its user."""

import re
from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from pghistory.middleware import HistoryMiddleware as PghistoryMiddleware

from xinan.people.scope import remembered_scopes

log = structlog.get_logger(__name__)

HEADER = "X-Request-ID"
_ACCEPTABLE = re.compile(r"[0-9A-Za-z-]{8,64}")
_QUIET = ("/static/",)


class RequestIdMiddleware:
    """Numbers the request (or takes the number a proxy gave it), binds it to every log line, logs the outcome.

    Within it, what posts somebody holds is looked up once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if _ACCEPTABLE.fullmatch(given) else uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]
        began = monotonic()
        with structlog.contextvars.bound_contextvars(request_id=number), remembered_scopes():
            response = self.get_response(request)
            if not request.path.startswith(_QUIET):
                log.info(
                    "request",
                    method=request.method,
                    path=request.path,
                    status=response.status_code,
                    milliseconds=round((monotonic() - began) * 1000),
                )
        response.headers[HEADER] = number
        return response


class HistoryMiddleware(PghistoryMiddleware):
    """Gives the history triggers who is writing and in which request; no addresses, they might name people."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        user = getattr(request, "user", None)
        return {"user": user.pk if user is not None else None, "request": request_id(request)}


def request_id(request: HttpRequest) -> str:
    """The number of the request; empty outside the middleware."""
    return str(getattr(request, "request_id", ""))
