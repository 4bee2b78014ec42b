"""Measures the product through its own commands and pages, into docs/benchmarks.md.

Everything runs on data of its own in .xinan/bench/product, with the embedded database as it is shipped: commits reach the disk.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module

from tests.intake import site
from tests.intake.workbooks import workbook
from tools.bench.machine import load_before, machine
from tools.bench.province import HOME as KEPT
from tools.bench.province import rows_in
from tools.chromium import ROOT

HOME = KEPT / "product"
PAGE = ROOT / "docs" / "benchmarks.md"
PROJECTS, WORKERS, MONTHS = 150, 25, 6  # the province of `make demo`
END = "2026-11-23"
NOW = f"{END}T09:30:00+08:00"
HANDS, DAYS = 500, 100  # two punches each: 100,000 rows
CALLS = 25

Row = tuple[str, str, str]


def xinan(*arguments: str) -> float:
    """Run a command of the product; the seconds it took."""
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-m", "xinan.jobs", *arguments],
        cwd=ROOT,
        env={**os.environ, "XINAN_HOME": str(HOME), "XINAN_NOW": NOW},
        check=False,
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise RuntimeError(f"xinan {' '.join(arguments)}\n{result.stdout}{result.stderr}")
    return time.monotonic() - started


def snapshot_figures() -> Iterator[Row]:
    """A snapshot written and evaluated."""
    folder = HOME / "snapshot"
    size = ("--projects", str(PROJECTS), "--workers", str(WORKERS), "--months", str(MONTHS))
    written = xinan("simulate", str(folder), "--end", END, *size)
    rows = rows_in(folder)
    what = f"{PROJECTS} projects × {WORKERS} workers × {MONTHS} months, {rows:,} rows"
    yield "simulate a snapshot", what, f"{written:.1f} s"
    took = xinan("evaluate", str(folder), "--as-of", END, "--out", str(HOME / "findings.csv"))
    yield "evaluate it, all rules", "DuckDB, from Parquet to findings", f"{took:.1f} s"
    took = xinan("demo", "--prepare-only", "--port", "8999", *size)
    yield (
        "load it into PostgreSQL and evaluate it there",
        "migrations, history, punches and days included",
        f"{took:.1f} s",
    )


def import_figures() -> Iterator[Row]:
    """The sheets of a large site, and 100,000 punches."""
    folder = HOME / "sheets"
    folder.mkdir(parents=True, exist_ok=True)
    hands = [site.Hand("王建设", serial) for serial in range(1, HANDS + 1)]
    days = site.workdays(date(2026, 6, 1), date(2026, 11, 20))[:DAYS]
    sheets = {
        "projects": site.project(),
        "units": site.units(),
        "teams": site.teams("钢筋一班"),
        "people": site.people(hands),
        "entries": site.entries(hands, on=date(2026, 6, 1)),
        "attendance": site.attendance(hands, days),
    }
    paths = {kind: folder / f"{kind}.xlsx" for kind in sheets}
    for kind, records in sheets.items():
        paths[kind].write_bytes(workbook(kind, records))
    before = [str(path) for kind, path in paths.items() if kind != "attendance"]
    took = xinan("import", *before)
    yield "import a site with its people", f"five sheets, {HANDS} people sealed", f"{took:.1f} s"
    rows = len(sheets["attendance"])
    for what in ("import attendance", "the same file again: nothing changes"):
        took = xinan("import", str(paths["attendance"]), "--project", site.PROJECT)
        yield what, f"{rows:,} rows from .xlsx", f"{took:.1f} s"


def page_figures() -> Iterator[Row]:
    """Pages and the live step, in this process."""
    os.environ |= {
        "XINAN_LOG_LEVEL": "WARNING",
        "XINAN_HOME": str(HOME),
        "XINAN_NOW": NOW,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    import_module("xinan.gateways.database").ensure_database()
    (HOME / "static").mkdir(exist_ok=True)
    import_module("django").setup()
    models = import_module("xinan.monitoring.models")
    payments = import_module("xinan.payments.models")
    client = import_module("django.test").Client()
    client.force_login(import_module("xinan.people.models").User.objects.get(username="province"))
    worst = models.Warning.objects.filter(state="open", level="red").exclude(project=None).order_by("id")[0]
    for name, address in (
        ("inbox of the province", "/"),
        ("project page", f"/projects/{worst.project_id}/"),
        ("rule page", "/rules/wages/unpaid/"),
    ):
        yield name, f"{CALLS} requests, median / slowest", spread(lambda at=address: client.get(at))
    payment = payments.WagePayment.objects.filter(status="paid").order_by("payment_id")[0]
    live, clock = import_module("xinan.monitoring.live"), import_module("xinan.gateways.wiring").wiring().clock

    def touched() -> None:
        payment.amount += 1
        payment.save()
        while live.live_step(clock=clock) is not None:
            pass

    yield "one fact to its warnings", "commit, evaluate the project, reconcile; median / slowest", spread(touched)


def spread(call: Callable[[], object]) -> str:
    """The median and the slowest of CALLS calls, after one that warms up."""
    call()
    times = []
    for _ in range(CALLS):
        started = time.monotonic()
        call()
        times.append((time.monotonic() - started) * 1000)
    return f"{statistics.median(times):.0f} / {max(times):.0f} ms"


def measure() -> None:
    """Measure everything and write the page."""
    shutil.rmtree(HOME, ignore_errors=True)
    load = load_before()
    lines = [
        "# How fast",
        "",
        f"Written by `make bench` on {time.strftime('%Y-%m-%d')}: {machine()}; load before it began {load:.1f}.",
        "Every figure is of a whole command, its start included, unless it says otherwise.",
        "",
        "| what | of what | time |",
        "|---|---|---|",
    ]
    for part in (snapshot_figures, import_figures, page_figures):
        for row in _rows(part):
            lines.append(f"| {' | '.join(row)} |")
            print(lines[-1], flush=True)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rows(part: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """The rows of a part; one that fails says so and keeps nothing else from being measured."""
    try:
        yield from part()
    except Exception as fault:  # noqa: BLE001 whatever it was, the others are measured
        yield part.__name__, f"failed: {type(fault).__name__}: {str(fault)[-300:]}".replace("\n", " "), ""
