"""Saved views: kept, shared, ordered, opened with, deleted and brought back; nobody touches another's."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import NOW, TODAY, Province
from tests.web.test_inbox import listed, page
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.monitoring.actions.arrange_views import move_view, open_with
from xinan.monitoring.actions.drop_view import KEPT_FOR, drop_view, restore_view
from xinan.monitoring.actions.keep_view import VIEWS_AT_MOST, change_view, keep_view
from xinan.monitoring.inbox_models import SavedView
from xinan.monitoring.queries.saved_views import kept_views
from xinan.people.models import Duty, Organisation, User

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def head_of(office: Organisation, user: User, **fields: Any) -> Duty:
    given = {
        "role": "county_inspector",
        "region_code": "220102",
        "from_on": date(2020, 1, 1),
        "is_head": True,
        **fields,
    }
    return Duty.objects.create(user=user, office=office, **given)


@pytest.fixture
def office() -> Organisation:
    return OrganisationFactory(name="南关区人社局")


@pytest.fixture
def people(office: Organisation) -> tuple[User, User]:
    """A head and an officer of one office."""
    head, officer = UserFactory(organisation=office), UserFactory(organisation=office)
    for user in (head, officer):
        AppointmentFactory(user=user, role="county_inspector", region_code="220102")
    head_of(office, head)
    return head, officer


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def names(user: User) -> list[str]:
    return [view.name for view in kept_views(user).views]


def test_a_view_holds_the_filters_but_not_page_nor_day(province: Province, people: tuple[User, User]) -> None:
    _, officer = people
    client = entered(officer)
    answer = client.post("/inbox/views/new/", {"name": " 红色  住建 ", "query": "level=red&industry=housing&page=3"})
    assert answer.status_code == 302
    view = SavedView.objects.get()
    assert view.name == "红色 住建"
    assert parse_qs(view.query) == {"level": ["red"], "industry": ["housing"]}
    html = page(client, f"?{view.query}")
    assert listed(html) == ["P-RED"]
    assert re.search(r'aria-current="true" data-view>.*?红色 住建', html, re.DOTALL)
    assert "存为视图" not in html  # it is one already


def test_htmx_is_sent_to_the_list_with_the_view(province: Province, people: tuple[User, User]) -> None:
    answer = entered(people[1]).post("/inbox/views/new/", {"name": "甲", "query": "level=red"}, headers=HTMX)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/?level=red"


def test_a_bare_address_opens_the_default_view_and_clearing_does_not(
    province: Province, people: tuple[User, User]
) -> None:
    client = entered(people[1])
    assert listed(page(client)) == ["P-RED"]  # nothing chosen yet: the whole scope
    client.post("/inbox/views/new/", {"name": "黄色", "query": "level=yellow", "default": "1"})
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"] == "/?level=yellow"
    html = page(client, "?level=yellow")
    cleared = re.search(r'class="xa-chip-clear" href="([^"]+)"', html)
    removed = re.search(r'class="xa-chips".*?<li><a href="([^"]+)"', html, re.DOTALL)
    assert cleared is not None
    assert removed is not None
    for address in (cleared[1], removed[1]):
        assert listed(client.get(address.replace("&amp;", "&")).content.decode()) == ["P-RED"]
    client.post(f"/inbox/views/{SavedView.objects.get().pk}/no-default/")
    assert client.get("/").status_code == 200


def test_a_view_of_a_past_day_stays_on_that_day(province: Province, people: tuple[User, User]) -> None:
    keep_view("红", query="level=red", by=people[1], now=NOW)
    client = entered(people[1])
    html = client.get("/?as_of=2026-11-20").content.decode()
    assert html  # the day is being worked out, or stands
    for address in re.findall(r'href="(/\?level=red[^"]*)" data-view', html):
        assert parse_qs(urlsplit(address.replace("&amp;", "&")).query)["as_of"] == ["2026-11-20"]


def test_only_the_head_shares_and_the_whole_office_sees(people: tuple[User, User]) -> None:
    head, officer = people
    with pytest.raises(NotAllowed):
        keep_view("共用", query="level=red", by=officer, now=NOW, shared=True)
    view = keep_view("共用", query="level=red", by=head, now=NOW, shared=True)
    own = keep_view("自己的", query="level=blue", by=officer, now=NOW)
    assert names(officer) == ["共用", "自己的"]
    assert names(head) == ["共用"]
    assert names(UserFactory()) == []  # of another office
    for act in (lambda: drop_view(view.pk, by=officer, now=NOW), lambda: drop_view(own.pk, by=head, now=NOW)):
        with pytest.raises(NotFound):
            act()
    open_with(view.pk, by=officer)  # one's own choice, of a shared view
    assert kept_views(officer).default == view
    assert kept_views(head).default is None


def test_a_head_of_former_days_shares_no_more(office: Organisation) -> None:
    former = UserFactory(organisation=office)
    AppointmentFactory(user=former, role="county_inspector", region_code="220102")
    head_of(office, former, to_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed):
        keep_view("共用", query="", by=former, now=NOW, shared=True)


def test_names_are_unique_among_what_lives(people: tuple[User, User]) -> None:
    _, officer = people
    first = keep_view("甲", query="level=red", by=officer, now=NOW)
    with pytest.raises(Conflict):
        keep_view("甲", query="level=blue", by=officer, now=NOW)
    second = keep_view("乙", query="level=blue", by=officer, now=NOW)
    with pytest.raises(Conflict):
        change_view(second.pk, by=officer, now=NOW, name="甲")
    drop_view(first.pk, by=officer, now=NOW)
    change_view(second.pk, by=officer, now=NOW, name="甲")
    with pytest.raises(Conflict):  # its name has been given to another
        restore_view(first.pk, by=officer, now=NOW)
    change_view(second.pk, by=officer, now=NOW, name="丙")
    restore_view(first.pk, by=officer, now=NOW)
    assert sorted(names(officer)) == ["丙", "甲"]


@pytest.mark.parametrize("name", ["", "   ", "名" * 41])
def test_a_name_is_asked_for(people: tuple[User, User], name: str) -> None:
    with pytest.raises(InvalidValue):
        keep_view(name, query="", by=people[1], now=NOW)


def test_views_are_bounded(people: tuple[User, User]) -> None:
    for number in range(VIEWS_AT_MOST):
        keep_view(f"视图{number}", query="", by=people[1], now=NOW)
    with pytest.raises(Conflict):
        keep_view("再一个", query="", by=people[1], now=NOW)


def test_order_is_each_person_s_own(people: tuple[User, User]) -> None:
    head, officer = people
    made = [keep_view(name, query=f"q={name}", by=head, now=NOW, shared=True).pk for name in "甲乙丙"]
    move_view(made[2], by=officer, step=-1)
    move_view(made[2], by=officer, step=-1)
    move_view(made[2], by=officer, step=-1)  # at the end already
    assert names(officer) == ["丙", "甲", "乙"]
    assert names(head) == ["甲", "乙", "丙"]
    keep_view("丁", query="", by=officer, now=NOW)
    assert names(officer) == ["丙", "甲", "乙", "丁"]  # what one has not placed comes last
    move_view(made[0], by=officer, step=1)
    assert names(officer) == ["丙", "乙", "甲", "丁"]


def test_a_deletion_is_undone_within_its_time(people: tuple[User, User]) -> None:
    _, officer = people
    kept, other = (keep_view(name, query="", by=officer, now=NOW) for name in "甲乙")
    open_with(kept.pk, by=officer)
    drop_view(kept.pk, by=officer, now=NOW)
    assert kept_views(officer).default is None
    restore_view(kept.pk, by=officer, now=NOW + KEPT_FOR)
    assert kept_views(officer).default == kept
    drop_view(kept.pk, by=officer, now=NOW)
    drop_view(other.pk, by=officer, now=NOW + KEPT_FOR + timedelta(seconds=1))
    with pytest.raises(NotFound):  # cleared with the next deletion
        restore_view(kept.pk, by=officer, now=NOW)


def test_the_dialog_renames_orders_deletes_and_undoes(province: Province, people: tuple[User, User]) -> None:
    client, officer = entered(people[1]), people[1]
    first = keep_view("甲", query="level=red", by=officer, now=NOW)
    second = keep_view("乙", query="level=blue", by=officer, now=NOW)

    def act(number: int, what: str, **given: str) -> str:
        answer = client.post(f"/inbox/views/{number}/{what}/", given, headers=HTMX)
        assert answer.status_code == 200, answer.content.decode()
        return str(answer.content.decode())

    assert 'hx-swap-oob="true"' in act(first.pk, "rename", name="甲甲")
    act(second.pk, "up")
    assert names(officer) == ["乙", "甲甲"]
    act(second.pk, "filters", query="level=yellow&page=4")
    assert SavedView.objects.get(pk=second.pk).query == "level=yellow"
    html = act(second.pk, "delete")
    assert "已删除“乙”" in html
    assert names(officer) == ["甲甲"]
    act(second.pk, "restore")
    assert names(officer) == ["乙", "甲甲"]
    taken = client.post(f"/inbox/views/{second.pk}/rename/", {"name": "甲甲"}, headers=HTMX)
    assert taken.status_code == 409
    assert "已有同名的视图" in taken.content.decode()
    assert client.post(f"/inbox/views/{second.pk}/burn/", headers=HTMX).status_code == 404


def test_another_s_view_cannot_be_touched(province: Province, people: tuple[User, User]) -> None:
    view = keep_view("甲", query="level=red", by=people[1], now=NOW)
    stranger = entered(UserFactory())
    for act in ("rename", "delete", "up", "default", "filters"):
        assert stranger.post(f"/inbox/views/{view.pk}/{act}/", {"name": "乙"}, headers=HTMX).status_code == 404
    view.refresh_from_db()
    assert (view.name, view.deleted_at) == ("甲", None)


def test_the_form_offers_sharing_to_the_head_alone(province: Province, people: tuple[User, User]) -> None:
    offered = [
        'name="shared"' in entered(user).get("/inbox/views/new/?query=level%3Dred").content.decode() for user in people
    ]
    assert offered == [True, False]


def test_signing_in_as_anybody_finds_a_sound_page(province: Province, sign_in: Callable[..., Client]) -> None:
    assert 'id="saved-views"' in page(sign_in("auditor"))
