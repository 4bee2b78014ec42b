"""What the pages of handling show, to whom, and how much they ask of the database."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.monitoring.handling.handled import person
from tests.web.handling.conftest import Cast, followed, somebody, stands
from tests.web.handling.test_moves import LATER, text_of
from tests.web.small_province import Province, warn
from xinan.monitoring.models import Warning
from xinan.people.enums import Role
from xinan.procedures.models import Proceeding
from xinan.rules.registry import find_rule

pytestmark = pytest.mark.django_db


def test_my_work_holds_what_waits_for_me(cast: Cast, warning: Warning, province: Province) -> None:
    page = text_of(cast.inspector.get("/handling/"))
    assert province.red.name in page
    assert find_rule("wages/unpaid").title.zh in page
    assert "还剩 1 天" in page
    assert "全部签收（3）" in page
    # Water works of another county and what lies in another prefecture are not the inspector's.
    assert province.yellow.name not in page
    assert province.elsewhere.name not in page


def test_what_is_merged_or_closed_does_not_wait(cast: Cast, warning: Warning) -> None:
    cast.inspector.move(warning, "sign")
    cast.inspector.move(warning, "find_cured", proofs=1)
    waiting = cast.inspector.get("/handling/").content.decode()
    assert f"/warnings/{warning.pk}/" not in waiting
    assert f"/warnings/{warning.pk}/" in cast.inspector.get("/handling/?which=closed").content.decode()
    assert stands(Warning.objects.get(rule="wages/part-paid")).state == "merged"
    merged = text_of(cast.inspector.get("/handling/?whose=all&which=merged"))
    assert find_rule("wages/part-paid").title.zh in merged


def test_an_office_without_work_is_told_so(province: Province) -> None:
    idle = somebody(person(region_code="220302"))
    assert "没有等您办理的预警" in text_of(idle.get("/handling/"))


def test_the_warnings_page_says_everything(cast: Cast, warning: Warning) -> None:
    cast.inspector.move(warning, "sign")
    page = text_of(cast.inspector.get(f"/warnings/{warning.pk}/"))
    rule = find_rule("wages/unpaid")
    for said in (
        rule.title.zh,
        rule.cure.zh,
        rule.basis[0].document.zh,
        "整改消除",
        "首次反馈",
        "长春甲建设有限公司",
        "转为案件",
    ):
        assert said in page, said


def test_the_project_page_shows_state_clock_and_moves(cast: Cast, warning: Warning, province: Province) -> None:
    html = cast.inspector.get(f"/projects/{province.red.pk}/").content.decode()
    deposit = Warning.objects.get(project=province.red, rule="deposit/missing")
    assert f'hx-get="/warnings/{deposit.pk}/moves/sign/?back=project"' in html
    assert "待签收" in text_of(cast.inspector.get(f"/projects/{province.red.pk}/"))
    past = cast.inspector.get(f"/projects/{province.red.pk}/?as_of=2026-11-20").content.decode()
    assert "/moves/" not in past


def test_what_people_settled_is_listed_apart_and_not_counted(cast: Cast, warning: Warning, province: Province) -> None:
    deposit = Warning.objects.get(project=province.red, rule="deposit/missing")
    cast.inspector.move(deposit, "sign")
    cast.inspector.move(deposit, "find_cured", proofs=1)
    html = cast.inspector.get(f"/projects/{province.red.pk}/").content.decode()
    assert 'id="p-settled"' in html
    assert f'id="warning-{deposit.pk}"' not in html
    inbox = cast.inspector.get("/").content.decode()
    tiles = dict(re.findall(r'href="/\?level=(\w+)">.*?xa-tile-value">(\d+)<', inbox, re.DOTALL))
    assert (tiles["red"], tiles["yellow"]) == ("0", "1")


def test_a_firm_sees_what_would_clear_each_of_its_own(cast: Cast, warning: Warning, province: Province) -> None:
    page = text_of(cast.contractor.get("/handling/"))
    assert find_rule("wages/unpaid").cure.zh in page
    assert find_rule("deposit/missing").cure.zh in page
    owner = text_of(cast.owner.get("/handling/"))
    assert find_rule("deposit/missing").cure.zh not in owner


ROUTES = (
    "/warnings/{w}/",
    "/warnings/{w}/moves/sign/",
    "/warnings/{w}/moves/answer/",
    "/warnings/{w}/moves/submit_proof/",
    "/warnings/{w}/moves/dispute/",
    "/warnings/{w}/clocks/{c}/pause/",
    "/warnings/{w}/clocks/{c}/extend/",
    "/proceedings/proofs/{p}/",
    "/projects/{project}/moves/sign/",
    "/projects/{project}/",
)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("who", ["stranger", "elsewhere"])
def test_nobody_else_reaches_a_firms_warning_by_any_route(
    cast: Cast, warning: Warning, province: Province, route: str, who: str
) -> None:
    cast.inspector.move(warning, "sign")
    cast.contractor.move(warning, "submit_proof", proofs=1)
    one = stands(warning)
    clock = one.clocks.get(code="cure")
    proof = one.steps.last().proofs.get()
    url = route.format(w=warning.pk, c=clock.pk, p=proof.pk, project=province.red.pk)
    other = getattr(cast, who)
    assert other.get(url).status_code in {403, 404}
    assert other.client.post(url, {"version": one.version, "reason": "x", "plan_on": LATER}).status_code in {
        403,
        404,
        405,
    }
    one.refresh_from_db()
    assert one.state == "answered"


def test_a_firms_pages_never_name_another_firms_project(cast: Cast, warning: Warning, province: Province) -> None:
    for url in (
        "/handling/",
        "/handling/?which=open",
        "/handling/?which=closed",
        "/handling/?whose=all&which=pushed",
        "/",
    ):
        page = cast.stranger.get(url).content.decode()
        assert province.red.name not in page, url
        assert province.elsewhere.name not in page, url


def test_the_bank_and_the_owner_see_what_the_rule_addresses_to_them(cast: Cast, province: Province) -> None:
    warn(province.red, "account/balance-short", "red")
    followed()
    page = text_of(cast.owner.get("/handling/"))
    assert find_rule("account/balance-short").title.zh in page
    owned = Warning.objects.get(rule="account/balance-short")
    assert cast.owner.get(f"/warnings/{owned.pk}/").status_code == 200
    # The contractor is concerned and may look; the owner has to answer.
    html = cast.contractor.get(f"/warnings/{owned.pk}/").content.decode()
    assert "/moves/answer/" not in html


def test_statements_do_not_grow_with_the_list(cast: Cast, warning: Warning, province: Province) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert cast.inspector.get("/handling/").status_code == 200
        return len(taken)

    few = statements()
    for month in range(1, 9):
        warn(province.red, "wages/unpaid", "orange", period=f"2026-0{month}")
    followed()
    assert Proceeding.objects.filter(state="pushed", region_code="220102").count() == 11
    assert statements() == few


def test_the_rules_page_counts_false_alarms_and_opens_them(cast: Cast, warning: Warning) -> None:
    cast.inspector.move(warning, "sign")
    cast.contractor.move(warning, "dispute")
    cast.inspector.move(warning, "uphold_dispute")
    october = Warning.objects.get(project=warning.project_id, rule="wages/unpaid", period="2026-10")
    cast.inspector.move(october, "sign")
    cast.inspector.move(october, "find_cured", proofs=1)
    page = cast.inspector.get("/rules/wages/unpaid/").content.decode()
    assert "50%" in re.sub(r"\s", "", text_of(cast.inspector.get("/rules/wages/unpaid/")))
    url = re.search(r'href="(/handling/\?[^"]*rule=wages%2Funpaid[^"]*closed_as=upheld[^"]*)"', page)[1].replace(
        "&amp;", "&"
    )
    listed = cast.inspector.get(url).content.decode()
    assert f"/warnings/{warning.pk}/" in listed
    assert f"/warnings/{october.pk}/" not in listed


def test_a_closed_proof_of_work_is_open_to_the_city_and_the_province(cast: Cast, warning: Warning) -> None:
    for who in (cast.city, cast.province, cast.housing):
        assert who.get(f"/warnings/{warning.pk}/").status_code == 200
    assert Role.CITY_OFFICE in {post.role for post in cast.city.user.appointments.all()}
