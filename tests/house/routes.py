"""Walks a URL configuration and says which of its views do not declare who may open them."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Routes of packages that guard themselves; each with what guards it.
GUARDED_ELSEWHERE = {
    "allauth.": "django-allauth: sign-in, sign-out and MFA know who is asking",
    "ninja.": "django-ninja: each operation declares its policy (test_operations.py)",
    "oauth2_provider.": "django-oauth-toolkit: client credentials",
    "django.views.i18n": "the interface's texts, public",
    "django.conf.urls.i18n": "the choice of a language, public",
}


def views_of(urlconf: str | ModuleType | None = None) -> Iterator[tuple[str, Any]]:
    """Every route with its view."""
    yield from _walk(get_resolver(urlconf).url_patterns, prefix="")


def _walk(patterns: list[Any], *, prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, prefix=route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def undeclared(urlconf: str | ModuleType | None = None) -> list[str]:
    """The routes whose views declare no `access_policy` and are guarded by nothing else."""
    found = []
    for route, view in views_of(urlconf):
        bare = getattr(view, "func", view)  # of a partial
        module = getattr(getattr(bare, "view_class", bare), "__module__", "")
        if any(module.startswith(prefix) for prefix in GUARDED_ELSEWHERE):
            continue
        if getattr(view, "access_policy", None) is None:
            found.append(f"/{route}: {module}.{getattr(view, '__name__', view)} declares no policy (xinan.web.access)")
    return found
