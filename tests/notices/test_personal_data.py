"""Notices full of people's names, numbers and wages: nothing of it is texted, and no number or body is mailed."""

import email
import json
from pathlib import Path

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake import site
from tests.notices.people import MONDAY, MovingClock, SmsBox, outbound_of, reachable, tell
from xinan.gateways.sms import OutboxSms
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.notices.actions.build_digests import build_digests
from xinan.notices.actions.send_due import send_due
from xinan.notices.enums import How, Topic
from xinan.notices.kinds import kinds
from xinan.notices.models import Delivery, Notice, TopicChoice
from xinan.notices.sms_texts import SMS_TEXTS, counted

pytestmark = pytest.mark.django_db

NAMES = st.sampled_from(["王建国", "欧阳秀英", "阿卜杜拉·买买提", "Zhang Wei"])
PEOPLE = st.builds(
    lambda name, number, wage: {
        "name": name,
        "id": site.identity(number),
        "card": site.card(number),
        "phone": f"139{number:08d}",
        "wage": f"{wage},{wage % 997:03d}.{wage % 89:02d}",
    },
    NAMES,
    st.integers(1, 900),
    st.integers(1000, 90000),
)


def said(person: dict[str, str]) -> str:
    return "，".join(person.values())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(person=PEOPLE, place=st.sampled_from(["subject", "body", "link", "about_id", "all"]))
def test_nothing_of_a_notice_is_texted(keyring: Keyring, person: dict[str, str], place: str) -> None:
    Notice.objects.all().delete()
    Delivery.objects.all().delete()
    sms = SmsBox()
    user = reachable(keyring, phone="13800000001", display_name="赵收件")
    for topic in Topic:
        TopicChoice.objects.create(user=user, topic=topic, email=How.OFF, sms=True)
    fields: dict[str, object] = {
        "subject": Text(said(person), said(person)),
        "body": Text(said(person), said(person)),
        "link": f"/workers/{person['id']}/?name={person['name']}",
        "about_id": person["id"],
    }
    planted = fields if place == "all" else {place: fields[place]}
    for kind in kinds():
        tell(user, kind=kind.code, now=MONDAY, **planted)
    send_due(outbound=outbound_of(MovingClock(), keyring=keyring, sms=sms))
    texted = {kind.sms for kind in kinds() if kind.sms}
    assert {message.template for message in sms.sent} == texted
    for message in sms.sent:
        # All there is: a count and one fixed link, and the text the template makes of them.
        count = sum(kind.sms == message.template for kind in kinds())
        expected, text = counted(message.template, count=count, base_url="https://xinan.example.cn")
        assert (dict(message.params), message.text) == (expected, text)
        outside = json.dumps([message.params, message.text, message.key, message.template], ensure_ascii=False)
        for value in [*person.values(), "赵收件", "南关区学校", "P-OK"]:
            assert value not in outside


def test_the_templates_have_places_for_a_count_a_code_and_a_link_only() -> None:
    for text in SMS_TEXTS.values():
        assert set(text.text.replace("{count}", "").replace("{link}", "").replace("{code}", "")).isdisjoint("{}")
    assert {kind.sms for kind in kinds() if kind.sms} <= set(SMS_TEXTS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(person=PEOPLE)
def test_no_body_and_no_number_is_mailed(keyring: Keyring, person: dict[str, str]) -> None:
    Notice.objects.all().delete()
    Delivery.objects.all().delete()
    mail.outbox.clear()
    user = reachable(keyring, email="li@example.cn")
    numbers = f"{person['id']} {person['phone']} {person['card']}"
    planted = {"subject": Text(f"项目甲 {numbers}", f"Site {numbers}"), "body": Text(said(person), said(person))}
    for kind in [*kinds(), None]:
        tell(user, kind=kind.code if kind else "unknown", now=MONDAY, link="/x/?" + said(person), **planted)
    outbound = outbound_of(MovingClock(), keyring=keyring, sms=None)
    build_digests(outbound=outbound)
    send_due(outbound=outbound)
    assert len(mail.outbox) > 5
    for letter in mail.outbox:
        parsed = email.message_from_string(letter.message().as_string())
        whole = f"{letter.subject}\n{letter.body}\n{parsed.items()}"
        for value in person.values():
            assert value not in whole
        assert "项目甲" in whole or "工作通知" in whole


def test_a_kind_nobody_registered_says_its_title_alone(keyring: Keyring) -> None:
    user = reachable(keyring, email="li@example.cn", phone="13800000001")
    tell(user, kind="invented", subject=Text("王建国被欠薪", "W. is owed"), now=MONDAY)
    outbound = outbound_of(MovingClock(), keyring=keyring, sms=SmsBox())
    build_digests(outbound=outbound)
    send_due(outbound=outbound)
    (letter,) = mail.outbox
    assert "王建国" not in letter.body
    assert "工作通知" in letter.body
    assert not Delivery.objects.filter(channel="sms").exists()


def test_the_outbox_of_the_demo_masks_the_number(keyring: Keyring, tmp_path: Path) -> None:
    box = OutboxSms(tmp_path / "outbox" / "sms.jsonl")
    tell(reachable(keyring, phone="13800000001"), now=MONDAY)
    tell(reachable(keyring, phone="13800000002"), now=MONDAY)
    assert box.recent() == []
    send_due(outbound=outbound_of(MovingClock(), keyring=keyring, sms=box))  # type: ignore[arg-type]
    assert "13800000001" not in box.path.read_text(encoding="utf-8")
    assert {kept.phone for kept in box.recent()} == {"138****0001", "138****0002"}
    assert "您有1项期限提醒" in box.recent()[0].text
    assert box.path.stat().st_mode & 0o077 == 0
