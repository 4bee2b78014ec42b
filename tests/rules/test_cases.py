"""Every worked case of every rule, run through the real engine."""

import pytest

from xinan.engine import Finding, evaluate
from xinan.engine.rows import facts_from_rows
from xinan.rules.cases import Case, Expected, Shows, read_cases, read_not_applicable
from xinan.rules.files import read_parameters
from xinan.rules.model import Rule
from xinan.rules.registry import RULES

CASES = [(rule, case) for rule in RULES for case in read_cases(rule.folder)]


def _differences(found: Finding, expected: Expected) -> list[str]:
    asked = {
        "level": (found.level, expected.level),
        "status": (found.status.value, expected.status),
        "subject": (found.subject_id, expected.subject),
        "period": (found.period, expected.period),
        "since": (found.since, expected.since),
    }
    wrong = [
        f"{name}: {was} ≠ {wanted}" for name, (was, wanted) in asked.items() if wanted is not None and was != wanted
    ]
    measured = {name: (found.measures[name], value) for name, value in expected.measures.items()}
    return wrong + [f"{name}: {was} ≠ {wanted}" for name, (was, wanted) in measured.items() if str(was) != str(wanted)]


@pytest.mark.parametrize(("rule", "case"), CASES, ids=[f"{rule.id}: {case.name.en}" for rule, case in CASES])
def test_case(rule: Rule, case: Case) -> None:
    findings = evaluate(facts_from_rows(case.facts), as_of=case.as_of, rules=[rule.id])
    assert len(findings) == len(case.expect), findings
    order = sorted(case.expect, key=lambda e: (e.subject or "", e.period or ""))
    assert [_differences(f, e) for f, e in zip(findings, order, strict=True)] == [[] for _ in findings]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_at_least_six_cases_some_of_which_find_nothing(rule: Rule) -> None:
    cases = read_cases(rule.folder)
    assert len(cases) >= 6
    assert any(not case.expect for case in cases)
    assert any(case.expect for case in cases)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_case_of_each_kind_or_says_why_not(rule: Rule) -> None:
    cases, absent = read_cases(rule.folder), read_not_applicable(rule.folder)
    shown = {kind for case in cases for kind in case.shows}
    assert shown | set(absent) == set(Shows)
    assert not shown & set(absent)
    # Only the calendar may have nothing to do with a rule: a boundary, a pause and a cure can always be shown.
    assert set(absent) <= {Shows.HOLIDAY}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_case_shows_is_what_it_is_about(rule: Rule) -> None:
    for case in read_cases(rule.folder):
        if Shows.PAUSE in case.shows:
            assert case.facts["pause"], case.name.en
        if Shows.CORRECTION in case.shows:
            assert not case.expect, case.name.en


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_names_every_level_it_can_give(rule: Rule) -> None:
    named = {level.value for level in rule.levels}
    assert named, "a rule must name its levels"
    assert {expected.level for case in read_cases(rule.folder) for expected in case.expect} <= named
    ladders = (p for p in read_parameters(rule.folder).values() if p.kind.is_ladder)
    assert {level.value for p in ladders for step in p.steps for level in step.value} <= named
    assert list(rule.levels) == sorted(rule.levels, key=lambda level: level.rank)
