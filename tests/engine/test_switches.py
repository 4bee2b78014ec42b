"""A rule switched off: silent there from that day, and nowhere else; it suppresses nothing either."""

from datetime import date, timedelta

import pytest

from xinan.engine import Status, evaluate
from xinan.engine.evaluate import loaded
from xinan.engine.rows import facts_from_rows
from xinan.rules.book import shipped_book
from xinan.rules.cases import complete_rows
from xinan.rules.parameters import Step
from xinan.rules.registry import RULES
from xinan.rules.switches import ENABLED, switch_of

AS_OF = date(2026, 4, 20)
PLACES = {"P1": "220102", "P2": "220104", "P3": "220203"}
SOME = ["board/missing", "filing/not-filed", "deposit/missing", "account/not-opened"]


@pytest.fixture(scope="module")
def facts():
    """Three unfiled projects in two cities, with nothing but their own row: much is missing at each."""
    rows = [
        {"project_id": key, "region_code": place, "started_on": date(2026, 2, 2), "filed_on": None}
        for key, place in PLACES.items()
    ]
    return facts_from_rows(complete_rows({"project": rows}))


def off(rule, *, region="", on=date(2026, 1, 1)):
    return shipped_book().with_step(rule, ENABLED, Step(on, False, "试"), region=region)


def where(findings, rule):
    return {f.project_id for f in findings if f.rule == rule and f.status is Status.RAISED}


def said(findings, *, without=()):
    return [(f.identity, f.level, f.status, f.because) for f in findings if f.rule not in without]


@pytest.mark.parametrize(
    ("region", "left"),
    [("", set()), ("220100", {"P3"}), ("220102", {"P2", "P3"}), ("220200", {"P1", "P2"})],
)
def test_it_is_silent_in_its_place_and_every_other_rule_as_before(facts, region, left) -> None:
    before = evaluate(facts, as_of=AS_OF, rules=SOME)
    after = evaluate(facts, as_of=AS_OF, rules=SOME, book=off("board/missing", region=region))
    assert where(before, "board/missing") == set(PLACES)
    assert where(after, "board/missing") == left
    assert said(after, without={"board/missing"}) == said(before, without={"board/missing"})


def test_it_is_silent_from_the_day_on_and_not_before(facts) -> None:
    book = off("board/missing", on=AS_OF)
    with loaded(facts) as engine:
        eve = engine.evaluate(as_of=AS_OF - timedelta(days=1), rules=SOME, book=book)
        day = engine.evaluate(as_of=AS_OF, rules=SOME, book=book)
    assert where(eve, "board/missing") == set(PLACES)
    assert where(day, "board/missing") == set()


def test_a_county_may_stay_on_in_a_city_that_is_off(facts) -> None:
    book = off("board/missing", region="220100").with_step(
        "board/missing", ENABLED, Step(date(2026, 1, 1), True, "试"), region="220102"
    )
    assert where(evaluate(facts, as_of=AS_OF, rules=SOME, book=book), "board/missing") == {"P1", "P3"}


def test_what_it_kept_as_a_detail_is_raised_where_it_is_off() -> None:
    day, monthly = date(2026, 4, 1), {"started_on": date(2025, 12, 1), "labour_cost_monthly": "100000.00"}
    rows = {
        "project": [{"project_id": key, "region_code": place, **monthly} for key, place in PLACES.items()],
        "wage_account": [{"project_id": key, "account_id": key} for key in PLACES],
        "feed": [{"project_id": key, "source": "bank", "last_received_on": day} for key in PLACES],
        "attendance_day": [{"project_id": key, "day": date(2026, 3, 12)} for key in PLACES],
    }
    facts = facts_from_rows(complete_rows(rows))
    below = ["funding/below-agreed"]
    assert where(evaluate(facts, as_of=day, rules=below), "funding/below-agreed") == set()
    after = evaluate(facts, as_of=day, rules=below, book=off("funding/no-transfer", region="220100"))
    assert where(after, "funding/below-agreed") == {"P1", "P2"}
    assert {f.project_id for f in after if f.status is Status.SUPPRESSED} == {"P3"}


def test_every_rule_that_may_be_switched_off_is_and_the_others_stay(facts) -> None:
    book = shipped_book()
    for rule in RULES:
        if switch_of(rule).bounds is None:
            book = book.with_step(rule.id, ENABLED, Step(date(2026, 1, 1), False, "试"))
    found = {finding.rule for finding in evaluate(facts, as_of=AS_OF, book=book)}
    assert all(switch_of(rule).bounds is not None for rule in RULES if rule.id in found)


def test_the_same_facts_loaded_once_give_what_they_give_loaded_anew(facts) -> None:
    with loaded(facts) as engine:
        first = engine.evaluate(as_of=AS_OF, rules=SOME)
        engine.evaluate(as_of=AS_OF - timedelta(days=31), rules=SOME, book=off("filing/not-filed"))
        again = engine.evaluate(as_of=AS_OF, rules=SOME)
    assert first == again == evaluate(facts, as_of=AS_OF, rules=SOME)
