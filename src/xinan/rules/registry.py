"""The explicit list of all rules, link by link."""

from difflib import get_close_matches

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.rules import (
    account,
    attendance,
    board,
    complaint,
    data_quality,
    deposit,
    enterprise,
    filing,
    funding,
    roster,
    wages,
)
from xinan.rules.model import Rule


def _without_doubles(rules: tuple[Rule, ...]) -> dict[str, Rule]:
    by_id: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in by_id:
            raise ValueError(f"two rules are called {rule.id}")
        by_id[rule.id] = rule
    return by_id


_BY_ID = _without_doubles(
    (
        *filing.RULES,
        *account.RULES,
        *deposit.RULES,
        *roster.RULES,
        *funding.RULES,
        *attendance.RULES,
        *wages.RULES,
        *board.RULES,
        *complaint.RULES,
        *enterprise.RULES,
        *data_quality.RULES,
    )
)

RULES: tuple[Rule, ...] = tuple(_BY_ID.values())


def find_rule(rule_id: str) -> Rule:
    """The rule of that identifier; NotFound with the nearest names if there is none."""
    if rule_id in _BY_ID:
        return _BY_ID[rule_id]
    near = get_close_matches(rule_id, _BY_ID, n=3) or list(_BY_ID)[:3]
    raise NotFound(
        "no-such-rule",
        Text(f"没有名为“{rule_id}”的规则。", f"There is no rule “{rule_id}”."),
        Text(f"是否想用：{'、'.join(near)}?", f"Did you mean: {', '.join(near)}?"),
    )
