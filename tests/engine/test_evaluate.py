"""What evaluation promises besides the rules themselves: order, sameness, withholding, suppression, loud failure."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from tests.engine.conftest import AS_OF, WORLD
from xinan.engine import Status, evaluate
from xinan.engine.backends.duckdb import DuckDBBackend
from xinan.engine.errors import RuleFailed
from xinan.engine.execute import execute, measure_value
from xinan.engine.plan import make_plan
from xinan.engine.rows import facts_from_rows
from xinan.engine.write import csv_text, write_findings
from xinan.kernel.errors import InvalidValue, NotFound
from xinan.rules.book import shipped_book
from xinan.rules.cases import complete_rows
from xinan.rules.model import Level, Unit
from xinan.rules.parameters import Step
from xinan.rules.registry import RULES


def _world(**changed):
    return facts_from_rows(complete_rows({**WORLD, **changed}))


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        (0.22845000000000001, Decimal("0.228450"), "0.2284"),  # 1370.70 of 6000, in binary and in decimals
        (1 / 3, Decimal("0.333333"), "0.3333"),
        (0.1 + 0.2, Decimal("0.300000"), "0.3000"),
    ],
)
def test_a_share_is_the_same_whichever_way_an_engine_divides(here: float, there: Decimal, said: str) -> None:
    assert (measure_value(here, Unit.SHARE), measure_value(there, Unit.SHARE)) == (said, said)


def test_the_order_of_rows_does_not_matter_and_the_bytes_are_the_same(facts) -> None:
    shuffled = {name: table.take(np.random.default_rng(7).permutation(len(table))) for name, table in facts.items()}
    first, second = csv_text(evaluate(facts, as_of=AS_OF)), csv_text(evaluate(shuffled, as_of=AS_OF))
    assert first == second
    assert first.count("\n") > 3


def test_files_hold_the_same_bytes_each_time(facts, tmp_path) -> None:
    findings = evaluate(facts, as_of=AS_OF)
    for name in ("a.csv", "a.parquet"):
        write_findings(findings, tmp_path / name)
        before = (tmp_path / name).read_bytes()
        write_findings(evaluate(facts, as_of=AS_OF), tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


def test_a_rule_by_itself_finds_what_it_finds_among_all(facts) -> None:
    together = evaluate(facts, as_of=AS_OF)
    for rule in {finding.rule for finding in together}:
        assert evaluate(facts, as_of=AS_OF, rules=[rule]) == [f for f in together if f.rule == rule]


def test_a_suppressor_counts_though_it_is_not_asked_for() -> None:
    facts = _world(project=[{"started_on": date(2026, 3, 2), "labour_cost_monthly": "100000.00"}])
    (finding,) = evaluate(facts, as_of=AS_OF, rules=["funding/below-agreed"])
    assert (finding.status, finding.because) == (Status.SUPPRESSED, "funding/no-transfer")


def test_a_silent_bank_withholds_and_says_so() -> None:
    facts = _world(feed=[{"source": "bank", "last_received_on": date(2026, 4, 15)}])
    by_rule = {finding.rule: finding for finding in evaluate(facts, as_of=AS_OF)}
    assert (by_rule["wages/unpaid"].status, by_rule["wages/unpaid"].because) == (Status.WITHHELD, "bank")
    assert by_rule["data_quality/bank-silent"].status is Status.RAISED
    assert by_rule["filing/not-filed"].status is Status.RAISED


def test_an_unknown_rule_is_refused_with_its_neighbours() -> None:
    with pytest.raises(NotFound, match="wages/unpaid"):
        evaluate({}, as_of=AS_OF, rules=["wages/unpayed"])


def test_no_facts_give_no_findings() -> None:
    assert evaluate({}, as_of=AS_OF) == []


def test_a_failing_statement_carries_the_name_of_its_rule(facts) -> None:
    plan = make_plan(as_of=AS_OF, book=shipped_book(), rules=["wages/unpaid"])
    steps = (replace(s, sql="SELECT nothing") if s.name == "wages/unpaid" else s for s in plan.steps)
    with DuckDBBackend() as backend:
        backend.load_arrow(facts)
        with pytest.raises(RuleFailed, match="wages/unpaid"):
            execute(replace(plan, steps=tuple(steps)), backend)


def test_a_region_may_differ_within_the_law_and_only_there(facts) -> None:
    step = Step(date(2026, 1, 1), {Level.BLUE: Decimal(60)}, "test")
    calm = shipped_book().with_step("filing/not-filed", "ladder", step, region="220100")
    asked = {"as_of": AS_OF, "rules": ["filing/not-filed"]}
    assert evaluate(facts, **asked)
    assert evaluate(facts, **asked, book=calm) == []
    elsewhere = _world(project=[{"started_on": date(2026, 3, 2), "region_code": "222401"}])
    assert evaluate(elsewhere, **asked, book=calm)


def test_a_county_goes_before_its_prefecture(facts) -> None:
    book = shipped_book()
    for region, days in (("220100", 60), ("220102", 10)):
        step = Step(date(2026, 1, 1), {Level.RED: Decimal(days)}, "test")
        book = book.with_step("filing/not-filed", "ladder", step, region=region)
    (finding,) = evaluate(facts, as_of=AS_OF, rules=["filing/not-filed"], book=book)
    assert (finding.level, finding.since) == ("red", date(2026, 3, 2) + timedelta(days=10))


def test_a_value_outside_the_law_is_refused_with_its_article() -> None:
    with pytest.raises(InvalidValue, match="53号第6条"):
        shipped_book().with_step("account/not-opened", "opening_days", Step(date(2026, 1, 1), 31, "test"))


@pytest.mark.parametrize("dialect", ["duckdb", "pyspark"])
def test_every_rule_compiles_for_every_engine(dialect) -> None:
    plan = make_plan(as_of=AS_OF, book=shipped_book(), dialect=dialect)
    assert len(plan.steps) > len(RULES)
