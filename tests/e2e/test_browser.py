"""The browser itself: it starts, draws Chinese with the product's font, and sees faults."""

import pytest
from playwright.sync_api import Page

from tests.e2e.browser import NARROW, faults_of, overflows

pytestmark = pytest.mark.e2e


def test_axe_finds_a_picture_without_a_description(page: Page) -> None:
    page.set_content("<html lang='zh'><title>薪安</title><main><h1>薪安</h1><img src='data:,'></main></html>")
    assert any(line.startswith("critical image-alt") for line in faults_of(page))


def test_axe_is_content_with_a_plain_page(page: Page) -> None:
    page.set_content("<html lang='zh'><title>薪安</title><main><h1>薪安</h1><p>没有问题。</p></main></html>")
    assert faults_of(page) == []


def test_a_page_wider_than_a_phone_is_noticed(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.set_content("<meta name='viewport' content='width=device-width'><div style='width:600px'>宽</div>")
    assert overflows(page)
    page.set_content("<meta name='viewport' content='width=device-width'><div>窄</div>")
    assert not overflows(page)
