"""Looking a page over: sound for everybody, on a screen and on a phone, in both languages."""

import os

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows

SHOTS = os.environ.get("XINAN_SHOTS", "")


def speak(page: Page, language: str) -> None:
    """The same page in another language."""
    code = {"zh": "zh-hans", "en": "en"}[language]
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": code, "url": page.evaluate("location.origin")}]
    )
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", code)


def looked_at(page: Page, name: str) -> None:
    """No serious fault for those who cannot see or use a mouse, nothing cut off; a picture where XINAN_SHOTS asks."""
    for language in ("zh", "en"):
        speak(page, language)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{language}-{size['width']}.png", full_page=True)
            found = faults_of(page)
            assert found == [], (name, language, found)
            assert not overflows(page), (name, language, size)
    page.set_viewport_size(WIDE)
    speak(page, "zh")
