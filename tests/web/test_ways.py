"""The page of ways: what is answered changes what is recommended; nobody else finds it; nobody is named."""

import pytest
from django.test import Client

from tests.casework.directory.factories import PublicBodyFactory
from tests.people.factories import OrganisationFactory
from tests.web.small_province import Province
from tests.web.test_clues import enter, move, take
from xinan.casework.choosing.models import WayAnswers, WayChoice
from xinan.casework.choosing.queries import answers_of, choices_of
from xinan.casework.queries import lives_of
from xinan.procedures.models import Proceeding, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(province: Province) -> Client:
    return enter("county_inspector")


def read(client: Client, url: str, **asked: str | list[str]) -> str:
    answer = client.get(url, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_mediation_first_then_what_is_answered(officer: Client) -> None:
    clue = take(officer)
    url = f"/clues/{clue.pk}/ways/"
    assert url in read(officer, f"/clues/{clue.pk}/")
    assert "建议：先行调解" in read(officer, url)
    assert "建议：劳动保障监察" in read(officer, url, employer_reached="no")
    assert "建议：人民法院" in read(officer, url, forum="in_court")
    price = read(officer, url, signs=["claimed_by_contractor", "settlement_sheet"])
    assert "建议：不属于工资" in price
    assert "由包工头或者承包人提出" in price
    late = read(officer, url, employer_reached="no", ended_on="2024-01-05")
    assert "监察不予受理" in late
    assert "法律援助中心" in late


def test_an_answer_that_is_none_is_told_in_its_field(officer: Client) -> None:
    page = read(officer, f"/clues/{take(officer).pk}/ways/", ended_on="昨天")
    assert 'id="id_ended_on-error"' in page
    assert "建议：先行调解" in page


def test_only_the_part_is_sent_to_the_page_itself(officer: Client) -> None:
    clue = take(officer)
    answer = officer.get(f"/clues/{clue.pk}/ways/", {"forum": "judged"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert "建议：人民法院" in text


def test_the_page_names_nobody(officer: Client) -> None:
    page = read(officer, f"/clues/{take(officer).pk}/ways/")
    assert "示例甲" not in page
    assert "15412340001" not in page
    assert "一分没给" not in page


def test_another_county_does_not_find_it(officer: Client) -> None:
    clue = take(officer)
    assert enter("county_inspector", region="220203").get(f"/clues/{clue.pk}/ways/").status_code == 404


def test_in_english(officer: Client) -> None:
    clue = take(officer)
    page = officer.get(f"/clues/{clue.pk}/ways/", headers={"Accept-Language": "en"}).content.decode()
    assert "Mediation" in page
    assert "办理途径" not in page


def test_answers_are_kept_with_who_and_when_and_can_be_changed(officer: Client) -> None:
    clue = take(officer)
    url = f"/clues/{clue.pk}/ways/"
    assert officer.post(url, {"employer_reached": "no", "signs": ["iou_only"]}).status_code == 302
    page = read(officer, url)
    assert "建议：人民法院" in page
    assert "用人单位联系得上吗：联系不上" in page
    assert officer.post(url, {"employer_reached": "no", "signs": ["iou_only"]}).status_code == 302
    assert WayAnswers.objects.filter(clue=clue).count() == 1
    officer.post(url, {"employer_reached": "yes"})
    assert [each.said for each in answers_of(clue)] == [
        {"employer_reached": ["yes"]},
        {"employer_reached": ["no"], "signs": ["iou_only"]},
    ]
    assert "建议：先行调解" in read(officer, url)


def test_looking_keeps_nothing(officer: Client) -> None:
    clue = take(officer)
    page = read(officer, f"/clues/{clue.pk}/ways/", forum="in_court")
    assert "先保存回答" in page
    assert not WayAnswers.objects.exists()


def test_the_recommended_way_begins_in_one_act(officer: Client) -> None:
    clue = take(officer)
    url = f"/clues/{clue.pk}/ways/mediation/"
    assert "选定并启动" in read(officer, url)
    assert officer.post(url, {}).status_code == 302
    choice = choices_of(clue)[0]
    begun = Proceeding.objects.get(pk=choice.proceeding_id)
    assert (begun.procedure, begun.subject_id) == ("mediation", str(choice.case_id))
    step = Step.objects.filter(proceeding=lives_of(clue)[0], move="note").get()
    assert "选定办理途径：先行调解" in step.reason
    page = read(officer, f"/clues/{clue.pk}/ways/")
    assert choice.case is not None
    assert choice.case.number in page
    # The second way goes into the same case.
    officer.post(f"/clues/{clue.pk}/ways/inspection/", {"reason": "单位同时不配合。"})
    assert choices_of(clue)[0].case == choice.case


def test_another_way_wants_a_reason(officer: Client) -> None:
    clue = take(officer)
    url = f"/clues/{clue.pk}/ways/inspection/"
    assert "建议的是" in read(officer, url)
    assert officer.post(url, {"reason": " "}).status_code == 422
    assert not choices_of(clue)
    assert officer.post(url, {"reason": "工人不愿意再等。"}).status_code == 302
    choice = choices_of(clue)[0]
    assert (choice.row, choice.recommended, choice.reason) == ("inspection", "mediation", "工人不愿意再等。")
    assert "工人不愿意再等。" in read(officer, f"/clues/{clue.pk}/ways/")


def test_what_is_no_wages_is_told_and_concluded(officer: Client) -> None:
    clue = take(officer)
    for code in ("take_up", "contact", "begin_verifying"):
        move(officer, clue, code)
    officer.post(f"/clues/{clue.pk}/ways/", {"signs": ["claimed_by_contractor", "settlement_sheet"]})
    assert officer.post(f"/clues/{clue.pk}/ways/price/", {}).status_code == 302
    clue.refresh_from_db()
    assert (clue.conclusion, lives_of(clue)[0].state) == ("project_price", "settled")
    assert "您要的更像工程款" in Step.objects.filter(move="settle").get().reason


def test_passing_on_asks_to_whom_and_by_when(officer: Client) -> None:
    clue = take(officer)
    housing = OrganisationFactory(name="示范区住建局", kind="industry_department", region_code="220102")
    officer.post(f"/clues/{clue.pk}/ways/", {"signs": ["claimed_by_contractor", "settlement_sheet"]})
    url = f"/clues/{clue.pk}/ways/price_department/"
    given = {"reason": "请住建部门督办。", "target": str(housing.pk)}
    assert officer.post(url, given).status_code == 422
    assert officer.post(url, {**given, "until_on": "2099-01-05"}).status_code == 302
    assert clue.transfers.get().to_office == housing
    assert choices_of(clue)[0].passed_to == housing


def test_a_way_that_is_not_open_is_none(officer: Client) -> None:
    clue = take(officer)
    assert officer.get(f"/clues/{clue.pk}/ways/judged/").status_code == 404
    assert enter("county_inspector", region="220203").post(f"/clues/{clue.pk}/ways/mediation/").status_code == 404
    assert not WayChoice.objects.exists()


def test_the_nearest_bodies_stand_beside_the_words(officer: Client) -> None:
    clue = take(officer)
    for place in ("220102", "220100", "220103"):
        PublicBodyFactory(kind="mediation", region_code=place, name=f"调解中心{place}")
    page = read(officer, f"/clues/{clue.pk}/ways/")
    assert "调解中心220102" in page
    assert "调解中心220100" not in page
    assert "调解中心220103" not in page
