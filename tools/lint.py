"""Every gate of the house, one after the other; `make lint` runs it. Says which failed and how to see it again."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"


@dataclass(frozen=True)
class Gate:
    """One check: its name, what it protects, the command that makes it."""

    name: str
    protects: str
    command: tuple[str, ...]


GATES = (
    Gate("ruff", "style, clock reads, broad excepts, late imports, complexity", ("ruff", "check", ".")),
    Gate("format", "one way of laying out code", ("ruff", "format", "--check", ".")),
    Gate("imports", "imports point down only", ("lint-imports",)),
    Gate("size", "files of 500 lines, bodies of 50", ("python", "-m", "tools.size_gate")),
    Gate("mypy", "every function typed", ("mypy",)),
    Gate("templates", "pages laid out alike", ("djlint", "src/xinan", "--lint", "--quiet")),
    Gate(
        "migrations",
        "models and migrations agree",
        ("python", "-m", "django", "makemigrations", "--check", "--dry-run"),
    ),
    Gate("documents", "documents say what the code does", ("xinan", "docs", "--check")),
    Gate("messages", "every text has its English", ("xinan", "messages", "check")),
    Gate("locks", "lock files follow pyproject.toml", ("tools/lock.sh", "--check")),
)


def run(gate: Gate) -> bool:
    """Runs one gate, prints what it said when it fails; True if it passed."""
    program, *rest = gate.command
    path = ROOT / program if "/" in program else BIN / program
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "XINAN_LANGUAGE": "en"}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    started = time.monotonic()
    result = subprocess.run([str(path), *rest], cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    passed = result.returncode == 0
    print(f"{'ok  ' if passed else 'FAIL'} {gate.name:<11} {time.monotonic() - started:5.1f} s  {gate.protects}")
    if not passed:
        print(f"{result.stdout}{result.stderr}".rstrip())
        print(f"     again: {' '.join(gate.command)}\n")
    return passed


def main(names: Sequence[str]) -> int:
    """Runs the gates named (else all); 1 if one failed."""
    known = {gate.name: gate for gate in GATES}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no gate {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    results = [run(known[name]) for name in names or known]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
