"""Rules of people at work against their plain references, on thousands of generated worlds."""

import pytest

from tests.rules.agreement import assert_agrees_and_meets_all
from tests.rules.suites import PEOPLE

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", PEOPLE)
def test_rules_find_what_their_references_find(name: str) -> None:
    assert_agrees_and_meets_all(PEOPLE[name], name=name)
