"""Documents that come from the code: written, compared, and removed when the code no longer has them."""

from pathlib import Path

import pytest
import typer

from tests.house.toys import ROOT
from xinan.jobs.commands.docs import command
from xinan.rules.registry import RULES
from xinan.rules.vocabulary.tables import TABLES


@pytest.fixture
def root(tmp_path: Path) -> Path:
    command(root=tmp_path)
    return tmp_path


def refused(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    with pytest.raises(typer.Exit) as ending:
        command(check=True, root=root)
    assert ending.value.exit_code == 1
    return capsys.readouterr().out


def test_what_was_just_written_is_as_the_code_says(root: Path) -> None:
    command(check=True, root=root)


def test_an_edited_page_a_missing_page_and_a_leftover_are_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited, missing = root / "docs" / "data-formats.md", root / "docs" / "rules" / "wages.md"
    leftover = root / "docs" / "rules" / "weather.md"
    leftover.write_text((root / "docs" / "rules" / "filing.md").read_text(encoding="utf-8"), encoding="utf-8")
    edited.write_text(edited.read_text(encoding="utf-8").replace("| key |", "|  |").replace("**key**", ""), "utf-8")
    missing.unlink()
    said = refused(root, capsys)
    for name in ("docs/data-formats.md", "docs/rules/wages.md", "docs/rules/weather.md"):
        assert name in said
    command(root=root)
    assert missing.exists()
    assert not leftover.exists()
    command(check=True, root=root)


def test_every_rule_and_every_table_has_its_entry(root: Path) -> None:
    catalogue = "".join(path.read_text(encoding="utf-8") for path in (root / "docs" / "rules").glob("*.md"))
    for rule in RULES:
        assert f"`{rule.id}`" in catalogue
        assert rule.title.zh in catalogue
    formats = (root / "docs" / "data-formats.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        assert f"## {table.name}\n" in formats
        for column in table.columns:
            assert f"`{column.name}`" in formats


def test_pages_written_by_hand_are_left_alone(root: Path) -> None:
    own = root / "docs" / "rules" / "notes.md"
    own.write_text("# Notes\n", encoding="utf-8")
    command(root=root)
    assert own.exists()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_links_of_the_front_pages_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = [part.split(")", 1)[0].split("#")[0] for part in text.split("](")[1:]]
    missing = [target for target in targets if not target.startswith("http") and not (ROOT / target).exists()]
    assert missing == []
