"""Figures of the law: entered by one, approved by another, in force from their day, in their place, within the bounds."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from tests.casework.cases.world import MONDAY, Officer, officer
from xinan.casework.law.parameters import value_on
from xinan.casework.lawbook.actions.decide_figure import decide_figure, withdraw_figure
from xinan.casework.lawbook.actions.enter_figure import NewFigure, enter_figure
from xinan.casework.lawbook.models import LegalFigure
from xinan.casework.lawbook.queries import current_law
from xinan.casework.triage import limits_on
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.notices.models import Notice

pytestmark = pytest.mark.django_db
PROVINCE, CHANGCHUN, NANGUAN, JILIN = "220000", "220100", "220102", "220200"
NEW = NewFigure("crime_one_worker", PROVINCE, Decimal(10000), date(2026, 12, 1), "吉高法〔2026〕1号")


@pytest.fixture
def author() -> Officer:
    return officer("province_office", region="220000")


@pytest.fixture
def other() -> Officer:
    return officer("province_office", region="220000")


def entered(by: Officer, **changed: object) -> LegalFigure:
    return enter_figure(replace(NEW, **changed), by=by.user, scope=by.scope, now=MONDAY)  # type: ignore[arg-type]


def approved(figure: LegalFigure, by: Officer) -> LegalFigure:
    return decide_figure(figure.pk, approve=True, words="", by=by.user, scope=by.scope, now=MONDAY)


def own(on: date, *, region: str = NANGUAN, code: str = "crime_one_worker") -> Decimal | None:
    return value_on(code, on=on, region_code=region, book=current_law())


def test_in_force_from_its_day_once_a_second_person_has_approved(author: Officer, other: Officer) -> None:
    figure = entered(author)
    assert own(date(2026, 12, 1)) is None
    assert Notice.objects.filter(kind="legal_figure_waiting", recipient=other.user).exists()
    approved(figure, other)
    assert (own(date(2026, 11, 30)), own(date(2026, 12, 1)), own(date(2026, 12, 2))) == (None, 10000, 10000)


def test_a_citys_own_figure_goes_before_the_provinces(author: Officer, other: Officer) -> None:
    approved(entered(author), other)
    approved(entered(author, region_code=CHANGCHUN, value=Decimal(12000)), other)
    day = date(2026, 12, 1)
    assert (own(day), own(day, region="220202")) == (12000, 10000)


def test_what_is_entered_opens_the_fast_track_of_a_clue(author: Officer, other: Officer) -> None:
    new = {"code": "simplified_amount", "value": Decimal("96000.00"), "from_on": date(2026, 7, 1)}
    approved(entered(author, **new), other)
    found = [limits_on(date(2026, month, 30), region_code=NANGUAN, book=current_law()) for month in (6, 7)]
    assert [each.simplified_up_to for each in found] == [None, 96000]


def test_the_later_approval_of_the_same_day_corrects_the_earlier(author: Officer, other: Officer) -> None:
    approved(entered(author), other)
    approved(entered(author, value=Decimal(11000)), other)
    assert own(date(2026, 12, 1)) == 11000


@pytest.mark.parametrize(("value", "may"), [("4999.99", False), ("5000", True), ("20000", True), ("20000.01", False)])
def test_within_the_bounds_of_the_law(author: Officer, value: str, may: bool) -> None:
    if may:
        assert entered(author, value=Decimal(value)).value == Decimal(value)
        return
    with pytest.raises(InvalidValue) as said:
        entered(author, value=Decimal(value))
    assert said.value.code == "figure-bounds"
    assert "5000" in said.value.remedy.zh


def test_not_before_the_law_itself(author: Officer) -> None:
    with pytest.raises(InvalidValue) as said:
        entered(author, from_on=date(2013, 1, 22))
    assert said.value.code == "figure-from"
    assert entered(author, from_on=date(2013, 1, 23)).pk


def test_it_has_a_source(author: Officer) -> None:
    with pytest.raises(InvalidValue, match="figure-source"):
        entered(author, source="  ")


@pytest.mark.parametrize("code", ["crime_one_worker_least", "final_award_months", "nothing"])
def test_what_a_statute_fixes_is_not_entered(author: Officer, code: str) -> None:
    with pytest.raises(NotFound):
        entered(author, code=code)


def test_nobody_decides_on_their_own(author: Officer) -> None:
    figure = entered(author)
    with pytest.raises(NotAllowed, match="figure-other-person"):
        approved(figure, author)
    figure.approver = author.user
    with pytest.raises(IntegrityError), transaction.atomic():
        figure.save()


def test_a_citys_office_enters_its_own_places_alone() -> None:
    city = officer("city_office", region=CHANGCHUN)
    assert entered(city, region_code=NANGUAN).pk
    for place in (PROVINCE, JILIN):
        with pytest.raises(NotAllowed, match="figure-not-yours"):
            entered(city, region_code=place)


@pytest.mark.parametrize("role", ["county_inspector", "arbitrator"])
def test_whoever_only_decides_by_them_enters_none(role: str) -> None:
    with pytest.raises(NotAllowed):
        entered(officer(role))


def test_one_that_waits_is_not_entered_again_and_may_be_taken_back(author: Officer, other: Officer) -> None:
    figure = entered(author)
    with pytest.raises(Conflict, match="figure-waits"):
        entered(other)
    with pytest.raises(NotFound):
        withdraw_figure(figure.pk, by=other.user, now=MONDAY)
    withdraw_figure(figure.pk, by=author.user, now=MONDAY)
    with pytest.raises(Conflict):
        approved(figure, other)
    assert entered(other).pk


def test_a_refusal_says_why_and_leaves_it_unset(author: Officer, other: Officer) -> None:
    figure = entered(author)
    with pytest.raises(InvalidValue, match="figure-words"):
        decide_figure(figure.pk, approve=False, words=" ", by=other.user, scope=other.scope, now=MONDAY)
    decide_figure(figure.pk, approve=False, words="文号有误", by=other.user, scope=other.scope, now=MONDAY)
    assert own(date(2026, 12, 1)) is None


def test_what_is_decided_stays_below_the_application_too(author: Officer, other: Officer) -> None:
    figure = approved(entered(author), other)
    for sql in (
        "UPDATE lawbook_legalfigure SET value = 1 WHERE id = %s",
        "DELETE FROM lawbook_legalfigure WHERE id = %s",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [figure.pk])
