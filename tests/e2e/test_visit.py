"""A visit on a phone, with and without a net: whatever was entered arrives, and arrives once."""

import base64
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import BrowserContext, FilePayload, Page, expect
from playwright.sync_api import Error as PlaywrightError
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.small_province import NOW, Province, make_province
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import generate_key
from xinan.patrols.models import SitePlace, Visit, VisitCheck, VisitPhoto, VisitTalk
from xinan.patrols.photos import opened_photo
from xinan.registry.models import NoticeBoard

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough pass phrase"
HERE = {"longitude": 125.3561, "latitude": 43.8602, "accuracy": 18}


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch, settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("visits"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    settings.WHITENOISE_AUTOREFRESH = True
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    server: LiveServer = request.getfixturevalue("live_server")
    # A phone keeps pages of secure origins; of unencrypted ones this name alone counts as secure.
    yield server.url.replace("127.0.0.1", "localhost")
    wiring.cache_clear()


@pytest.fixture
def province(product: str) -> Province:
    return make_province()


@pytest.fixture
def phone(product: str, province: Province, context: BrowserContext) -> Page:
    """An inspector's phone, signed in, with the page of a visit open and kept."""
    context.grant_permissions(["geolocation"], origin=product)
    context.set_geolocation(HERE)
    page = context.new_page()
    page.set_viewport_size(NARROW)
    page.set_default_timeout(20_000)
    user = UserFactory(username="inspector", display_name="赵敏")
    user.set_password(PASSWORD)
    user.save()
    AppointmentFactory(user=user, role="county_inspector", region_code="220102")
    sign_in(page, product)
    page.goto(f"{product}/projects/{province.red.pk}/")
    page.get_by_role("button", name="开始走访").click()
    page.wait_for_selector("#visit[data-offline=ready]")
    return page


def sign_in(page: Page, product: str, name: str = "inspector") -> None:
    page.goto(f"{product}/accounts/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("预警总览")


def picture(page: Page, *, side: int = 2600) -> FilePayload:
    """A photograph as a phone's camera makes them: large, with the place in its metadata."""
    page.evaluate("() => true")
    drawn = page.evaluate(
        """side => { const canvas = document.createElement('canvas'); canvas.width = side; canvas.height = side * 0.75;
        const ink = canvas.getContext('2d'); const wash = ink.createLinearGradient(0, 0, side, side);
        wash.addColorStop(0, '#b3261e'); wash.addColorStop(1, '#1d3f6e'); ink.fillStyle = wash; ink.fillRect(0, 0, side, side);
        return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]; }""",
        side,
    )
    content = base64.b64decode(drawn)
    exif = b"\xff\xe1" + (2 + 6 + 24).to_bytes(2, "big") + b"Exif\x00\x00" + b"GPS-OF-THE-CAMERA-123456"
    return {"name": "site.jpg", "mimeType": "image/jpeg", "buffer": content[:2] + exif + content[2:]}


def answer(page: Page, item: str, label: str) -> None:
    page.locator(f"fieldset[data-item='{item}'] .xa-visit-answers label", has_text=re.compile(f"^{label}$")).click()


def status(page: Page, state: str) -> None:
    expect(page.locator("#visit-status")).to_have_attribute("data-state", state, timeout=20_000)


def fill_in(page: Page) -> None:
    """Everything but the end: two answers, a board with its parts, two photographs, a talk."""
    answer(page, "roster", "是")
    answer(page, "deposit", "否")
    page.locator("fieldset[data-item=deposit] [data-note]").fill("保函已到期")
    answer(page, "board", "是")
    for name in ("has_parties", "has_wage_terms"):
        page.locator(f"[data-detail={name}]").check()
    page.locator("fieldset[data-item=board] [data-camera]").set_input_files(picture(page))
    page.locator("section[data-item=''] [data-camera]").set_input_files(picture(page, side=900))
    expect(page.locator("[data-photos] li")).to_have_count(2)
    page.fill("#talk-asked", "6")
    page.fill("#talk-on_time", "2")
    page.fill("#talk-owed", "3")
    page.fill("#talk-months", "2")
    page.get_by_role("button", name="记下这组访谈").click()
    expect(page.locator("[data-talks] li")).to_have_count(1)


def test_a_visit_without_a_net_arrives_whole_and_once(phone: Page, context: BrowserContext, product: str) -> None:
    visit = Visit.objects.get()
    context.set_offline(True)
    fill_in(phone)
    status(phone, "offline")
    assert VisitCheck.objects.count() == 0

    # The page is closed and opened again, still without a net: it comes from the phone, and nothing is lost.
    address = phone.url
    phone.close()
    phone = context.new_page()
    phone.set_viewport_size(NARROW)
    phone.goto(address)
    status(phone, "offline")
    expect(phone.locator("fieldset[data-item=roster] input[value=yes]")).to_be_checked()
    expect(phone.locator("fieldset[data-item=deposit] [data-note]")).to_have_value("保函已到期")
    expect(phone.locator("[data-detail=has_wage_terms]")).to_be_checked()
    expect(phone.locator("[data-detail=has_channels]")).not_to_be_checked()
    expect(phone.locator("[data-photos] li")).to_have_count(2)
    expect(phone.locator("[data-talks] li")).to_contain_text("被欠 3 人，最长 2 个月")
    answer(phone, "deposit", "不适用")
    phone.locator("label", has_text="有问题，须跟进").click()
    phone.fill("#finish-note", "专户流水未带到现场")
    phone.get_by_role("button", name="完成走访").click()
    expect(phone.locator("#finish-error")).to_contain_text("结论已存在本机")
    assert not VisitPhoto.objects.exists()

    context.set_offline(False)
    expect(phone.locator("h1")).to_contain_text("走访记录")

    visit.refresh_from_db()
    assert (visit.state, visit.conclusion, visit.note) == ("finished", "problems", "专户流水未带到现场")
    said = dict(visit.checks.values_list("item", "answer"))
    assert said == {"roster": "yes", "deposit": "na", "board": "yes"}
    tally = VisitTalk.objects.get()
    assert (tally.asked, tally.on_time, tally.owed, tally.months) == (6, 2, 3, 2)
    board = NoticeBoard.objects.get()
    assert (board.has_parties, board.has_wage_terms, board.has_channels) == (True, True, False)
    assert (visit.raised.workers, visit.raised.state) == (3, "draft")
    assert SitePlace.objects.filter(pk="P-RED").exists()


def test_photographs_are_small_clean_and_sealed(phone: Page) -> None:
    phone.locator("fieldset[data-item=board] [data-camera]").set_input_files(picture(phone))
    expect(phone.locator("[data-photos] li.is-sent")).to_have_count(1)
    kept = VisitPhoto.objects.get()
    assert (kept.width, kept.height) == (1600, 1200)
    assert kept.size < 900_000
    assert kept.item == "board"
    assert (float(kept.lng or 0), float(kept.lat or 0), kept.accuracy) == (125.3561, 43.8602, 18)
    content = opened_photo(kept, keyring=wiring().keyring)
    assert b"GPS-OF-THE-CAMERA" not in content
    assert b"Exif" not in content
    assert base64.b64encode(content).decode()[:400] not in kept.content_sealed
    shown = phone.request.get(f"{phone.url}photos/{kept.pk}/")
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.body() == content


def test_an_answer_lost_on_the_way_back_is_not_taken_twice(phone: Page) -> None:
    """The server takes an entry, the net breaks before the phone hears of it: the phone sends it again."""
    phone.evaluate(
        """() => { const send = window.fetch; let left = 4; window.unheard = () => left;
        window.fetch = async (...asked) => { const heard = await send(...asked);
          if (left > 0) { left -= 1; throw new TypeError("the connection broke"); } return heard; }; }"""
    )
    fill_in(phone)
    # Each word that the net is back makes the phone try again; it goes on by itself as well.
    phone.wait_for_function(
        "() => { window.dispatchEvent(new Event('online')); return !window.unheard(); }", polling=200
    )
    phone.evaluate("() => window.dispatchEvent(new Event('online'))")
    status(phone, "idle")
    assert VisitPhoto.objects.count() == 2
    assert VisitTalk.objects.count() == 1
    assert VisitCheck.objects.count() == 3


def test_signed_out_meanwhile_nothing_is_lost(phone: Page, product: str) -> None:
    address = phone.url
    phone.context.clear_cookies(name="sessionid")
    answer(phone, "account", "否")
    status(phone, "sign-in")
    assert VisitCheck.objects.count() == 0
    phone.get_by_role("link", name="重新登录").click()
    phone.fill("#id_login", "inspector")
    phone.fill("#id_password", PASSWORD)
    phone.keyboard.press("Enter")
    phone.wait_for_url(address)
    status(phone, "idle")
    assert VisitCheck.objects.get().answer == "no"


def test_what_is_refused_says_why_and_waits_for_a_decision(phone: Page) -> None:
    Visit.objects.update(state="finished", conclusion="in_order", finished_at="2026-11-22T00:00:00+08:00")
    answer(phone, "account", "否")
    status(phone, "refused")
    phone.locator("#visit-queue summary").click()
    expect(phone.locator("#visit-queue li.is-refused")).to_contain_text("这次走访已经完成")
    phone.get_by_role("button", name="不再发送").click()
    status(phone, "idle")
    assert not VisitCheck.objects.exists()


def test_a_phone_that_changes_hands_keeps_each_ones_own(phone: Page, product: str) -> None:
    address = phone.url
    phone.context.set_offline(True)
    answer(phone, "account", "否")
    status(phone, "offline")
    phone.context.clear_cookies(name="sessionid")
    phone.context.set_offline(False)
    status(phone, "sign-in")
    phone.goto("about:blank")

    user = UserFactory(username="other", display_name="王强")
    user.set_password(PASSWORD)
    user.save()
    AppointmentFactory(user=user, role="county_inspector", region_code="220102")
    sign_in(phone, product, "other")
    phone.goto(f"{product}/projects/P-OK/")
    phone.get_by_role("button", name="开始走访").click()
    phone.wait_for_selector("#visit[data-offline=ready]")
    status(phone, "idle")
    answer(phone, "deposit", "是")
    expect(phone.locator("[data-left]")).to_contain_text("还有 5 项")
    # `idle` stands from before as well, until the answer is on its way.
    for _ in range(100):
        if VisitCheck.objects.exists():
            break
        phone.wait_for_timeout(100)
    status(phone, "idle")
    assert dict(VisitCheck.objects.values_list("visit__officer__username", "item")) == {"other": "deposit"}

    # What was kept of the first one's pages is gone: without a net there is nothing to read.
    phone.context.set_offline(True)
    with pytest.raises(PlaywrightError):
        phone.goto(address)
    phone.context.set_offline(False)
    phone.goto("about:blank")
    phone.context.clear_cookies(name="sessionid")
    sign_in(phone, product)
    phone.goto(address)
    status(phone, "idle")
    assert VisitCheck.objects.get(item="account").visit.officer.username == "inspector"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_of_visits_are_sound(
    phone: Page, product: str, province: Province, size: dict[str, int], dark: bool
) -> None:
    phone.set_viewport_size(size)  # type: ignore[arg-type]
    if dark:
        phone.evaluate("() => localStorage.setItem('xinan-theme', 'dark')")
        phone.reload()
        phone.wait_for_selector("#visit[data-offline=ready]")
    fill_in(phone)
    status(phone, "idle")
    wrong = sound(phone, "visit")
    answered: Callable[[str], None] = lambda item: answer(phone, item, "是")  # noqa: E731
    for item in ("account", "agency", "guarantee"):
        answered(item)
    phone.locator("label", has_text="有问题，须跟进").click()
    phone.get_by_role("button", name="完成走访").click()
    expect(phone.locator("h1")).to_contain_text("走访记录")
    wrong += sound(phone, "report")
    for address in ("/patrols/", "/patrols/calendar/", f"/projects/{province.red.pk}/"):
        phone.goto(product + address)
        wrong += sound(phone, address)
    phone.goto(f"{product}/patrols/?day=2026-11-24")
    phone.get_by_label("走访日").fill("2026-11-24")
    phone.get_by_role("button", name="排出路线").click()
    phone.wait_for_selector("[data-route][data-drawn]")
    wrong += sound(phone, "plan")
    assert wrong == []


def sound(page: Page, name: str) -> list[str]:
    page.wait_for_selector("html[data-ready]", state="attached")
    faults = [f"{name}: {fault}" for fault in faults_of(page)]
    return [*faults, f"{name}: wider than the window"] if overflows(page) else faults
