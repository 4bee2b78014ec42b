"""An explanation holds the law, the parameters, the arithmetic and the rows."""

from decimal import Decimal

from tests.engine.conftest import AS_OF
from xinan.engine import explain_findings


def test_why_wages_are_unpaid(facts) -> None:
    (why,) = explain_findings(facts, as_of=AS_OF, rule_id="wages/unpaid", subject_id="P1")
    assert "2026-03" in why.because.zh
    assert "3 名工人中有 1 名" in why.because.zh
    assert {use.parameter.name for use in why.parameters} >= {"ladder", "red_share", "valid_punches", "valid_hours"}
    (unpaid,) = why.evidence
    assert [(row["worker_id"], row["valid_days"], row["payable"]) for row in unpaid.rows] == [
        ("W1", 5, Decimal("1500.00"))
    ]


def test_only_parameters_that_the_rule_asks_for_are_shown(facts) -> None:
    (why,) = explain_findings(facts, as_of=AS_OF, rule_id="filing/not-filed", subject_id="P1")
    assert [use.parameter.name for use in why.parameters] == ["ladder"]


def test_evidence_is_of_that_finding_only(facts) -> None:
    (why,) = explain_findings(facts, as_of=AS_OF, rule_id="wages/part-paid", subject_id="P1")
    assert [row["worker_id"] for row in why.evidence[0].rows] == ["W2"]
    assert why.evidence[0].rows[0]["missing"] == Decimal("0.01")


def test_where_a_rule_does_not_hold_there_is_nothing_to_explain(facts) -> None:
    assert explain_findings(facts, as_of=AS_OF, rule_id="account/not-opened", subject_id="P1") == []
