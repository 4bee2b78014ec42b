"""Runs the parts one after the other, each in a process of its own, and writes docs/performance.md."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from tools.bench.lines import Line, Met
from tools.bench.machine import load_before, machine, versions
from tools.bench.parts import PARTS
from tools.bench.province import HOME, Size, described, province
from tools.chromium import ROOT

PAGE = ROOT / "docs" / "performance.md"
PREFIX = "line: "


def measure(size: Size, *, names: Iterable[str], page: Path) -> int:
    """Measure the parts named and write the page; the number of lines that missed their target or failed.

    A part that fails or takes too long leaves a line that says so, and the others go on.
    """
    load = load_before()
    province(size)
    began = time.monotonic()
    page.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for name in names:
        for line in _lines_of(name, size):
            print(line.row(), flush=True)
            lines.append(line)
        # After each part, so that a run that is broken off leaves what it measured.
        page.write_text(_page(lines, size=size, load=load, minutes=(time.monotonic() - began) / 60), encoding="utf-8")
    return sum(line.met in (Met.NO, Met.FAILED) for line in lines)


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


def _page(lines: list[Line], *, size: Size, load: float, minutes: float) -> str:
    missed = sum(line.met is Met.NO for line in lines)
    failed = sum(line.met is Met.FAILED for line in lines)
    met = sum(line.met is Met.YES for line in lines)
    text = [
        "# Ratios",
        "",
        f"Written by `make bench` on {time.strftime('%Y-%m-%d')}: {machine()}; load before it began {load:.1f};"
        f" {minutes:.0f} minutes. {versions()}.",
        "",
        f"Province: {described(size)}, simulated. All lines come from one run on this machine. Targets met {met},"
        f" missed {missed}, not measured {failed}.",
        "",
        "| what | measured | target | met | how |",
        "|---|---|---|---|---|",
        *(line.row() for line in lines),
    ]
    return "\n".join(text) + "\n"
