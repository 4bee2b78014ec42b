"""What stands in people's lists, and what is queued with it."""

from datetime import datetime

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from tests.notices.people import MONDAY, reachable, tell
from tests.people.factories import UserFactory
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.notices.actions.mark_read import mark_all_read, mark_read, mark_unread
from xinan.notices.actions.notify import notify_once
from xinan.notices.actions.set_preferences import Wishes, set_preferences
from xinan.notices.enums import How, Topic
from xinan.notices.kinds import kind_of, register_kind
from xinan.notices.models import Delivery, Notice, Preference, TopicChoice
from xinan.notices.queries import notices_of, unread_count
from xinan.people.models import User

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=CHINA)


def channels(notice: Notice) -> dict[str, str]:
    return dict(notice.deliveries.values_list("channel", "state"))


def wishes(**changed: object) -> Wishes:
    default = Preference()
    given: dict[str, object] = {
        "language": "zh",
        "digest": True,
        "quiet_from": default.quiet_from,
        "quiet_to": default.quiet_to,
        "quiet_rest_days": True,
        "topics": {},
        **changed,
    }
    return Wishes(**given)  # type: ignore[arg-type]


def test_each_recipient_is_told_once_and_whoever_left_is_not() -> None:
    inspector, other = UserFactory(), UserFactory()
    gone = UserFactory(is_active=False)
    made = tell(inspector, other, inspector, gone, now=MONDAY)
    assert sorted(notice.recipient_id for notice in made) == sorted([inspector.pk, other.pk])
    assert unread_count(inspector) == 1
    assert unread_count(gone) == 0
    assert notices_of(inspector).get().subject == Text(
        "项目“南关区学校”的签收期限已到", "The time to sign for “School” has passed"
    )


def test_who_has_no_verified_address_is_told_in_the_product_only(keyring: Keyring) -> None:
    (notice,) = tell(UserFactory(), now=MONDAY)
    assert channels(notice) == {"in_app": "sent"}
    assert notice.deliveries.get().sent_at == MONDAY


@pytest.mark.parametrize(
    ("kind", "now", "expected"),
    [
        ("clock_expired", MONDAY, {"in_app": "sent", "email": "queued", "sms": "queued"}),
        ("clock_expired", NIGHT, {"in_app": "sent", "email": "held", "sms": "held"}),
        ("warning_pushed", MONDAY, {"in_app": "sent", "email": "digest"}),
        ("rule_change_waiting", MONDAY, {"in_app": "sent", "email": "queued"}),
        ("nobody-registered-this", MONDAY, {"in_app": "sent", "email": "digest"}),
    ],
)
def test_each_topic_goes_its_way(keyring: Keyring, kind: str, now: datetime, expected: dict[str, str]) -> None:
    user = reachable(keyring, email="li@example.cn", phone="13800000001")
    (notice,) = tell(user, kind=kind, now=now)
    assert channels(notice) == expected


def test_what_a_person_chose_decides(keyring: Keyring) -> None:
    user = reachable(keyring, email="li@example.cn", phone="13800000001")
    set_preferences(user, wishes(topics={Topic.CLOCKS: (How.OFF, False), Topic.WARNINGS: (How.AT_ONCE, True)}))
    assert channels(tell(user, now=MONDAY)[0]) == {"in_app": "sent"}
    assert channels(tell(user, kind="warning_pushed", now=MONDAY)[0]) == {
        "in_app": "sent",
        "email": "queued",
        "sms": "queued",
    }
    # Back to the defaults leaves no row behind.
    set_preferences(user, wishes(topics={Topic.CLOCKS: (How.AT_ONCE, True), Topic.WARNINGS: (How.DIGEST, False)}))
    assert not TopicChoice.objects.filter(user=user).exists()


def test_however_many_are_told_it_takes_as_many_statements(
    keyring: Keyring, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = [reachable(keyring, email=f"a{n}@example.cn") for n in range(2)]
    many = [reachable(keyring, email=f"b{n}@example.cn", phone="13800000001") for n in range(40)]
    for people in (few, many):
        with django_assert_num_queries(8):  # six, and the savepoint around them
            tell(*people, now=MONDAY)
    assert Delivery.objects.count() == 2 * 2 + 40 * 3


def test_a_transaction_undone_tells_nobody() -> None:
    user = UserFactory()

    class Undone(Exception):
        pass

    def told_then_undone() -> None:
        with transaction.atomic():
            tell(user, now=MONDAY)
            raise Undone

    with pytest.raises(Undone):
        told_then_undone()
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_a_notice_leads_to_a_page_of_ours() -> None:
    with pytest.raises(ValueError, match="a page of ours"):
        tell(UserFactory(), link="https://elsewhere.example/", now=MONDAY)


def test_a_long_subject_is_cut_short() -> None:
    (notice,) = tell(UserFactory(), subject=Text("长" * 300, "long " * 60), now=MONDAY)
    notice.refresh_from_db()
    assert len(notice.subject_zh) == 200
    assert notice.subject_zh.endswith("…")


def once(user: User) -> list[Notice]:
    return notify_once(
        [user],
        kind="evaluation_failed",
        subject=Text("研判未完成", "An evaluation failed"),
        body=Text("", ""),
        link="/",
        about_kind="rule",
        about_id="wages/unpaid",
        now=MONDAY,
    )


def test_told_once_until_it_is_read() -> None:
    user = UserFactory()
    assert len(once(user)) == 1
    assert once(user) == []
    mark_all_read(user, now=MONDAY)
    assert len(once(user)) == 1


def test_nobody_marks_anothers_notice() -> None:
    mine, other = UserFactory(), UserFactory()
    (notice,) = tell(other, now=MONDAY)
    assert mark_read(mine, notice_ids=[notice.pk], now=MONDAY) == 0
    assert mark_unread(mine, notice_id=notice.pk) == 0
    assert mark_all_read(mine, now=MONDAY) == 0
    assert unread_count(other) == 1
    assert mark_read(other, notice_ids=[notice.pk], now=MONDAY) == 1
    assert unread_count(other) == 0
    # Read again later, it was still read then.
    assert mark_read(other, notice_ids=[notice.pk], now=NIGHT) == 0
    assert mark_unread(other, notice_id=notice.pk) == 1
    assert unread_count(other) == 1


def test_all_of_one_topic_are_read() -> None:
    user = UserFactory()
    tell(user, now=MONDAY)
    tell(user, kind="warning_pushed", now=MONDAY)
    assert mark_all_read(user, topic="clocks", now=MONDAY) == 1
    assert notices_of(user).get(read_at=None).topic == "warnings"


def test_two_kinds_of_one_name_are_refused() -> None:
    kind = kind_of("clock_expired")
    register_kind(kind)
    with pytest.raises(ValueError, match="clock_expired"):
        register_kind(type(kind)(kind.code, Text("别的", "Other"), kind.topic))
