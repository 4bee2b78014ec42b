"""The page of ways: what is answered changes what is recommended; nobody else finds it; nobody is named."""

import pytest
from django.test import Client

from tests.web.small_province import Province
from tests.web.test_clues import enter, take

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
