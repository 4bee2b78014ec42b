"""A small province, its people, and a clock that stands still."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.small_province import NOW, Province, make_province
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    """Monday, 2026-11-23, with keys of this test; no scan of every static file for each client."""
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setenv("XINAN_KEYS", generate_key("web"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    wiring.cache_clear()
    yield
    wiring.cache_clear()


@pytest.fixture
def province(db: None) -> Province:
    """Four projects and their warnings."""
    return make_province()


@pytest.fixture
def sign_in(client: Client, db: None) -> Callable[..., Client]:
    """A function that signs in somebody with a post; the fields are those of an appointment."""

    def enter(role: str = "province_office", **post: object) -> Client:
        user = UserFactory()
        AppointmentFactory(user=user, role=role, **{"region_code": "220000", **post})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
