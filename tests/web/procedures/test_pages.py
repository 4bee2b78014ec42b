"""The pages of procedures: what they say, who may change lengths and calendars."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from xinan.procedures.models import CalendarYear, ClockLength
from xinan.procedures.registry import find_procedure

pytestmark = pytest.mark.django_db

Enter = Callable[..., Client]
LENGTH = {
    "clock": "sign",
    "level": "",
    "region_code": "220102",
    "amount": "2",
    "from_on": "2026-11-23",
    "source": "规程",
}
YEAR = {
    "year": "2027",
    "days_off": "2027-01-01 2027-01-03\n\n2027-04-05",
    "work_weekends": "2027-01-09",
    "source": "文号",
}


def test_the_catalogue_lists_every_procedure(sign_in: Enter) -> None:
    text = sign_in().get("/procedures/").content.decode()
    assert find_procedure("warning").name.zh in text


def test_a_procedure_says_all_of_itself(sign_in: Enter) -> None:
    procedure = find_procedure("warning")
    text = sign_in().get("/procedures/warning/?at=handling").content.decode()
    for state in procedure.states.values():
        assert state.name.zh in text
    for move in procedure.moves.values():
        assert move.name.zh in text
    for clock in procedure.clocks.values():
        assert clock.law.zh in text
    assert 'is-current" data-state="handling"' in text
    assert text.count("is-current") >= 1


def test_an_unknown_one_is_not_there_and_an_unknown_state_marks_nothing(sign_in: Enter) -> None:
    client = sign_in()
    assert client.get("/procedures/nothing/").status_code == 404
    assert 'is-current" data-state' not in client.get("/procedures/warning/?at=<b>").content.decode()


@pytest.mark.parametrize(
    ("role", "post", "status"),
    [
        ("county_inspector", {"region_code": "220102"}, 302),
        ("city_office", {"region_code": "220100"}, 302),
        ("province_office", {}, 302),
        ("county_inspector", {"region_code": "220202"}, 422),
        ("auditor", {}, 422),
    ],
)
def test_lengths_are_set_by_the_office_of_the_place(
    sign_in: Enter, role: str, post: dict[str, str], status: int
) -> None:
    answer = sign_in(role, **post).post("/procedures/warning/lengths/", LENGTH)
    assert answer.status_code == status
    assert ClockLength.objects.exists() is (status == 302)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"amount": "99"}, "超出范围"),
        ({"amount": ""}, "填写长度"),
        ({"from_on": "2026-11-01"}, "已经过去"),
        ({"source": ""}, "source"),
    ],
)
def test_what_is_wrong_with_a_length_is_said(sign_in: Enter, changed: dict[str, str], says: str) -> None:
    answer = sign_in("county_inspector", region_code="220102").post(
        "/procedures/warning/lengths/", {**LENGTH, **changed}
    )
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ClockLength.objects.exists()


def test_a_length_is_shown_where_it_holds_and_may_be_ended(sign_in: Enter) -> None:
    client = sign_in("county_inspector", region_code="220102")
    client.post("/procedures/warning/lengths/", LENGTH)
    assert "南关区设定" in client.get("/procedures/warning/").content.decode()
    client.post("/procedures/warning/lengths/", {**LENGTH, "amount": "", "ends": "on"})
    assert "南关区设定" not in client.get("/procedures/warning/").content.decode()
    assert [row.length for row in ClockLength.objects.order_by("pk")] == ["2 WD", ""]


def test_the_calendar_shows_published_and_provisional_years(sign_in: Enter) -> None:
    text = sign_in("county_inspector", region_code="220102").get("/working-calendar/").content.decode()
    assert "02-15" in text
    assert text.count("暂定：放假安排尚未公布") == 2
    assert "保存并重算" not in text


def test_only_the_province_enters_a_year(sign_in: Enter) -> None:
    assert sign_in("city_office", region_code="220100").post("/working-calendar/", YEAR).status_code == 403
    assert not CalendarYear.objects.exists()


def test_a_year_is_entered_once_and_amended(sign_in: Enter) -> None:
    client = sign_in()
    assert client.post("/working-calendar/", YEAR).status_code == 302
    row = CalendarYear.objects.get()
    assert row.days_off == [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3), date(2027, 4, 5)]
    assert row.work_weekends == [date(2027, 1, 9)]
    text = client.get("/working-calendar/").content.decode()
    assert text.count("暂定：放假安排尚未公布") == 1
    client.post("/working-calendar/", {**YEAR, "source": "调整"})
    assert CalendarYear.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"days_off": "元旦"}, "第 1 行不是日期"),
        ({"days_off": "2027-01-03 2027-01-01"}, "第 1 行应为首日和末日"),
        ({"work_weekends": "2027-01-05"}, "周六或周日"),
        ({"days_off": "2029-01-01"}, "不在 2027 年"),
    ],
)
def test_what_is_wrong_with_a_year_is_said(sign_in: Enter, changed: dict[str, str], says: str) -> None:
    answer = sign_in().post("/working-calendar/", {**YEAR, **changed})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not CalendarYear.objects.exists()
