"""A real browser against the running product, whose clock stands where a test puts it."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.casework.clues.people import MONDAY
from tests.e2e.acting import Enter, Signed
from tests.e2e.browser import WIDE
from tools.chromium import launch_options
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.people.models import User
from xinan.procedures.actions.run_due_acts import run_due_acts

# Playwright's synchronous interface runs an event loop in the test's thread; Django would refuse its ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """What pytest-playwright starts the browser with."""
    return launch_options()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """Chinese first, in China's time, on an officer's screen."""
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": WIDE, "reduced_motion": "reduce"}


@pytest.fixture
def quiet_page(page: Page) -> Iterator[Page]:
    """A page on which no script may fail and nothing may be complained about on the console."""
    complaints: list[str] = []
    _listen(page, complaints)
    yield page
    assert complaints == []


def _listen(page: Page, complaints: list[str], *, but: str = "") -> None:
    """Write down what the page's scripts and its console complain about, but what says `but`."""

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not (but and but in message.text):
            complaints.append(f"{message.type}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the running product, whose clock stands still, with keys of this test."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("browser"))
    monkeypatch.setenv("XINAN_NOW", MONDAY.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    # The server has a thread for each request; a connection kept beyond it would be nobody's.
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    yield server.url
    wiring.cache_clear()


@pytest.fixture
def later(product: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """A function that lets time pass: the product's clock stands there, and what fell due by then has been done."""

    def pass_until(moment: datetime) -> None:
        monkeypatch.setenv("XINAN_NOW", moment.isoformat())
        wiring.cache_clear()
        run_due_acts(now=moment)

    return pass_until


@pytest.fixture
def enter(product: str, browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Enter]:
    """A function that gives somebody a browser of their own, signed in by the cookie; nothing on it may fail."""
    complaints: list[str] = []
    contexts = []

    def open_page(who: User | Signed, address: str = "", **options: Any) -> Page:
        client = Client()
        user = who if isinstance(who, User) else who.user
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(**{**browser_context_args, "base_url": product, **options})
        contexts.append(context)
        context.set_default_timeout(15_000)
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": product}])
        page = context.new_page()
        # The browser itself reports each answer of 403, 404 and 422.
        _listen(page, complaints, but="Failed to load resource")
        if address:
            page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
