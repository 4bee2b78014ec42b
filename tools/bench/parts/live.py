"""From an accepted fact to a visible warning, while punches come in as at seven in the morning."""

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import psycopg
from django.db import connection

from tools.bench.lines import Line, at_most, stated
from tools.bench.province import HOME, Size
from tools.bench.punches import A_BATCH, SITES, Punches, made_punches
from tools.bench.stored import environment
from tools.chromium import ROOT
from xinan.gateways.database import connection_url
from xinan.gateways.wiring import wiring
from xinan.monitoring.live import full_run
from xinan.monitoring.models import Warning as Raised
from xinan.registry.models import Project, ProjectChange

SECONDS = 60
PUNCHES_A_SECOND = 500
EVERY = 0.5  # seconds between the facts that are watched
PATIENCE = 30.0
TARGET = 1.0
RULE = "filing/not-filed"


def measure(size: Size) -> Iterator[Line]:
    """The worker runs as `xinan worker`; warnings are looked for from a connection of their own."""
    full_run(clock=wiring().clock)
    ProjectChange.objects.all().delete()
    punches = made_punches(random.Random(2), seconds=SECONDS, a_second=PUNCHES_A_SECOND)  # noqa: S311 a sample, no secret
    log = (HOME / "worker.log").open("w", encoding="utf-8")
    worker = subprocess.Popen(
        [sys.executable, "-m", "xinan.jobs", "worker"],
        cwd=ROOT,
        env={**os.environ, **environment()},
        stdout=log,
        stderr=log,
    )
    try:
        probes = _Probes()
        if not probes.is_seen_within(PATIENCE * 2):
            raise TimeoutError("the worker did not answer to the first fact")
        quiet = [probes.once() for _ in range(10)]
        loaded, backlog = _under_load(probes, punches)
    finally:
        worker.terminate()
        worker.wait(90)
        log.close()
    if punches.refused:
        raise RuntimeError(f"{punches.refused} of {punches.sent} punches were refused: nothing was asked of the worker")
    yield from _lines(size, punches=punches, quiet=quiet, loaded=loaded, backlog=backlog)


def _lines(size: Size, *, punches: Punches, quiet: list[float], loaded: list[float], backlog: int) -> Iterator[Line]:
    rate = punches.sent / SECONDS
    where = f"{size.stored_projects:,} projects × {size.stored_workers} workers stored"
    how = (
        f"{where}; `xinan worker` running; {len(loaded)} changes of a project's filing, one every {EVERY:g} s, each from"
        f" its statement until its warning is raised or cured and committed; meanwhile {punches.sent:,} punches in"
        f" {SECONDS} s through the native interface's action ({rate:.0f}/s asked {PUNCHES_A_SECOND}), {A_BATCH} a message from"
        f" {SITES} sites in turn, a message {statistics.median(punches.took) * 1000:.0f} ms, the last"
        f" {punches.late:.1f} s behind its time; {backlog} projects waiting at the end; not seen in {PATIENCE:.0f} s"
        f" counts as that"
    )
    ordered = sorted(loaded)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    of = f"p50 {statistics.median(loaded):.2f} s, slowest {ordered[-1]:.2f} s"
    yield at_most("a fact to its visible warning, p95 in seconds", p95, TARGET, of=of, how=how)
    text = f"p50 {statistics.median(quiet):.2f} s, slowest {max(quiet):.2f} s"
    yield stated("the same without punches", text, how=f"{len(quiet)} changes, one after the other")


def _under_load(probes: "_Probes", punches: Punches) -> tuple[list[float], int]:
    """The seconds of each watched change while the punches come, and how many projects wait at the end."""
    start = time.monotonic()
    senders = punches.begin(start)
    while time.monotonic() < start + SECONDS:
        probes.begin()
        time.sleep(EVERY)
    backlog = ProjectChange.objects.values("project_id").distinct().count()
    for sender in senders:
        sender.join(SECONDS)
    return probes.ends(), backlog


class _Probes:
    """Projects whose filing is withdrawn and given in turn, and a watcher that sees their warnings come and go."""

    def __init__(self) -> None:
        self.ids = list(
            Project.objects.filter(filed_on__isnull=False, started_on__isnull=False, completed_on=None)
            .exclude(warnings__rule=RULE)
            .order_by("-project_id")
            .values_list("project_id", flat=True)[:SECONDS]
        )
        self.filed = dict(Project.objects.filter(project_id__in=self.ids).values_list("project_id", "filed_on"))
        self.turn = 0
        self.took: list[float] = []
        self.waiting: dict[str, tuple[float, bool]] = {}
        self.lock = threading.Lock()
        threading.Thread(target=self._watch, daemon=True).start()

    def begin(self) -> str | None:
        """Change the next project that is not waited for; its number."""
        for _ in self.ids:
            project_id = self.ids[self.turn % len(self.ids)]
            self.turn += 1
            with self.lock:
                if project_id in self.waiting:
                    continue
                is_open = Raised.objects.filter(rule=RULE, project_id=project_id, cured_at=None).exists()
                self.waiting[project_id] = (time.monotonic(), not is_open)
            filed_on = self.filed[project_id] if is_open else None
            Project.objects.filter(project_id=project_id).update(filed_on=filed_on)
            return project_id
        return None

    def once(self) -> float:
        """One change, waited for."""
        self.begin()
        return self.ends()[0]

    def is_seen_within(self, seconds: float) -> bool:
        """Whether a first change is answered at all: the worker must start and compile."""
        self.begin()
        until = time.monotonic() + seconds
        while self.waiting and time.monotonic() < until:
            time.sleep(0.05)
        self.took.clear()
        return not self.waiting

    def ends(self) -> list[float]:
        """Wait for what is under way; the seconds of all since the last call."""
        until = time.monotonic() + PATIENCE
        while self.waiting and time.monotonic() < until:
            time.sleep(0.01)
        with self.lock:
            took = self.took + [PATIENCE for _ in self.waiting]
            self.took = []
            self.waiting.clear()
        return took

    def _watch(self) -> None:
        query = (
            "SELECT project_id FROM monitoring_warning WHERE rule = %s AND project_id = ANY(%s) AND cured_at IS NULL"
        )
        with psycopg.connect(connection_url(connection.settings_dict), autocommit=True) as watcher:
            while True:
                time.sleep(0.01)
                with self.lock:
                    asked = dict(self.waiting)
                if not asked:
                    continue
                raised = {row[0] for row in watcher.execute(query, [RULE, list(asked)])}
                seen = time.monotonic()
                with self.lock:
                    for project_id, (began, is_expected) in asked.items():
                        if (project_id in raised) is is_expected and self.waiting.pop(project_id, None):
                            self.took.append(seen - began)
