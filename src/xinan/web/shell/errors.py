"""Errors that people can cause become pages, or parts of pages, that say what would be right."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound, XinanError
from xinan.web.components.views import Problem
from xinan.web.shell.htmx import wants_part

STATUS: Final[tuple[tuple[type[XinanError], int], ...]] = (
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (InvalidValue, 422),
)


def status_of(error: XinanError) -> int:
    """The HTTP status of an error of the product; 400 where it is none of the known kinds."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)


class ProblemMiddleware:
    """Answers a XinanError of a view with its two sentences; every other exception stays one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page, or the error component where htmx asked for a part."""
        if not isinstance(exception, XinanError):
            return None
        template = "shell/problem_part.html" if wants_part(request) else "shell/problem.html"
        problem = Problem(exception.what, exception.remedy, exception.code)
        return render(request, template, {"problem": problem}, status=status_of(exception))
