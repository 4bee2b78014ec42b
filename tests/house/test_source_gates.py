"""What ruff, mypy and the size gate refuse, shown on toys; the same toys put right pass."""

from pathlib import Path

import pytest

from tests.house.toys import ROOT, Verdict, ruff, run
from tools.size_gate import oversized

RULE = "src/xinan/rules/wages/toy/rule.py"
ACTION = "src/xinan/registry/actions/toy.py"

REFUSED = {
    "the clock read in a rule": (RULE, "from datetime import date\n\nTODAY = date.today()\n", "TID251"),
    "the clock read under another name": (
        ACTION,
        "from django.utils import timezone as tz\n\nNOW = tz.now()\n",
        "TID251",
    ),
    "a field that reads the clock by default": (
        "src/xinan/registry/models/toy.py",
        "from django.db import models\nfrom django.utils import timezone\n\n"
        "field = models.DateTimeField(default=timezone.now)\n",
        "TID251",
    ),
    "a moment without a time zone": (RULE, "from datetime import datetime\n\nT = datetime(2026, 1, 1)\n", "DTZ001"),
    "an import inside a function": (
        ACTION,
        "def late() -> str:\n    import json\n\n    return json.dumps(1)\n",
        "PLC0415",
    ),
    "a relative import": (ACTION, "from . import other\n\n__all__ = ['other']\n", "TID252"),
    "the standard logging": (ACTION, "import logging\n\nlogging.info('x')\n", "TID251"),
    "a broad except": (
        ACTION,
        "def swallow(value: str) -> int:\n    try:\n        return int(value)\n"
        "    except Exception:\n        return 0\n",
        "BLE001",
    ),
    "a bare except": (
        ACTION,
        "def swallow(value: str) -> int:\n    try:\n        return int(value)\n    except:\n        return 0\n",
        "E722",
    ),
    "a print": (ACTION, "print('hello')\n", "T201"),
    "a function of eleven branches": (
        ACTION,
        "def tower(n: int) -> int:\n"
        + "".join(f"    if n == {i}:\n        n += {i}\n" for i in range(11))
        + "    return n\n",
        "C901",
    ),
    "a waiver nobody needs": (ACTION, "X = 1  # noqa: TID251\n", "RUF100"),
}

ALLOWED = {
    "the clock in its one place": (
        "src/xinan/kernel/clock.py",
        '"""Clock."""\n\nfrom datetime import date\n\nTODAY = date.today()\n',
    ),
    "the day taken as an argument": (
        RULE,
        '"""Rule."""\n\nfrom datetime import date\n\n\ndef due(as_of: date) -> date:\n    return as_of\n',
    ),
}


@pytest.mark.parametrize("toy", REFUSED)
def test_ruff_refuses(toy: str) -> None:
    file, source, code = REFUSED[toy]
    verdict = ruff(source, as_file=file)
    assert not verdict.passed
    assert code in verdict.output


@pytest.mark.parametrize("toy", ALLOWED)
def test_ruff_allows(toy: str) -> None:
    file, source = ALLOWED[toy]
    verdict = ruff(source, as_file=file)
    assert verdict.passed, verdict.output


def mypy(folder: Path, source: str) -> Verdict:
    toy = folder / "toy_module.py"
    toy.write_text(source)
    return run("mypy", "--config-file", str(ROOT / "pyproject.toml"), str(toy), python_path=f"{ROOT / 'src'}:{ROOT}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("def untyped(value):\n    return value\n", "no-untyped-def"),
        ("def half(value: int):\n    return value\n", "no-untyped-def"),
        ("def loose(value: dict) -> None:\n    print(value)\n", "type-arg"),
    ],
)
def test_mypy_refuses_an_untyped_function(tmp_path: Path, source: str, code: str) -> None:
    verdict = mypy(tmp_path, source)
    assert not verdict.passed
    assert f"[{code}]" in verdict.output


@pytest.mark.slow
def test_mypy_allows_a_typed_function(tmp_path: Path) -> None:
    verdict = mypy(tmp_path, "def typed(value: int) -> int:\n    return value\n")
    assert verdict.passed, verdict.output


def put(root: Path, name: str, source: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)


def function_of(lines: int) -> str:
    return "def long() -> None:\n" + "    pass\n" * lines


@pytest.mark.parametrize(
    ("name", "source", "complaint"),
    [
        ("src/xinan/registry/toy.py", function_of(51), "long: a body of 51 lines"),
        ("config/toy.py", "async " + function_of(51), "long: a body of 51 lines"),
        ("src/xinan/registry/toy.py", "X = 1\n" * 501, "501 lines"),
        ("src/xinan/web/templates/toy.html", "<p></p>\n" * 501, "501 lines"),
        ("tests/toy.py", "X = 1\n" * 1001, "1001 lines"),
    ],
)
def test_the_size_gate_refuses(tmp_path: Path, name: str, source: str, complaint: str) -> None:
    put(tmp_path, name, source)
    found = list(oversized(tmp_path))
    assert len(found) == 1
    assert complaint in found[0]
    assert name in found[0]


def test_the_size_gate_allows_the_limit_itself(tmp_path: Path) -> None:
    put(tmp_path, "src/xinan/registry/body.py", function_of(50))
    put(tmp_path, "src/xinan/registry/file.py", "X = 1\n" * 500)
    put(tmp_path, "src/xinan/registry/migrations/0001_initial.py", "X = 1\n" * 900)
    put(tmp_path, "tests/file.py", "X = 1\n" * 1000)
    assert list(oversized(tmp_path)) == []


def test_the_product_is_within_its_sizes() -> None:
    assert list(oversized(ROOT)) == []
