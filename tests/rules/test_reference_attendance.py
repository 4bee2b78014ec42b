"""The rules of `attendance` against their plain references, on generated worlds."""

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.crowds import busy_worlds
from tests.rules.reference import attendance as reference
from tests.rules.worlds import AS_OF, Facts
from xinan.engine import evaluate
from xinan.engine.rows import facts_from_rows
from xinan.rules.attendance import RULES

TABLES = ("pause", "feed")
# Within the Spring Festival, on the first day of a month, on the last.
DAYS = (date(2026, 2, 20), date(2026, 3, 1), AS_OF)


def test_the_rules_agree_with_their_references() -> None:
    met: Counter[str] = Counter()

    @settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(busy_worlds(*TABLES), st.sampled_from(DAYS))
    def agree(facts: Facts, as_of: date) -> None:
        findings = evaluate(facts_from_rows(facts), as_of=as_of, rules=[rule.id for rule in RULES])
        for rule in RULES:
            # Withheld and suppressed findings are findings: the references know nothing of feeds.
            found = [(f.project_id, f.subject_id, f.period, f.level, f.since) for f in findings if f.rule == rule.id]
            expected = getattr(reference, rule.name.replace("-", "_"))(facts, as_of)
            assert Counter(found) == Counter(expected), rule.id
            met[rule.id] += len(found)

    agree()
    # A comparison of nothing with nothing would prove nothing.
    assert {rule.id for rule in RULES} == set(+met)
