"""The vocabulary against the contract it was written from."""

import re
from pathlib import Path

import pytest

from xinan.rules.vocabulary import TABLES

RULEBOOK = Path(__file__).parents[2].parent / "shared" / "domain" / "rulebook.md"


def _contract() -> dict[str, list[tuple[str, bool]]]:
    section = RULEBOOK.read_text(encoding="utf-8").split("## Fact tables")[1].split("**As-of.**")[0]
    found = {}
    for line in section.splitlines():
        match = re.match(r"\| (\w+) \| (.*) \|$", line)
        if match and match[1] != "table":
            names = [name.strip().rstrip(".") for name in re.sub(r"\([^)]*\)", "", match[2]).split(",")]
            found[match[1]] = [(name.rstrip("?"), name.endswith("?")) for name in names]
    return found


@pytest.mark.skipif(not RULEBOOK.exists(), reason="shared/ is not beside the checkout")
def test_the_tables_are_those_of_the_rulebook() -> None:
    ours = {name: [(c.name, c.nullable) for c in table.columns] for name, table in TABLES.items()}
    assert ours == _contract()


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_key_is_a_column_that_is_never_null(table) -> None:
    assert all(not table.column(name).nullable for name in table.key)
