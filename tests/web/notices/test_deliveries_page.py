"""The operators' page: what was sent, what failed and why, sent again; never what it says."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.notices.people import SmsBox, outbound_of, reachable, tell
from tests.web.small_province import NOW
from xinan.gateways.sms import OutboxSms, SmsRefused
from xinan.gateways.wiring import wiring
from xinan.kernel.text import Text
from xinan.notices.actions.send_due import send_due
from xinan.notices.models import Delivery
from xinan.notices.outbound import Outbound
from xinan.people.models import User

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
ADDRESS = "/deliveries/"


@pytest.fixture
def officer(standing_clock: None) -> User:
    return reachable(wiring().keyring, email="li@example.cn", phone="13800000001", display_name="李监察")


@pytest.fixture
def failed(officer: User) -> Delivery:
    """A text message that the provider refused."""
    tell(officer, subject=Text("王建国被拖欠工资", "W. is owed wages"), now=NOW)
    box = SmsBox(faults=[SmsRefused("NO_CREDIT")])
    send_due(outbound=outbound_of(wiring().clock, keyring=wiring().keyring, sms=box))  # type: ignore[arg-type]
    return Delivery.objects.get(channel="sms")


def test_operators_see_what_failed_and_not_what_it_says(failed: Delivery, sign_in: SignIn) -> None:
    html = sign_in("operator", region_code="").get(ADDRESS).content.decode()
    assert "李监察" in html
    assert "sms-NO_CREDIT" in html
    assert "138****0001" in html or failed.address_masked == ""
    assert "期限已到期" in html
    for said in ("王建国", "13800000001", "li@example.cn"):
        assert said not in html


def test_a_failed_one_is_sent_again(failed: Delivery, sign_in: SignIn) -> None:
    client = sign_in("operator", region_code="")
    answer = client.post(f"{ADDRESS}{failed.pk}/again/", {"state": "failed"})
    assert answer["Location"] == f"{ADDRESS}?state=failed"
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("queued", 0)
    assert client.post(f"{ADDRESS}{failed.pk}/again/").status_code == 409
    assert client.post(f"{ADDRESS}0/again/").status_code == 404


@pytest.mark.parametrize("role", ["province_office", "city_office", "county_inspector", "auditor"])
def test_nobody_else_has_the_page(failed: Delivery, sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(f"{ADDRESS}{failed.pk}/again/").status_code == 403
    failed.refresh_from_db()
    assert failed.state == "failed"
    assert ADDRESS not in client.get("/notices/").content.decode()


def test_filters(failed: Delivery, sign_in: SignIn) -> None:
    client = sign_in("operator", region_code="")

    def rows(query: str) -> int:
        return client.get(f"{ADDRESS}?{query}").content.decode().count("<tr data-row")

    assert (rows(""), rows("state=failed"), rows("channel=email"), rows("state=held")) == (2, 1, 1, 0)
    assert rows("state=invented&channel=in_app") == 0


def test_the_outbox_of_the_demo_is_shown(officer: User, sign_in: SignIn, outbox: OutboxSms) -> None:
    tell(officer, now=NOW)
    send_due(outbound=Outbound.of(wiring()))
    html = sign_in("operator", region_code="").get(ADDRESS).content.decode()
    assert "短信发件箱（演示）" in html
    assert outbox.recent()[0].text in html
    assert "13800000001" not in html
