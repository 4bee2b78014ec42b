"""Every rule is stated a second time, in plain loops that share nothing with the rules but the calendar."""

import ast
from pathlib import Path

import pytest

from tests.rules.suites import SUITES
from xinan.rules.registry import RULES

FOLDER = Path(__file__).parents[1] / "rules" / "reference"
ALLOWED = {"xinan.kernel.calendar", "xinan.kernel.period"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_has_a_reference_and_worlds_to_be_compared_in(rule) -> None:
    references = [suite.rules[rule.id] for suite in SUITES.values() if rule.id in suite.rules]
    assert references
    assert all(reference.__module__.startswith("tests.rules.reference.") for reference in references)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_a_reference_uses_dates_and_months_of_the_product_and_nothing_else(path: Path) -> None:
    imported = {
        module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in ([node.module or ""] if isinstance(node, ast.ImportFrom) else _names(node))
    }
    foreign = {name for name in imported if name.split(".")[0] in {"xinan", "ibis", "duckdb", "pyarrow"}}
    assert foreign <= ALLOWED


def _names(node: ast.AST) -> list[str]:
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
