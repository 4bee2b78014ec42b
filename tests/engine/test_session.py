"""A kept engine says what a new one says, whatever it was asked before."""

from datetime import timedelta

import pyarrow as pa
import pytest

from tests.engine.conftest import AS_OF
from xinan.engine import Session, evaluate, judge
from xinan.engine.errors import BackendFailure
from xinan.rules.book import shipped_book


@pytest.fixture
def session():
    kept = Session()
    yield kept
    kept.close()


def test_other_facts_other_days_and_the_first_again(session, facts) -> None:
    without_pay = {name: rows for name, rows in facts.items() if name != "wage_payment"}
    nothing: dict = {}
    for day in (AS_OF, AS_OF - timedelta(days=40), AS_OF):
        for given in (facts, without_pay, nothing, facts):
            assert session.judge(given, as_of=day) == judge(given, as_of=day)
    assert evaluate(facts, as_of=AS_OF) != evaluate(without_pay, as_of=AS_OF)


def test_some_rules_and_another_book(session, facts) -> None:
    some = ["wages/unpaid", "filing/not-filed"]
    book = shipped_book()
    assert session.judge(facts, as_of=AS_OF, rules=some, book=book).findings == evaluate(
        facts, as_of=AS_OF, rules=some, book=book
    )
    assert session.judge(facts, as_of=AS_OF).findings == evaluate(facts, as_of=AS_OF)


def test_it_goes_on_beyond_the_life_of_one_engine(session, facts, monkeypatch) -> None:
    monkeypatch.setattr("xinan.engine.session._RUNS", 2)
    wanted = evaluate(facts, as_of=AS_OF)
    assert [session.judge(facts, as_of=AS_OF).findings == wanted for _ in range(5)] == [True] * 5


def test_after_a_failure_it_begins_anew(session, facts) -> None:
    wanted = session.judge(facts, as_of=AS_OF)
    days = facts["attendance_day"]
    torn = days.set_column(
        days.column_names.index("punches"), "punches", pa.array(["many"] * days.num_rows, pa.string())
    )
    with pytest.raises(BackendFailure, match="many"):
        session.judge({**facts, "attendance_day": torn}, as_of=AS_OF)
    assert session.judge(facts, as_of=AS_OF) == wanted
