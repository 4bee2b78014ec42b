"""Every route declares who may open it, and the declaration is what guards it."""

from types import ModuleType

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from tests.house.routes import undeclared
from xinan.web.access import public, requires, signed_in


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


class Person:
    """Somebody signed in; `may` is what the policy looks at."""

    is_authenticated = True

    def __init__(self, *, may: bool) -> None:
        self.may = may


def lets_in(user: Person) -> bool:
    return user.may


def asked_by(user: object) -> HttpRequest:
    request = RequestFactory().get("/page")
    request.user = user  # type: ignore[assignment]
    return request


def urlconf(*patterns: object) -> ModuleType:
    module = ModuleType("toy_urls")
    module.urlpatterns = list(patterns)  # type: ignore[attr-defined]
    return module


def test_every_route_of_the_product_declares_its_policy() -> None:
    assert undeclared() == []


def test_a_route_without_a_policy_is_found_however_deep() -> None:
    toy = urlconf(
        path("open", public(page)),
        path("deep/", include([path("down/", include([path("forgotten", page)]))])),
    )
    assert [line.split(":")[0] for line in undeclared(toy)] == ["/deep/down/forgotten"]


def test_declared_routes_are_not_complained_about() -> None:
    toy = urlconf(path("a", public(page)), path("b", signed_in(page)), path("c", requires(lets_in)(page)))
    assert undeclared(toy) == []


def test_a_stranger_sees_the_public_page_and_is_sent_to_sign_in_elsewhere() -> None:
    stranger = asked_by(AnonymousUser())
    assert public(page)(stranger).status_code == 200
    for guarded in (signed_in(page), requires(lets_in)(page)):
        answer = guarded(stranger)
        assert answer.status_code == 302
        assert "next=/page" in answer["Location"]


def test_a_policy_lets_in_whom_it_means_and_nobody_else() -> None:
    guarded = requires(lets_in)(page)
    assert guarded(asked_by(Person(may=True))).status_code == 200
    with pytest.raises(PermissionDenied):
        guarded(asked_by(Person(may=False)))
