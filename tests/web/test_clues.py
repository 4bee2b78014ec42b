"""The one window as officers use it, and what nobody else finds there."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import Province
from xinan.casework.models import Clue
from xinan.casework.queries import lives_of
from xinan.notices.models import Notice
from xinan.people.models import AccessRecord, User

pytestmark = pytest.mark.django_db
TOLD = {
    "words": "在安置房干了三个月木工，一分没给。",
    "site_words": "南关区安置房",
    "employer_words": "甲建设",
    "from_month": "2026-08",
    "to_month": "2026-10",
    "amount": "18000",
    "workers": "3",
    "phone": "15412340001",
    "name": "示例甲",
    "channel": "phone",
    "mine": "on",
}


def enter(role: str, *, region: str = "220102", firm: str | None = None) -> Client:
    """Somebody of an office of their own, signed in at a browser of their own."""
    office = OrganisationFactory(region_code=region)
    user = UserFactory(organisation=office)
    AppointmentFactory(user=user, role=role, region_code="" if firm else region, enterprise_id=firm)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def officer(province: Province) -> Client:
    return enter("county_inspector")


def take(client: Client, **changed: str) -> Clue:
    answer = client.post("/clues/new/", {**TOLD, **changed})
    assert answer.status_code == 302, answer.content.decode()
    return Clue.objects.latest("number")


def move(client: Client, clue: Clue, code: str, **sent: str) -> None:
    one = lives_of(clue)[0]
    answer = client.post(f"/proceedings/{one.pk}/moves/{code}/", {"version": one.version, "reason": "已核对。", **sent})
    assert answer.status_code == 302, answer.content.decode()


def act(client: Client, clue: Clue, code: str, **sent: str) -> str:
    answer = client.post(f"/clues/{clue.pk}/do/{code}/", {"reason": "已核对。", **sent}, follow=True)
    return f"{answer.status_code} {answer.content.decode()}"


def test_how_the_last_one_came_is_how_the_next_one_comes(officer: Client) -> None:
    take(officer, channel="phone")
    assert '<option value="phone" selected>' in officer.get("/clues/new/").content.decode()


def test_a_clue_is_taken_by_its_words_alone(officer: Client) -> None:
    answer = officer.post("/clues/new/", {"words": "欠我们钱", "channel": "walk_in"}, follow=True)
    clue = Clue.objects.get()
    assert clue.number in answer.content.decode()
    assert (clue.workers, clue.amount, clue.region_code) == (1, None, "220102")


def test_nothing_told_comes_back_with_a_word(officer: Client) -> None:
    answer = officer.post("/clues/new/", {"channel": "walk_in"})
    assert answer.status_code == 422
    assert "写下工人的话" in answer.content.decode()
    assert not Clue.objects.exists()


def test_what_is_known_is_shown_while_typing(officer: Client, province: Province) -> None:
    take(officer)
    page = officer.post("/clues/known/", {"site_words": "南关安置房", "phone": "154 1234 0001"}).content.decode()
    assert f'value="{province.red.pk}"' in page
    assert "吉线〔2026〕000001号" in page
    assert officer.get("/clues/known/").status_code == 405  # a phone must not stand in an address


def test_the_page_masks_and_shows_for_a_reason(officer: Client) -> None:
    clue = take(officer, project_id="P-RED")
    page = officer.get(f"/clues/{clue.pk}/").content.decode()
    assert "一分没给" in page
    assert "示**" in page
    for secret in ("15412340001", "示例甲"):
        assert secret not in page
    voice = clue.voices.get()
    address = f"/clues/voices/{voice.pk}/reveal/"
    assert officer.post(address, {"kind": "contact", "reason": "看"}).status_code == 422
    shown = officer.post(address, {"kind": "contact", "reason": "首次联系反映人核实"}).content.decode()
    assert "15412340001" in shown
    assert set(AccessRecord.objects.values_list("subject_kind", "field")) == {
        ("voice", "words"), ("voice", "name"), ("voice", "phone"),
    }  # fmt: skip


def test_from_the_first_word_to_the_return_call(officer: Client) -> None:
    clue = take(officer)
    for code in ("take_up", "contact", "begin_verifying"):
        move(officer, clue, code)
    assert "没有这一类" in act(officer, clue, "settle", target="无所谓") or lives_of(clue)[0].state == "verifying"
    act(officer, clue, "settle", target="paid")
    assert lives_of(clue)[0].state == "settled"
    one = lives_of(clue)[0]
    refused = officer.post(f"/proceedings/{one.pk}/moves/close/", {"version": one.version, "reason": ""})
    assert "还没有满意度回访" in refused.content.decode()
    act(officer, clue, "call", how="phone", answer="very")
    move(officer, clue, "close")
    clue.refresh_from_db()
    assert (str(clue.closed_on), clue.conclusion) == ("2026-11-23", "paid")
    page = officer.get(f"/clues/{clue.pk}/").content.decode()
    assert "已支付" in page
    assert "满意" in page
    assert "已办结" in officer.get("/clues/?which=closed&whose=all").content.decode()


def test_passed_on_and_accepted(officer: Client) -> None:
    clue = take(officer)
    other = enter("county_inspector", region="220104")
    office = _office_of(other)
    assert other.get(f"/clues/{clue.pk}/").status_code == 404
    act(officer, clue, "transfer", target=str(office), until="2026-12-10")
    assert clue.number in other.get("/clues/").content.decode()
    act(other, clue, "accept")
    assert lives_of(clue)[0].state == "accepted"
    page = officer.get(f"/clues/{clue.pk}/").content.decode()
    assert "由其他地方承办" in page


def test_a_proposed_project_is_confirmed(officer: Client, province: Province) -> None:
    clue = take(officer)
    page = officer.get(f"/clues/{clue.pk}/").content.decode()
    assert f'value="{province.red.pk}"' in page
    officer.post(f"/clues/{clue.pk}/identify/", {"project_id": province.red.pk})
    clue.refresh_from_db()
    assert clue.project == province.red
    assert lives_of(clue)[0].project_id == province.red.pk
    assert officer.post(f"/clues/{clue.pk}/identify/", {"project_id": province.elsewhere.pk}).status_code == 404


@pytest.mark.parametrize("which", ["open", "late", "reply", "settled", "closed"])
def test_the_list_in_every_state_is_answered(officer: Client, which: str) -> None:
    clue = take(officer)
    answer = officer.get(f"/clues/?which={which}&whose=all&q=安置")
    assert answer.status_code == 200
    assert (f"/clues/{clue.pk}/" in answer.content.decode()) == (which == "open")


def test_the_list_takes_no_more_statements_for_more_clues(officer: Client) -> None:
    counts = []
    for number in range(1, 7):
        take(officer, phone=f"1541234{number:04d}")
        if number in (2, 6):
            with CaptureQueriesContext(connection) as asked:
                officer.get("/clues/?whose=all")
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_firm_finds_no_clue_anywhere(officer: Client, province: Province) -> None:
    firm = enter("contractor", firm=province.contractor.pk)
    clue = take(officer, project_id="P-RED")
    voice = clue.voices.get()
    one = lives_of(clue)[0]
    for address in (
        "/clues/", "/clues/new/", f"/clues/{clue.pk}/", f"/clues/{clue.pk}/do/settle/",
        f"/clues/voices/{voice.pk}/reveal/", f"/clues/{clue.pk}/identify/", "/clues/platform/", "/clues/platform/export/",
    ):  # fmt: skip
        assert firm.get(address).status_code in (403, 404, 405), address
    assert firm.get(f"/proceedings/{one.pk}/").status_code == 404
    for page in ("/", "/handling/", "/letters/", "/notices/", f"/projects/{province.red.pk}/"):
        text = firm.get(page).content.decode()
        assert not re.search(r"吉线|000001号|示\*\*|/clues/", text), page
    assert not Notice.objects.filter(recipient_id=firm.session["_auth_user_id"]).exists()


def test_a_clue_of_the_same_matter_leads_to_the_first(officer: Client) -> None:
    take(officer)
    answer = officer.post("/clues/new/", {**TOLD, "amount": "20000"}, follow=True)
    first = Clue.objects.earliest("number")
    assert "已并入" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/clues/{first.pk}/"
    first.refresh_from_db()
    assert (first.amount, first.workers) == (Decimal(20000), 3)


def _office_of(client: Client) -> int:
    user = User.objects.select_related("organisation").get(pk=client.session["_auth_user_id"])
    assert user.organisation is not None
    return user.organisation.pk


def test_what_looks_like_the_same_matter_is_laid_before_the_officer(officer: Client) -> None:
    first = take(officer, project_id="P-RED", employer_words="甲建设")
    # Another way of naming the firm, no month and no name, on a phone that may be lent: not certain enough to be merged by itself.
    second = take(officer, project_id="P-RED", employer_words="甲建设公司", from_month="", to_month="", name="")
    assert second.merged_into is None
    page = officer.get(f"/clues/{second.pk}/").content.decode()
    assert "可能是同一件事" in page
    act(officer, second, "merge", target=first.pk)
    second.refresh_from_db()
    assert second.merged_into == first
