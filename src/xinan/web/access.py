"""Who may open a page. Every view declares it here; tests/house refuses a route that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Protocol

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"


class PagePolicy(Protocol):
    """Says whether the person behind a request may open a page at all; what they see on it is the queries' part."""

    def __call__(self, user: Any) -> bool: ...


def public(view: View) -> View:
    """Open to everyone: the lists the law publishes, sign-in, the worker's door."""
    return _declared(view, PUBLIC)


def signed_in(view: View) -> View:
    """Open to whoever is signed in; others are sent to the sign-in page."""
    return _declared(login_required(view), SIGNED_IN)


def requires(policy: PagePolicy) -> Callable[[View], View]:
    """Open to whoever is signed in and whom `policy` lets in; others of those signed in get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not policy(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _declared(login_required(guarded), policy)

    return decorate


def _declared(view: View, policy: PagePolicy | str) -> View:
    """Mark the view, so that the house test can see its policy."""

    @wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    declared.access_policy = policy  # type: ignore[attr-defined]
    return declared
