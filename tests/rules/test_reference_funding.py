"""The rules of `funding` against their plain references, on generated worlds."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.reference import funding as reference
from tests.rules.worlds import Facts
from tests.rules.worlds_money import DAYS, money_worlds, searched
from xinan.engine import evaluate
from xinan.engine.rows import facts_from_rows
from xinan.kernel.period import Month
from xinan.rules.funding import RULES

# The forecast looks at the month that falls due next: work in the months before the as-of day.
WORLDS = money_worlds() | money_worlds(months=(Month(2026, 2), Month(2026, 3)), going_on=True)


def test_the_rules_agree_with_their_references() -> None:
    met: Counter[str] = Counter()

    @searched
    @given(WORLDS, st.sampled_from(DAYS))
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
    assert {rule.id for rule in RULES} == set(+met), met
