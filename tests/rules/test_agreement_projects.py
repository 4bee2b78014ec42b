"""Rules of filing, accounts, deposits, boards, complaints and firms against their plain references, on thousands of generated worlds."""

import pytest

from tests.rules.agreement import assert_agrees_and_meets_all
from tests.rules.suites import ALONE

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ALONE)
def test_rules_find_what_their_references_find(name: str) -> None:
    assert_agrees_and_meets_all(ALONE[name], name=name)
