"""The Content-Security-Policy header on every page (Django 5.2 brings none)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ContentSecurityMiddleware:
    """Adds the policy of CONTENT_SECURITY_POLICY unless the view set one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        rules: dict[str, tuple[str, ...]] = settings.CONTENT_SECURITY_POLICY
        self.value = "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.value)
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self), microphone=()")
        return response
