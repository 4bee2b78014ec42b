"""Rules of wages and their money against their plain references, on thousands of generated worlds."""

import pytest

from tests.rules.agreement import assert_agrees_and_meets_all
from tests.rules.suites import MONEY

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", MONEY)
def test_rules_find_what_their_references_find(name: str) -> None:
    assert_agrees_and_meets_all(MONEY[name], name=name)
