"""Which feeds a place asks for, and how late one may be, are parameters: changed, the verdicts follow, and what waits too."""

from datetime import date
from typing import Any

import pytest

from xinan.engine import Status, evaluate
from xinan.engine.rows import facts_from_rows
from xinan.rules.book import SHARED, ParameterBook, shipped_book
from xinan.rules.cases import complete_rows
from xinan.rules.parameters import Value

AS_OF = date(2026, 4, 20)  # wages of March were due on the 15th
PLACES = {"P1": "220102", "P2": "220203"}
HEARD = date(2026, 4, 10)


@pytest.fixture(scope="module")
def facts() -> Any:
    """Two sites at work in two cities: nothing heard from gate, firm and bank for ten days, wages of March unpaid."""
    rows: dict[str, list[dict[str, Any]]] = {
        "project": [
            {"project_id": key, "region_code": place, "started_on": date(2025, 12, 1)} for key, place in PLACES.items()
        ],
        "wage_account": [{"project_id": key, "account_id": f"A-{key}"} for key in PLACES],
        "employment": [{"project_id": key, "employment_id": f"E-{key}", "worker_id": f"W-{key}"} for key in PLACES],
        "worker": [{"worker_id": f"W-{key}"} for key in PLACES],
        "attendance_day": [
            {"project_id": key, "worker_id": f"W-{key}", "day": date(2026, 3, day)}
            for key in PLACES
            for day in (12, 13)
        ],
        "feed": [
            {"project_id": key, "source": source, "last_received_on": HEARD}
            for key in PLACES
            for source in ("attendance", "payroll", "bank")
        ],
    }
    return facts_from_rows(complete_rows(rows))


def with_value(name: str, value: Value, *, region: str = "") -> ParameterBook:
    return shipped_book().held(SHARED, name, value, region=region)


def silent(facts: Any, source: str, book: ParameterBook) -> set[str | None]:
    rule = f"data_quality/{source}-silent"
    return {f.project_id for f in evaluate(facts, as_of=AS_OF, rules=[rule], book=book) if f.status is Status.RAISED}


@pytest.mark.parametrize("source", ["attendance", "payroll", "bank"])
def test_a_feed_that_a_place_does_not_ask_for_is_not_missed_there(facts: Any, source: str) -> None:
    assert silent(facts, source, shipped_book()) == set(PLACES)
    assert silent(facts, source, with_value(f"{source}_feed_expected", False, region="220100")) == {"P2"}
    assert silent(facts, source, with_value(f"{source}_feed_expected", False)) == set()


@pytest.mark.parametrize("source", ["attendance", "bank"])
def test_how_late_is_silent_is_a_parameter(facts: Any, source: str) -> None:
    assert silent(facts, source, with_value("feed_tolerance_days", 9)) == set(PLACES)
    assert silent(facts, source, with_value("feed_tolerance_days", 10)) == set()


def test_how_late_a_payroll_may_be_after_the_due_date_is_a_parameter(facts: Any) -> None:
    name = "payroll_feed_tolerance_days"
    assert silent(facts, "payroll", with_value(name, 4)) == set(PLACES)
    assert silent(facts, "payroll", with_value(name, 5)) == set()
    (finding, *_) = evaluate(facts, as_of=AS_OF, rules=["data_quality/payroll-silent"], book=with_value(name, 3))
    assert finding.since == date(2026, 4, 19)


def test_what_waits_for_a_feed_waits_only_where_it_is_asked_for(facts: Any) -> None:
    def unpaid(book: ParameterBook) -> dict[str | None, Status]:
        return {f.project_id: f.status for f in evaluate(facts, as_of=AS_OF, rules=["wages/unpaid"], book=book)}

    assert unpaid(shipped_book()) == dict.fromkeys(PLACES, Status.WITHHELD)
    there = unpaid(with_value("bank_feed_expected", False, region="220100"))
    assert there == {"P1": Status.RAISED, "P2": Status.WITHHELD}
