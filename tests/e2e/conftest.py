"""A real browser against the running product."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.e2e.browser import WIDE
from tools.chromium import launch_options

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

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"uncaught: {error}"))
    yield page
    assert complaints == []
