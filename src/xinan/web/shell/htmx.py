"""Whether a part of a page is asked for, or the whole of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def wants_part(request: HttpRequest) -> bool:
    """True when htmx will put the answer into the page; going back in history asks for the whole page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def render_page(
    request: HttpRequest, page: str, part: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    """The part for htmx, the page for everyone else; caches keep them apart."""
    response = render(request, part if wants_part(request) else page, context, status=status)
    response.headers["Vary"] = "HX-Request, HX-History-Restore-Request, Cookie"
    return response
