"""An import upwards, Django in the law, an engine in a rule, a database in the kernel: each is refused."""

from pathlib import Path

import pytest

from tests.house.toys import lint_imports, mini_house


def test_a_house_without_violations_passes(tmp_path: Path) -> None:
    verdict = lint_imports(mini_house(tmp_path))
    assert verdict.passed, verdict.output


@pytest.mark.parametrize(
    ("module", "imported", "contract"),
    [
        ("registry/toy.py", "xinan.monitoring", "Imports point down"),
        ("people/toy.py", "xinan.web", "Imports point down"),
        ("web/toy.py", "xinan.jobs", "Imports point down"),
        ("engine/toy.py", "xinan.registry", "Imports point down"),
        ("kernel/toy.py", "xinan.rules", "Imports point down"),
        ("rules/toy.py", "django.utils.timezone", "know no Django"),
        ("simulation/toy.py", "django.db", "know no Django"),
        ("casework/cases/toy.py", "xinan.casework.relief", "Inside casework"),
        ("casework/actions/toy.py", "xinan.casework.cases", "Inside casework"),
        ("rules/toy.py", "duckdb", "Rules know no engine"),
        ("kernel/toy.py", "psycopg", "The kernel uses the standard library"),
    ],
)
def test_a_forbidden_import_is_named_with_its_file(tmp_path: Path, module: str, imported: str, contract: str) -> None:
    house = mini_house(tmp_path)
    (house / "src" / "xinan" / module).write_text(f"import {imported}\n")
    verdict = lint_imports(house)
    assert not verdict.passed
    broken = [line for line in verdict.output.splitlines() if "BROKEN" in line]
    assert any(contract in line for line in broken), verdict.output
    assert f"xinan.{module.removesuffix('.py').replace('/', '.')}" in verdict.output
