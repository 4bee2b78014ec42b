"""Runs the real tools, with the real configuration, on small made-up sources."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Verdict:
    """What a tool said and whether it was content."""

    passed: bool
    output: str


def run(*command: str, cwd: Path = ROOT, source: str | None = None, python_path: str = "") -> Verdict:
    """Runs one of the tools installed beside this Python."""
    environment = {**os.environ, "PYTHONPATH": python_path, "NO_COLOR": "1"}
    result = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=cwd,
        env=environment,
        input=source,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Verdict(result.returncode == 0, result.stdout + result.stderr)


def ruff(source: str, *, as_file: str) -> Verdict:
    """Ruff's verdict on `source`, were it the file `as_file` of the checkout."""
    return run("ruff", "check", "--output-format=concise", "--stdin-filename", as_file, "-", source=source)


def mini_house(folder: Path) -> Path:
    """The empty packages of the product with its configuration: a house into which a toy can be put."""
    for package in ("src/xinan", "config"):
        for source in (ROOT / package).rglob("__init__.py"):
            target = folder / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def lint_imports(house: Path) -> Verdict:
    """import-linter's verdict on a house."""
    return run("lint-imports", "--no-cache", cwd=house, python_path=os.pathsep.join([str(house / "src"), str(house)]))
