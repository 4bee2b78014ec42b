"""One's addresses, verified by codes; topics, quiet hours, digest."""

import re
from collections.abc import Callable
from datetime import time

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from xinan.gateways.sms import OutboxSms
from xinan.gateways.wiring import wiring
from xinan.notices.models import Contact, Preference, TopicChoice
from xinan.people.models import User

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
ADDRESS = "/notices/settings/"
NUMBER = "13912345678"


@pytest.fixture
def officer(client: Client, sign_in: SignIn) -> User:
    sign_in("county_inspector", region_code="220102")
    return User.objects.get(pk=client.session["_auth_user_id"])


def filled(**changed: str) -> dict[str, str]:
    topics = ("warnings", "clocks", "letters", "visits", "rules", "data", "system", "general")
    given = {"quiet_from": "20:00", "quiet_to": "08:00", "language": "en", "digest": "on"}
    return given | {f"email_{topic}": "at_once" for topic in topics} | {"sms_clocks": "on"} | changed


def test_a_number_is_entered_verified_and_shown_masked(client: Client, officer: User, outbox: OutboxSms) -> None:
    assert client.post(f"{ADDRESS}sms/set/", {"value": NUMBER}).status_code == 302
    html = client.get(ADDRESS).content.decode()
    assert "139****5678" in html
    assert NUMBER not in html
    assert "未验证，暂不使用" in html
    (message,) = outbox.recent()
    code = re.search(r"\d{6}", message.text)
    assert code
    assert client.post(f"{ADDRESS}sms/confirm/", {"value": code.group()}).status_code == 302
    assert "已验证" in client.get(ADDRESS).content.decode()
    assert Contact.objects.get(user=officer).phone_verified_at is not None
    client.post(f"{ADDRESS}sms/remove/")
    assert Contact.objects.get(user=officer).phone_sealed == ""


def test_a_mailbox_is_verified_in_the_readers_language(client: Client, officer: User) -> None:
    client.post(f"{ADDRESS}email/set/", {"value": "li@jl.gov.cn"}, headers={"accept-language": "en"})
    assert "verify your address" in mail.outbox[0].subject
    assert "li@jl.gov.cn" not in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("channel", "act", "value", "status", "code"),
    [
        ("sms", "set", "12345", 422, "phone-format"),
        ("email", "set", "nobody", 422, "email-format"),
        ("sms", "confirm", "000000", 422, "code-expired"),
        ("sms", "code", "", 404, "no-address"),
        ("in_app", "set", "x", 404, ""),
        ("sms", "steal", "x", 404, ""),
    ],
)
def test_what_is_wrong_is_said_and_not_repeated(
    client: Client, officer: User, channel: str, act: str, value: str, status: int, code: str
) -> None:
    answer = client.post(f"{ADDRESS}{channel}/{act}/", {"value": value})
    assert answer.status_code == status
    assert code in answer.content.decode()
    if len(value) > 4:
        assert f'value="{value}"' not in answer.content.decode()


def test_asking_for_codes_has_to_wait(client: Client, officer: User, outbox: OutboxSms) -> None:
    client.post(f"{ADDRESS}sms/set/", {"value": NUMBER})
    answer = client.post(f"{ADDRESS}sms/code/")
    assert answer.status_code == 409
    assert "code-just-sent" in answer.content.decode()
    assert len(outbox.recent()) == 1


def test_what_is_chosen_is_kept_and_shown(client: Client, officer: User) -> None:
    assert client.post(ADDRESS, filled(email_warnings="off")).status_code == 302
    kept = Preference.objects.get(user=officer)
    assert (kept.quiet_from, kept.quiet_to, kept.quiet_rest_days) == (time(20), time(8), False)
    assert (kept.language, kept.digest) == ("en", True)
    assert TopicChoice.objects.get(user=officer, topic="warnings").email == "off"
    # As everybody has it: nothing is kept of it.
    assert not TopicChoice.objects.filter(user=officer, topic="clocks").exists()
    html = client.get(ADDRESS).content.decode()
    assert 'value="20:00"' in html
    assert re.search(r'<option value="off" selected>', html)


@pytest.mark.parametrize("wrong", [{"quiet_from": "25:00"}, {"email_clocks": "sometimes"}, {"language": "fr"}])
def test_a_form_that_is_wrong_is_given_back(client: Client, officer: User, wrong: dict[str, str]) -> None:
    answer = client.post(ADDRESS, filled(**wrong))
    assert answer.status_code == 422
    assert not Preference.objects.exists()


def test_without_a_provider_text_messages_are_not_offered(client: Client, officer: User, settings: Settings) -> None:
    assert "sms_clocks" in client.get(ADDRESS).content.decode()
    settings.XINAN_SMS = {**settings.XINAN_SMS, "outbox": ""}
    wiring.cache_clear()
    html = client.get(ADDRESS).content.decode()
    assert "sms_clocks" not in html
    assert "/settings/sms/set/" not in html
    # What was chosen before stays.
    TopicChoice.objects.create(user=officer, topic="warnings", email="digest", sms=True)
    client.post(ADDRESS, filled())
    assert TopicChoice.objects.get(user=officer, topic="warnings").sms
