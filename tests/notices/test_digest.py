"""The daily digest: one a person and day, what is unread, by topic; nothing where nothing is."""

import pytest
from django.core import mail

from tests.notices.people import MONDAY, MovingClock, reachable, tell
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.notices.actions.build_digests import build_digests
from xinan.notices.actions.mark_read import mark_all_read, mark_read
from xinan.notices.actions.send_due import send_due
from xinan.notices.decisions import ATTEMPTS
from xinan.notices.mail_texts import MOST_LINES
from xinan.notices.models import Delivery, Preference, TopicChoice
from xinan.notices.outbound import MailUnavailable, Outbound
from xinan.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(keyring: Keyring) -> User:
    return reachable(keyring, email="li@example.cn")


def pushed(user: User, name: str, *, clock: MovingClock, kind: str = "warning_pushed") -> None:
    tell(user, kind=kind, subject=Text(f"{name}有新预警", f"A new warning at {name}"), now=clock.now())


def run(outbound: Outbound) -> int:
    built = build_digests(outbound=outbound)
    send_due(outbound=outbound)
    return built


def states() -> set[str]:
    return set(Delivery.objects.filter(channel="email", digest_on=None).values_list("state", flat=True))


def test_one_letter_of_everything_by_topic(officer: User, outbound: Outbound, clock: MovingClock) -> None:
    clock.at("2026-11-23T10:00")
    pushed(officer, "甲项目", clock=clock)
    pushed(officer, "乙项目", clock=clock, kind="feed_silent")
    pushed(officer, "丙项目", clock=clock)
    assert run(outbound) == 1  # past half past eight: today's digest is due
    (letter,) = mail.outbox
    assert letter.subject == "薪安每日摘要：3 条未读通知"
    lines = [line for line in letter.body.splitlines() if line.strip()]
    assert lines[:5] == [
        "预警处置 (2)",
        "  · 11-23 10:00 丙项目有新预警",
        "  · 11-23 10:00 甲项目有新预警",
        "数据与对账 (1)",
        "  · 11-23 10:00 乙项目有新预警",
    ]
    assert states() == {"sent"}


def test_before_the_hour_nothing_and_once_a_day(officer: User, outbound: Outbound, clock: MovingClock) -> None:
    clock.at("2026-11-23T08:00")
    pushed(officer, "甲项目", clock=clock)
    assert run(outbound) == 0
    clock.at("2026-11-23T08:30")
    assert run(outbound) == 1
    pushed(officer, "乙项目", clock=clock)
    for _ in range(3):
        clock.pass_by(hours=2)
        assert run(outbound) == 0
    assert len(mail.outbox) == 1
    clock.at("2026-11-24T08:30")
    assert run(outbound) == 1
    assert "乙项目" in mail.outbox[1].body
    assert "甲项目" not in mail.outbox[1].body


def test_nothing_where_nothing_is(officer: User, outbound: Outbound, clock: MovingClock) -> None:
    for day in range(23, 28):
        clock.at(f"2026-11-{day}T09:00")
        assert run(outbound) == 0
    pushed(officer, "甲项目", clock=clock)
    mark_all_read(officer, now=clock.now())
    assert run(outbound) == 1
    # It was read before the letter was written: no letter.
    assert mail.outbox == []
    assert states() == {"needless"}
    assert Delivery.objects.get(digest_on__isnull=False).state == "needless"


def test_not_on_rest_days_unless_wanted(keyring: Keyring, outbound: Outbound, clock: MovingClock) -> None:
    rests = reachable(keyring, email="rests@example.cn")
    works = reachable(keyring, email="works@example.cn")
    Preference.objects.create(user=works, quiet_rest_days=False)
    clock.at("2026-09-30T20:00")
    pushed(rests, "甲项目", clock=clock)
    pushed(works, "乙项目", clock=clock)
    sent = {}
    for day in ["09-30", *[f"10-0{n}" for n in range(1, 9)]]:
        clock.at(f"2026-{day}T08:30")
        run(outbound)
        sent[day] = [letter.to[0] for letter in mail.outbox]
        mail.outbox.clear()
    assert sent["10-01"] == ["works@example.cn"]
    assert sent["10-08"] == ["rests@example.cn"]
    assert sum(len(addresses) for addresses in sent.values()) == 2


def test_a_digest_or_a_topic_switched_off_in_the_meantime(
    officer: User, outbound: Outbound, clock: MovingClock
) -> None:
    clock.at("2026-11-23T20:00")
    pushed(officer, "甲项目", clock=clock)
    pushed(officer, "乙项目", clock=clock, kind="feed_silent")
    TopicChoice.objects.create(user=officer, topic="data", email="off", sms=False)
    clock.at("2026-11-24T08:30")
    run(outbound)
    assert "乙项目" not in mail.outbox[0].body
    assert Delivery.objects.get(channel="email", notice__kind="feed_silent").state == "needless"
    pushed(officer, "丙项目", clock=clock)
    Preference.objects.create(user=officer, digest=False)
    clock.at("2026-11-25T08:30")
    run(outbound)
    assert len(mail.outbox) == 1
    assert "digest" not in states()


def test_what_a_failed_digest_would_have_told_stands_in_the_next(
    officer: User, outbound: Outbound, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.at("2026-11-23T08:30")
    pushed(officer, "甲项目", clock=clock)

    def down(*_given: object, **_named: object) -> None:
        raise MailUnavailable("timeout")

    with monkeypatch.context() as broken:
        broken.setattr("xinan.notices.sending.send_mail", down)
        for _ in range(ATTEMPTS):
            run(outbound)
            clock.pass_by(hours=2)
    assert Delivery.objects.get(digest_on__isnull=False).state == "failed"
    clock.at("2026-11-24T08:30")
    assert run(outbound) == 1
    assert "甲项目" in mail.outbox[0].body
    assert states() == {"sent"}


def test_a_long_list_is_cut_and_says_so(officer: User, outbound: Outbound, clock: MovingClock) -> None:
    made = tell(officer, kind="warning_pushed", now=MONDAY)
    for _ in range(MOST_LINES + 3):
        made += tell(officer, kind="warning_pushed", now=MONDAY)
    mark_read(officer, notice_ids=[made[0].pk], now=MONDAY)
    clock.at("2026-11-24T08:30")
    run(outbound)
    body = mail.outbox[0].body
    assert body.count("  · ") == MOST_LINES
    assert "另有 3 条" in body
