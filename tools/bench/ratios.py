"""Runs the parts one after the other, each in a process of its own, and writes docs/performance.md."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.bench.lines import Line, Met
from tools.bench.machine import load_before, machine, versions
from tools.bench.parts import PARTS
from tools.bench.province import HOME, Size, described, province
from tools.chromium import ROOT
from xinan.kernel.clock import SystemClock

PAGE = ROOT / "docs" / "performance.md"
PREFIX = "line: "


def measure(size: Size, *, names: Iterable[str], page: Path) -> int:
    """Measure the parts named and write the page; the number of their lines that missed their target or failed.

    A part that fails or takes too long leaves a line that says so, and the others go on. Parts not named stand on the
    page as they were last measured.
    """
    province(size)
    page.parent.mkdir(parents=True, exist_ok=True)
    missed = 0
    for name in names:
        load, began = load_before(), time.monotonic()
        lines = []
        for line in _lines_of(name, size):
            print(line.row(), flush=True)
            lines.append(line)
        _keep(Measured(name, _now(), load, time.monotonic() - began, tuple(lines)), size=size)
        # After each part, so that a run that is broken off leaves what it measured.
        page.write_text(page_of(_kept(size), size=size), encoding="utf-8")
        missed += sum(line.met in (Met.NO, Met.FAILED) for line in lines)
    return missed


@dataclass(frozen=True, slots=True)
class Measured:
    """What a part gave when it was last measured: when that was, how busy the machine was before, how long it took."""

    name: str
    at: str
    load: float
    seconds: float
    lines: tuple[Line, ...]


def _now() -> str:
    return SystemClock().now().strftime("%Y-%m-%d %H:%M")


def _file(name: str, size: Size) -> Path:
    return HOME / "measured" / size.name / f"{name}.json"


def _keep(measured: Measured, *, size: Size) -> None:
    file = _file(measured.name, size)
    file.parent.mkdir(parents=True, exist_ok=True)
    record = asdict(measured) | {"lines": [line.as_record() for line in measured.lines]}
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def _kept(size: Size) -> list[Measured]:
    """What is known of each part, in the order of the parts."""
    records = [json.loads(_file(name, size).read_text("utf-8")) for name in PARTS if _file(name, size).exists()]
    return [Measured(**{**r, "lines": tuple(Line.of_record(line) for line in r["lines"])}) for r in records]


def _lines_of(name: str, size: Size) -> list[Line]:
    command = [sys.executable, "-m", "tools.bench", "--part", name, "--size", size.name]
    log = HOME / f"{name}.log"
    with log.open("w", encoding="utf-8") as errors:
        # A session of its own, so that what a part started (a server, a worker) ends with it.
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        )
        try:
            answer, _ = process.communicate(timeout=PARTS[name].seconds)
            reason = f"ended with {process.returncode}"
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)
            answer, _ = process.communicate(timeout=60)
            reason = f"took more than {PARTS[name].seconds} s"
    said = [row.removeprefix(PREFIX) for row in answer.splitlines() if row.startswith(PREFIX)]
    lines = [Line.of_record(json.loads(row)) for row in said]
    if process.returncode:
        lines.append(Line(name, "", "", Met.FAILED, f"{reason}: {_last_words(log)}"))
    return lines


def _last_words(log: Path) -> str:
    """What the fault was: the last line of a traceback that begins one, not what a database drew under it."""
    words = [line for line in log.read_text("utf-8", errors="replace").splitlines() if line.strip()]
    faults = [line for line in words if line[0].isalpha() and ":" in line]
    said = (faults or words or ["nothing said"])[-1]
    return f"{said[:300]} (see {log})"


def run_part(name: str, size: Size) -> None:
    """One part in this process: its lines as JSON, as soon as they are there."""
    for line in PARTS[name].measure(size):
        print(f"{PREFIX}{json.dumps(line.as_record())}", flush=True)


def page_of(parts: Sequence[Measured], *, size: Size) -> str:
    """The page of ratios."""
    met = Counter(line.met for part in parts for line in part.lines)
    text = [
        "# Ratios",
        "",
        f"Written by `make bench`: {machine()}. {versions()}.",
        "",
        f"Province: {described(size)}, simulated. The two sides of a ratio are measured in one run. Targets met"
        f" {met[Met.YES]}, missed {met[Met.NO]}, not measured {met[Met.FAILED]}.",
    ]
    for part in parts:
        text += [
            "",
            f"## {PARTS[part.name].title}",
            "",
            f"{part.at}, load before it began {part.load:.1f}, {part.seconds / 60:.1f} minutes.",
            "",
            "| what | measured | target | met | how |",
            "|---|---|---|---|---|",
            *(line.row() for line in part.lines),
        ]
    return "\n".join(text) + "\n"
