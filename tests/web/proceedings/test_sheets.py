"""The sheet of a move on its page: shown before, refused at its field, kept in the story; a firm reads none of it."""

import pytest
from pytest_django import Settings

from tests.casework.cases.world import MONDAY, MONTH, World, of_case, world
from tests.people.factories import AppointmentFactory, UserFactory
from tests.web.proceedings.conftest import Somebody, somebody
from xinan.casework.cases.actions.change_members import add_member
from xinan.casework.cases.actions.keep_workers import reckon_by_data
from xinan.casework.cases.actions.start_procedure import start_procedure
from xinan.casework.cases.enums import Part
from xinan.casework.cases.letter_facts import letter_facts
from xinan.casework.cases.models import Case
from xinan.documents.kinds import find_kind
from xinan.gateways.wiring import wiring
from xinan.procedures.models import Proceeding


@pytest.fixture
def here(db: None) -> World:
    return world(wiring().keyring)


@pytest.fixture
def case(here: World) -> Case:
    opened = here.opened()
    by = {"by": here.inspector.user, "scope": here.inspector.scope, "now": MONDAY}
    reckon_by_data(opened.pk, months=[MONTH], **by)
    add_member(opened.pk, user_id=here.second.user.pk, part=Part.MEMBER, reason="参加", **by)
    return opened


@pytest.fixture
def one(here: World, case: Case) -> Proceeding:
    """An inspection to be decided, a penalty case filed; addressed to the contractor."""
    inspector, second = (somebody(who.user) for who in (here.inspector, here.second))
    firm = str(here.project.contractor_id)
    by = {"by": here.inspector.user, "scope": here.inspector.scope, "now": MONDAY}
    found = start_procedure(case, "inspection", addressee_enterprise_id=firm, **by)  # type: ignore[arg-type]
    steps: list[tuple[Somebody, str]] = [
        (inspector, "accept"),
        (second, "file"),
        (inspector, "report"),
        (second, "confirm_report"),
        (second, "hear_statement"),
        (second, "file_penalty"),
    ]
    for who, move in steps:
        assert who.move(found, move, reason="依法办理").status_code == 302, move
    return found


def test_the_law_is_shown_before_and_what_is_outside_refused_at_its_field(here: World, one: Proceeding) -> None:
    second = somebody(here.second.user)
    url = f"/proceedings/{one.pk}/moves/tell_penalty/"
    before = second.get(url).content.decode()
    assert 'name="law_conduct"' in before
    assert 'name="law_unit_fine"' not in before
    chosen = second.get(f"{url}?law_conduct=obstruction").content.decode()
    assert "¥2,000.00 以上 ¥20,000.00 以下（劳动保障监察条例第30条）" in chosen
    for fine in ("1999.99", "20000.01"):
        answer = second.move(one, "tell_penalty", reason="拟处罚", law_conduct="obstruction", law_unit_fine=fine)
        assert answer.status_code == 422
        assert 'id="id_law_unit_fine-error"' in answer.content.decode()
    early = second.move(one, "tell_penalty", reason="拟处罚", law_conduct="no_board", law_unit_fine="50000")
    assert "须先责令限期改正" in early.content.decode()
    one.refresh_from_db()
    assert one.state == "investigated"
    assert (
        second.move(one, "tell_penalty", reason="拟处罚", law_conduct="obstruction", law_unit_fine="20000").status_code
        == 302
    )
    said = letter_facts(one, find_kind("penalty-notice"))
    assert said["intended"] == "拟对单位处罚款人民币20,000.00元。"
    assert said["consequences"] == "《劳动保障监察条例》第30条"


def test_what_was_kept_is_in_the_story_and_not_in_the_firms(here: World, one: Proceeding) -> None:
    second = somebody(here.second.user)
    given = {"law_amount": "12000", "law_why_less": "一人已另案", "until": "2026-12-31", "reason": "责令支付"}
    assert second.move(one, "order_pay", **given).status_code == 302
    assert "¥12,000.00" in second.get(f"/proceedings/{one.pk}/").content.decode()
    assert letter_facts(one, find_kind("pay-order"))["amount"] == 12000
    user = UserFactory()
    AppointmentFactory(user=user, role="contractor", region_code="", enterprise_id=here.project.contractor_id)
    page = somebody(user).get(f"/proceedings/{one.pk}/").content.decode()
    assert "一人已另案" not in page
    assert "¥12,000.00" not in page
    assert somebody(user).get(f"/proceedings/{one.pk}/moves/order_pay/").status_code in (403, 404)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_day_before_the_clock_is_refused_at_its_field_in_words(
    here: World, one: Proceeding, settings: Settings, language: str
) -> None:
    second = somebody(here.second.user)
    second.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    second.move(one, "order_pay", until="2026-12-31", reason="责令支付", law_amount="12000", law_why_less="一人已另案")
    answer = second.move(one, "serve_order", proofs=1, happened_on="2026-11-20").content.decode()
    assert 'id="id_happened_on-error"' in answer
    assert "2026-11-20" in answer
    assert "began" in answer if language == "en" else "起算的 2026-11-23" in answer


def test_a_procedure_begins_at_the_level_recommended_or_chosen(here: World, case: Case) -> None:
    officer = somebody(here.inspector.user)
    url = f"/cases/{case.pk}/do/start/"
    assert 'name="level"' not in officer.get(url).content.decode()  # an inspection has none
    offered = officer.get(f"{url}?code=arbitration").content.decode()
    assert "普通程序（四十五日）（建议）" in offered  # a worker said what is owed, and the average wage is not entered
    assert "上年度职工平均工资未录入" in offered
    given = {"code": "arbitration", "reason": "调解不成", "addressee": ""}
    assert officer.client.post(url, given | {"level": "strange"}).status_code == 422
    assert officer.client.post(url, given | {"level": "fast"}).status_code == 302
    assert of_case(case, "arbitration").level == "fast"
