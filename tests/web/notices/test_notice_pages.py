"""The bell, the list, marking as read: one's own notices and nobody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.notices.people import tell
from tests.people.factories import UserFactory
from tests.web.small_province import NOW
from xinan.kernel.text import Text
from xinan.notices.models import Notice
from xinan.notices.queries import unread_count
from xinan.people.models import User

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def officer(client: Client, sign_in: SignIn) -> User:
    sign_in("county_inspector", region_code="220102")
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_the_bell_counts_and_leads_to_what_is_unread(client: Client, officer: User) -> None:
    assert 'aria-label="没有未读通知"' in client.get("/notices/").content.decode()
    tell(officer, now=NOW)
    tell(officer, now=NOW)
    tell(UserFactory(), now=NOW)
    for address in ("/rules/", "/notices/bell/"):
        html = client.get(address).content.decode()
        assert 'aria-label="2 条未读通知"' in html
        assert 'href="/notices/?unread=1"' in html
    english = client.get("/notices/bell/", headers={"accept-language": "en"}).content.decode()
    assert "2 unread notices" in english


def test_many_are_shown_as_many(client: Client, officer: User) -> None:
    made = tell(officer, now=NOW)[0]
    Notice.objects.bulk_create(
        [Notice(recipient=officer, kind="x", topic="general", subject_zh="甲", at=NOW) for _ in range(120)]
    )
    html = client.get("/notices/bell/").content.decode()
    assert "99+" in html
    assert made.subject_zh not in html


def test_the_list_is_by_day_newest_first(client: Client, officer: User) -> None:
    for days, name in ((3, "甲"), (1, "乙"), (0, "丙")):
        tell(officer, subject=Text(f"{name}项目", f"{name} site"), now=NOW - timedelta(days=days))
    html = client.get("/notices/").content.decode()
    marks = ["今天", "丙项目", "昨天", "乙项目", "2026-11-20", "甲项目"]
    places = [html.index(f"<h3>{mark}" if mark in ("今天", "昨天", "2026-11-20") else mark) for mark in marks]
    assert places == sorted(places)
    assert "<h1>通知" in html


def test_filters_narrow_the_list(client: Client, officer: User) -> None:
    tell(officer, subject=Text("期限甲", "Limit A"), now=NOW)
    tell(officer, kind="letter_served", subject=Text("文书乙", "Letter B"), now=NOW)
    Notice.objects.filter(kind="letter_served").update(read_at=NOW)

    def shown(query: str) -> set[str]:
        html = client.get(f"/notices/?{query}").content.decode()
        return {word for word in ("期限甲", "文书乙") if word in html}

    assert shown("") == {"期限甲", "文书乙"}
    assert shown("unread=1") == {"期限甲"}
    assert shown("topic=letters") == {"文书乙"}
    assert shown("q=letter+b") == {"文书乙"}
    assert shown("q=nothing") == set()
    assert shown("topic=invented&page=abc&unread=x") == {"期限甲", "文书乙"}
    assert "没有符合条件的通知" in client.get("/notices/?q=nothing").content.decode()


def test_opening_a_notice_reads_it_and_leads_on(client: Client, officer: User) -> None:
    (notice,) = tell(officer, link="/rules/", now=NOW)
    answer = client.get(f"/notices/{notice.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/rules/")
    assert unread_count(officer) == 0
    (plain,) = tell(officer, link="", now=NOW)
    assert client.get(f"/notices/{plain.pk}/")["Location"] == "/notices/"


def test_anothers_notice_is_nobodys(client: Client, officer: User) -> None:
    (theirs,) = tell(UserFactory(), subject=Text("别人的", "Theirs"), now=NOW)
    assert client.get(f"/notices/{theirs.pk}/").status_code == 404
    client.post("/notices/mark/", {"act": "read", "notice": theirs.pk})
    client.post("/notices/mark/", {"act": "all"})
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert "别人的" not in client.get("/notices/").content.decode()


def test_marking_answers_with_the_list_and_the_bell(client: Client, officer: User) -> None:
    first, second = [tell(officer, now=NOW)[0] for _ in range(2)]
    html = client.post("/notices/mark/", {"act": "read", "notice": first.pk}, headers=PART).content.decode()
    assert "<html" not in html
    assert 'hx-swap-oob="true"' in html
    assert 'aria-label="1 条未读通知"' in html
    client.post("/notices/mark/", {"act": "unread", "notice": first.pk})
    assert unread_count(officer) == 2
    answer = client.post("/notices/mark/", {"act": "all", "topic": "clocks", "unread": "1"})
    assert answer["Location"] == "/notices/?unread=1&topic=clocks"
    assert unread_count(officer) == 0
    second.refresh_from_db()
    assert second.read_at == NOW
    assert "没有未读通知" in client.get("/notices/?unread=1").content.decode()


@pytest.mark.parametrize("given", [{}, {"act": "read"}, {"act": "read", "notice": "x" * 40}, {"notice": "9" * 30}])
def test_nonsense_marks_nothing(client: Client, officer: User, given: dict[str, str]) -> None:
    tell(officer, now=NOW)
    assert client.post("/notices/mark/", given).status_code == 302
    assert unread_count(officer) == 1


def test_an_empty_list_says_what_will_stand_there(client: Client, officer: User) -> None:
    html = client.get("/notices/").content.decode()
    assert "还没有通知" in html
    assert "/notices/settings/" in html


def test_a_stranger_is_sent_to_sign_in(client: Client, db: None) -> None:
    for address in ("/notices/", "/notices/bell/", "/notices/1/", "/notices/settings/", "/deliveries/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


def test_what_a_notice_says_is_not_markup(client: Client, officer: User) -> None:
    tell(officer, subject=Text("<script>alert(1)</script>", "<b>"), body=Text("<img src=x>", "<i>"), now=NOW)
    html = client.get("/notices/").content.decode()
    assert "<script>alert" not in html
    assert "<img src=x>" not in html
