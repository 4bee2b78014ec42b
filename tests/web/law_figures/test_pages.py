"""The figures of the law on their pages: who reads, who enters, who decides, what is said where one is not known."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.casework.cases.world import Officer, officer
from xinan.casework.lawbook.models import LegalFigure

Seat = Callable[[Officer], Client]
PAGE = "/law-figures/crime_one_worker/"
GIVEN = {"region_code": "220000", "value": "8000", "from_on": "2026-01-01", "source": "吉高法〔2026〕1号", "reason": ""}


@pytest.fixture
def at(db: None) -> Seat:
    def seated(who: Officer) -> Client:
        client = Client()
        client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return seated


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_what_is_not_known_says_so_and_what_it_means(at: Seat) -> None:
    reader = at(officer())
    page = text(reader.get("/law-figures/"))
    assert page.index("尚未录入") < page.index("拒不支付一名农民工劳动报酬，本省确定的数额") < page.index("现行数值")
    assert "不能以标的额为由适用速裁" in page
    one = text(reader.get(PAGE))
    assert "只能认定为可能达到" in one
    assert 'name="value"' not in one  # whoever only decides by it enters nothing
    reader.post(PAGE, GIVEN)
    assert not LegalFigure.objects.exists()


def test_entered_by_one_and_approved_by_another(at: Seat) -> None:
    author, other = (officer("province_office", region="220000") for _ in range(2))
    assert at(author).post(PAGE, GIVEN).status_code == 302
    figure = LegalFigure.objects.get()
    approve = f"/law-figures/{figure.pk}/approve/"
    assert "批准" not in text(at(author).get(PAGE)).split("录入数值")[0].split("录入和复核")[1].replace("未批准", "")
    at(author).post(approve)
    figure.refresh_from_db()
    assert figure.state == "submitted"
    at(other).post(approve, {"words": "已核对原件"})
    page = text(at(other).get(PAGE))
    assert "8,000.00 元" in page
    assert "已核对原件" in page
    assert 'role="note"' not in page  # it is known now; the history still says that it was not


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"value": "20000.01"}, "value"), ({"from_on": "2012-01-01"}, "from_on"), ({"source": ""}, "source")],
)
def test_what_may_not_stand_is_said_at_its_field(at: Seat, changed: dict[str, str], field: str) -> None:
    answer = at(officer("province_office", region="220000")).post(PAGE, GIVEN | changed)
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in text(answer)
    assert not LegalFigure.objects.exists()


@pytest.mark.parametrize(("role", "firm"), [("contractor", "91220101MA0000001X"), ("operator", None)])
def test_it_is_nobody_elses(at: Seat, role: str, firm: str | None) -> None:
    assert at(officer(role, region="", enterprise_id=firm)).get("/law-figures/").status_code == 403


@pytest.mark.parametrize("code", ["crime_months", "nothing"])
def test_what_a_statute_fixes_has_no_page(at: Seat, code: str) -> None:
    assert at(officer()).get(f"/law-figures/{code}/").status_code == 404
