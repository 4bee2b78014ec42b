"""In a browser: a mediator and an arbitrator find what is handed to them, see that alone, and act on it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.casework.cases.world import MONDAY, MONTH, Officer, World, of_case, officer, voice, world
from tests.e2e.acting import Enter, act, stands
from tests.e2e.looking import looked_at
from xinan.casework.cases.actions.change_members import add_member
from xinan.casework.cases.actions.keep_workers import reckon_by_data
from xinan.casework.cases.actions.start_procedure import start_procedure
from xinan.casework.cases.enums import Part
from xinan.casework.cases.models import Case, CaseClue
from xinan.gateways.wiring import wiring

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(product: str) -> World:
    return world(wiring().keyring)


def handed(here: World, part: Part) -> Officer:
    who = officer(part.value, region="")
    who.user.display_name = {"mediator": "陈玉梅", "arbitrator": "钱毅"}[part.value]
    who.user.organisation.name = {"mediator": "南关区调解中心", "arbitrator": "南关区仲裁院"}[part.value]
    who.user.organisation.save()
    who.user.save()
    return who


def disputed(here: World, *people: tuple[Part, Officer]) -> Case:
    """A case somebody complained of, with an inspection, a mediation and an arbitration."""
    told = voice(name="钱多多", phone="15412349876", words="老板姓郑，别说是我说的")
    case = here.opened(here.clue(voice=told))
    by: dict[str, Any] = {"by": here.inspector.user, "scope": here.inspector.scope, "now": MONDAY}
    reckon_by_data(case.pk, months=[MONTH], **by)
    for part, who in people:
        add_member(case.pk, user_id=who.user.pk, part=part, reason="", **by)
    for code in ("inspection", "mediation", "arbitration"):
        start_procedure(case, code, reason="九月工资未付", **by)
    return case


def said(page: Page, address: str) -> str:
    """What a page says where there is nothing for somebody, without the number of the request."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status in (403, 404), address
    return f"{answer.status} " + re.sub(
        r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}", "", page.locator("main").inner_text()
    )


def test_each_sees_what_names_them_and_nothing_else(here: World, enter: Enter) -> None:
    mediator, arbitrator = handed(here, Part.MEDIATOR), handed(here, Part.ARBITRATOR)
    case = disputed(here, (Part.MEDIATOR, mediator), (Part.ARBITRATOR, arbitrator))
    other = here.opened(here.clue())
    clue = CaseClue.objects.get(case=case).clue
    for who, own, hidden in ((mediator, "mediation", "arbitration"), (arbitrator, "arbitration", "mediation")):
        page = enter(who, "/")
        expect(page.locator("h1")).to_have_text("我的调解仲裁")
        expect(page.locator("#matters tbody tr")).to_have_count(1)
        looked_at(page, f"tribunal-{own}-matters")
        page.get_by_role("link", name=case.number).click()
        expect(page.locator(".xa-proceeding")).to_have_count(1)
        text = page.locator("main").inner_text()
        for secret in (clue.number, "9876", "老板姓郑", "工人自述", "背后问题", "案件办结"):
            assert secret not in text, (own, secret)
        looked_at(page, f"tribunal-{own}-case")
        nothing = said(page, "/proceedings/99999/")
        for code in ("inspection", "background", "case", hidden):
            assert said(page, f"/proceedings/{of_case(case, code).pk}/") == nothing, (own, code)
        nothing = said(page, "/cases/99999/")
        assert said(page, f"/cases/{other.pk}/") == nothing
        assert said(page, f"/clues/{clue.pk}/") == said(page, "/clues/99999/")
        assert said(page, f"/cases/{case.pk}/file/") == said(page, "/cases/99999/file/")


def test_they_act_and_it_is_listed_as_ended(here: World, enter: Enter) -> None:
    mediator = handed(here, Part.MEDIATOR)
    case = disputed(here, (Part.MEDIATOR, mediator))
    page = enter(mediator, "/")
    expect(page.locator("#matters")).to_contain_text("等您办理")
    page.get_by_role("link", name=case.number).click()
    act(page, "一方不同意调解", reason="用人单位书面表示不同意")
    stands(page, "调解不成")
    page.goto("/")
    expect(page.locator("#matters")).to_contain_text("没有交您办理的事项")
    page.get_by_role("link", name="已办结 1").click()
    expect(page.locator("#matters tbody")).to_contain_text("一方不同意调解")
    looked_at(page, "tribunal-ended")
