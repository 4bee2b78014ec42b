"""From one province to eight: how time and memory grow."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.bench.lines import Line, at_most, stated
from tools.bench.parts.rulebook import compile_first, kept, peak_gib
from tools.bench.province import TODAY, Size, described, rows_in, several
from tools.chromium import ROOT
from xinan.engine import evaluate

MORE = 1.15
MEMORY_GIB = 8.0


def measure(size: Size) -> Iterator[Line]:
    """Eight provinces against one."""
    one, _ = kept(size)
    folder = several(size)
    answer = subprocess.run(
        [sys.executable, "-m", "tools.bench.parts.growth", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    # DuckDB may draw a progress bar before it.
    seconds, memory, findings = json.loads(answer.stdout[answer.stdout.rindex("[") :])
    of = f"{seconds:.1f} s ÷ {one:.1f} s, {findings:,} findings"
    how = f"{size.copies} copies of {described(size)} under other identifiers, {rows_in(folder):,} rows; one run"
    name = f"growth: {size.copies} provinces against one"
    yield at_most(name, seconds / one, size.copies * MORE, of=of, how=how)
    yield at_most("peak memory of it, GiB", memory, MEMORY_GIB, of="resident", how="the process of that run alone")
    per_row = seconds / rows_in(folder) * 1e6
    yield stated("a million rows of it", f"{per_row:.2f} s", how="the same run")


def main(folder: Path) -> None:
    """Evaluate once and say how long it took, how much memory it held, how much it found."""
    compile_first()
    started = time.monotonic()
    findings = evaluate(folder, as_of=TODAY)
    print(json.dumps([time.monotonic() - started, peak_gib(), len(findings)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
