"""From an accepted fact to a visible warning, while punches come in as at seven in the morning."""

import io
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import psycopg
from django.db import connection

from tools.bench.lines import Line, at_most, stated
from tools.bench.province import HOME, Size
from tools.bench.stored import environment
from tools.chromium import ROOT
from xinan.gateways.database import connection_url
from xinan.gateways.wiring import wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.credential_models import Credential
from xinan.intake.native.body import Body
from xinan.intake.native.receiving import Form, Sent, receive
from xinan.intake.persons import ID_NUMBER, NAME
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.clock import CHINA
from xinan.monitoring.live import full_run
from xinan.monitoring.models import Warning as Raised
from xinan.registry.models import Project, ProjectChange
from xinan.workforce.models import Employment

SECONDS = 60
PUNCHES_A_SECOND = 500
A_BATCH = 50  # what a gate sends at a time
SITES = 300  # which take turns
SENDERS = 2
EVERY = 0.5  # seconds between the facts that are watched
PATIENCE = 30.0
TARGET = 1.0
RULE = "filing/not-filed"


@dataclass
class Punches:
    """The stream of batches, made before the clock runs."""

    batches: list[tuple[Credential, bytes]]
    sent: int = 0
    refused: int = 0
    late: float = 0.0  # how far the stream fell behind its timetable
    took: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def measure(size: Size) -> Iterator[Line]:
    """The worker runs as `xinan worker`; warnings are looked for from a connection of their own."""
    full_run(clock=wiring().clock)
    ProjectChange.objects.all().delete()
    punches = Punches(list(_batches(random.Random(2))))  # noqa: S311 a sample, no secret
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
    yield from _lines(size, punches=punches, quiet=quiet, loaded=loaded, backlog=backlog)


def _lines(size: Size, *, punches: Punches, quiet: list[float], loaded: list[float], backlog: int) -> Iterator[Line]:
    rate = punches.sent / SECONDS
    where = f"{size.stored_projects:,} projects × {size.stored_workers} workers stored"
    how = (
        f"{where}; `xinan worker` running; {len(loaded)} changes of a project's filing, one every {EVERY:g} s, each from"
        f" its statement until its warning is raised or cured and committed; meanwhile {punches.sent:,} punches in"
        f" {SECONDS} s through the native interface's action ({rate:.0f}/s asked {PUNCHES_A_SECOND}), {A_BATCH} a message from"
        f" {SITES} sites in turn, {punches.refused} refused, a message {statistics.median(punches.took) * 1000:.0f} ms, the last"
        f" {punches.late:.1f} s behind its time; {backlog} projects waiting at the end; not seen in {PATIENCE:.0f} s"
        f" counts as that"
    )
    ordered = sorted(loaded)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    of = f"p50 {statistics.median(loaded):.2f} s, slowest {ordered[-1]:.2f} s"
    yield at_most("a fact to its visible warning, p95 in seconds", p95, TARGET, of=of, how=how)
    text = f"p50 {statistics.median(quiet):.2f} s, slowest {max(quiet):.2f} s"
    yield stated("the same without punches", text, how=f"{len(quiet)} changes, one after the other")


def _batches(chance: random.Random) -> Iterator[tuple[Credential, bytes]]:
    """Messages of punches, the sites in turn; people of the roster, with their true numbers."""
    keyring, today = wiring().keyring, wiring().clock.today()
    staying = Employment.objects.filter(left_on=None, post="worker", project__completed_on=None)
    rows = staying.select_related("worker").order_by("project_id", "employment_id")
    by_site: dict[str, list[Employment]] = {}
    for row in rows:
        if row.project_id in by_site or len(by_site) < SITES:
            by_site.setdefault(row.project_id, []).append(row)
    people = {
        site: [
            {
                "enterprise_code": one.employer_id,
                "": keyring.open(one.worker.name_sealed, context=NAME),
                "identity": keyring.open(one.worker.id_number_sealed, context=ID_NUMBER),
                "direction": "进场",
                "passage": "人脸识别",
            }
            for one in theirs
        ]
        for site, theirs in by_site.items()
    }
    now = wiring().clock.now()
    senders = {
        site: open_credential(project_id=site, name="闸机", by=None, now=now, keyring=keyring).credential
        for site in people
    }
    sites = sorted(people)
    begin = datetime(today.year, today.month, today.day, 5, tzinfo=CHINA)
    for number in range(SECONDS * PUNCHES_A_SECOND // A_BATCH):
        site = sites[number % len(sites)]
        records = [
            chance.choice(people[site])
            | {"punched_at": f"{begin + timedelta(seconds=chance.randrange(16_000)):%Y-%m-%d %H:%M:%S}"}
            for _ in range(A_BATCH)
        ]
        yield senders[site], "".join(f"{json.dumps(record)}\n" for record in records).encode()


def _under_load(probes: "_Probes", punches: Punches) -> tuple[list[float], int]:
    """The seconds of each watched change while the punches come, and how many projects wait at the end."""
    start = time.monotonic()
    senders = [threading.Thread(target=_send, args=(punches, n, start), daemon=True) for n in range(SENDERS)]
    for sender in senders:
        sender.start()
    while time.monotonic() < start + SECONDS:
        probes.begin()
        time.sleep(EVERY)
    backlog = ProjectChange.objects.values("project_id").distinct().count()
    for sender in senders:
        sender.join(SECONDS)
    return probes.ends(), backlog


def _send(punches: Punches, number: int, start: float) -> None:
    """Every second batch, each at its time; behind it, as fast as it goes, until the time is up."""
    a_second = PUNCHES_A_SECOND / A_BATCH
    clock, keyring = wiring().clock, wiring().keyring
    try:
        for index in range(number, len(punches.batches), SENDERS):
            due = start + index / a_second
            time.sleep(max(0.0, due - time.monotonic()))
            began = time.monotonic()
            if began > start + SECONDS:
                return
            credential, content = punches.batches[index]
            sent = Sent(credential, str(credential.project_id), sheet_of_kind("attendance"), Form.NDJSON)
            batch = receive(sent, Body(io.BytesIO(content)), clock=clock.now, keyring=keyring).batch
            with punches.lock:
                punches.sent += A_BATCH
                punches.refused += batch.rejected
                punches.took.append(time.monotonic() - began)
                punches.late = time.monotonic() - due
    finally:
        connection.close()


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
