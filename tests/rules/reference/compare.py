"""Holds a rule against its plain reference on generated facts."""

import os
from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, event, settings

from tests.rules.reference.known import Facts, Found
from xinan.engine import evaluate
from xinan.engine.rows import facts_from_rows

Reference = Callable[[Facts, date], Found]

# XINAN_EXAMPLES=500 searches longer, for a change of a rule.
searched = settings(
    max_examples=int(os.environ.get("XINAN_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def assert_agrees(rule: str, reference: Reference, facts: Facts, *, as_of: date) -> None:
    """The engine and the reference find the same, whether raised, withheld or suppressed."""
    found = [
        (f.project_id, f.subject_id, f.period, f.level, f.since)
        for f in evaluate(facts_from_rows(facts), as_of=as_of, rules=[rule])
    ]
    expected = sorted(reference(facts, as_of), key=str)
    event(f"{rule}: {'found' if expected else 'nothing'}")
    assert sorted(found, key=str) == expected
