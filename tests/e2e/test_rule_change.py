"""A rule is changed in a browser, the whole way: refused by the law, drafted, tried, shadowed, approved, taken back.

Real parts only: the pages, PostgreSQL, the queue's worker, the engine. The clock stands on Monday, 2026-11-23.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.monitoring.changes import NOW, few_rules, found_projects, officer
from tests.support.queue import empty_queue, work_off
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.monitoring.live import full_run
from xinan.monitoring.models import RuleChange, RuleVersion, Warning

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"
RULE = "filing/not-filed"


@pytest.fixture
def product(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[str]:
    """The running product with three unfiled projects, evaluated."""
    monkeypatch.setenv("XINAN_KEYS", generate_key("browser"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.STATIC_ROOT = tmp_path
    # The server has a thread for each request; a connection kept beyond it would be nobody's.
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    few_rules(monkeypatch)
    server: LiveServer = request.getfixturevalue("live_server")
    empty_queue()
    found_projects()
    full_run(clock=wiring().clock)
    yield server.url
    empty_queue()
    wiring.cache_clear()


@pytest.fixture
def sign_in(product: str, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """A function that signs somebody of the province's office in, in a browser of their own."""
    contexts = []

    def enter(username: str) -> Page:
        user = officer()
        user.username, user.display_name = username, {"author": "赵敏", "second": "钱进"}[username]
        user.set_password(PASSWORD)
        user.save()
        context = browser.new_context(locale="zh-CN", viewport=WIDE, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{product}/accounts/login/")
        page.fill("#id_login", username)
        page.fill("#id_password", PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(re.compile(r"/$"))
        return page

    yield enter
    for context in contexts:
        context.close()


def confirmed(page: Page, button: str) -> None:
    """Press a button that asks first, and say yes."""
    page.get_by_role("button", name=button, exact=True).click()
    page.locator("#confirm").get_by_role("button", name="确定").click()


def levels() -> dict[str, str]:
    return dict(Warning.objects.filter(rule=RULE, state="open").values_list("project_id", "level"))


def sound(page: Page) -> None:
    """Nothing for axe to complain about, nothing cut off, on a screen and on a phone."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert faults_of(page) == []
        assert not overflows(page)
    page.set_viewport_size(WIDE)


def fill_draft(page: Page) -> None:
    page.fill("#id_value_red", "20")
    page.fill("#id_source", "省办发〔2026〕8号")
    page.fill("#id_reason", "未备案项目拖得太久")
    page.get_by_role("button", name="保存草案").click()


def test_a_rule_is_changed_and_changed_back(product: str, sign_in: Callable[[str], Page]) -> None:
    author, second = sign_in("author"), sign_in("second")

    # Beyond the law: refused at the field, with the article.
    author.goto(f"{product}/rules/account/not-opened/")
    author.get_by_role("link", name="修改参数").click()
    author.get_by_role("link", name="签订施工合同后的开户期限").click()
    author.fill("#id_value", "45")
    author.fill("#id_source", "省办发〔2026〕8号")
    author.fill("#id_reason", "多给些时间")
    author.get_by_role("button", name="保存草案").click()
    expect(author.locator("#id_value-error")).to_contain_text("人社部发〔2021〕53号第6条")
    assert not RuleChange.objects.exists()
    sound(author)

    # Within it: a draft, tried on half a year.
    author.goto(f"{product}/rules/{RULE}/")
    author.get_by_role("link", name="修改参数").click()
    sound(author)
    author.get_by_role("link", name="开工后天数分级").click()
    fill_draft(author)
    expect(author.get_by_role("heading", level=1)).to_contain_text("开工后天数分级")
    address = author.url
    sound(author)
    author.get_by_role("button", name="开始试算").click()
    author.wait_for_url(re.compile(r"/trials/\d+/$"))
    expect(author.get_by_role("progressbar")).to_have_attribute("max", "12")
    work_off()
    expect(author.locator("[data-finished=done]")).to_be_visible()
    for name in ("项目P1", "项目P2", "项目P3", "长春甲建设有限公司"):
        expect(author.locator("#t-rows").locator("xpath=ancestor::section")).to_contain_text(name)
    sound(author)
    assert set(levels().values()) == {"yellow"}

    # In the shadow: the author sees it, nobody else does.
    author.goto(address)
    author.get_by_role("button", name="开始影子运行").click()
    expect(author.get_by_role("button", name="停止影子运行")).to_be_visible()
    work_off()
    author.reload()
    expect(author.locator("#c-shadow").locator("xpath=ancestor::section")).to_contain_text("项目P1")
    sound(author)
    assert second.goto(address).status == 404
    assert set(levels().values()) == {"yellow"}

    # Submitted and approved by the second person: everything is evaluated anew by itself.
    confirmed(author, "提交复核")
    expect(author.locator(".xa-lead-row")).to_contain_text("待复核")
    expect(author.get_by_role("button", name="批准", exact=True)).to_have_count(0)
    second.goto(f"{product}/rule-changes/")
    sound(second)
    second.get_by_role("link", name="未办理开工备案").or_(second.locator("a[data-row-link]")).first.click()
    second.fill("#decide-words", "同意")
    sound(second)
    confirmed(second, "批准")
    expect(second.locator(".xa-lead-row")).to_contain_text("施行中")
    work_off()
    assert levels() == {"P1": "red", "P2": "red", "P3": "red"}

    # The finding names the version that made it.
    author.goto(f"{product}/projects/P1/")
    expect(author.locator("article.xa-warning", has=author.locator(f"a[href='/rules/{RULE}/']")).first).to_contain_text(
        "按规则第 2 版得出"
    )
    expect(author.locator(".xa-history").first).to_contain_text("起因：规则变更；规则第 2 版")

    # Taken back by the other one, approved by the first: as before.
    second.goto(address)
    second.fill("#revert-words", "影响过大")
    confirmed(second, "起草撤销")
    second.wait_for_url(lambda url: url != address)
    back = second.url
    confirmed(second, "提交复核")
    expect(second.locator(".xa-lead-row")).to_contain_text("待复核")
    author.goto(back)
    confirmed(author, "批准")
    expect(author.locator(".xa-lead-row")).to_contain_text("施行中")
    work_off()
    assert levels() == {"P1": "yellow", "P2": "yellow", "P3": "yellow"}
    first = RuleVersion.objects.get(rule=RULE, number=1).fingerprint
    assert set(Warning.objects.filter(rule=RULE).values_list("rule_fingerprint", flat=True)) == {first}
    author.goto(address)
    expect(author.locator(".xa-lead-row")).to_contain_text("已不再施行")
    sound(author)
