"""Punches as they come in at seven in the morning: many sites, a message each in turn, each at its time."""

import io
import json
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from xinan.gateways.wiring import wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.credential_models import Credential
from xinan.intake.native.body import Body
from xinan.intake.native.receiving import Form, Sent, receive
from xinan.intake.persons import ID_NUMBER, NAME
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.clock import CHINA
from xinan.workforce.models import Employment

A_BATCH = 50  # what a gate sends at a time
SITES = 300  # which take turns
SENDERS = 2


@dataclass
class Punches:
    """The stream of messages, made before the clock runs, and what became of it."""

    batches: list[tuple[Credential, bytes]]
    seconds: float
    a_second: float
    sent: int = 0
    refused: int = 0
    late: float = 0.0  # how far the stream fell behind its timetable
    took: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, start: float) -> list[threading.Thread]:
        """Send from now on; the threads that do."""
        senders = [threading.Thread(target=self._send, args=(n, start), daemon=True) for n in range(SENDERS)]
        for sender in senders:
            sender.start()
        return senders

    def _send(self, number: int, start: float) -> None:
        """Every second batch, each at its time; behind it, as fast as it goes, until the time is up."""
        clock, keyring = wiring().clock, wiring().keyring
        try:
            for index in range(number, len(self.batches), SENDERS):
                due = start + index * A_BATCH / self.a_second
                time.sleep(max(0.0, due - time.monotonic()))
                began = time.monotonic()
                if began > start + self.seconds:
                    return
                credential, content = self.batches[index]
                sent = Sent(credential, str(credential.project_id), sheet_of_kind("attendance"), Form.NDJSON)
                batch = receive(sent, Body(io.BytesIO(content)), clock=clock.now, keyring=keyring).batch
                with self.lock:
                    self.sent += A_BATCH
                    self.refused += batch.rejected
                    self.took.append(time.monotonic() - began)
                    self.late = time.monotonic() - due
        finally:
            connection.close()


def made_punches(chance: random.Random, *, seconds: float, a_second: float) -> Punches:
    """So many punches a second for so long; people of the roster, with their true numbers."""
    messages = int(seconds * a_second / A_BATCH)
    return Punches(list(_messages(chance, messages)), seconds, a_second)


def _messages(chance: random.Random, count: int) -> Iterator[tuple[Credential, bytes]]:
    keyring, now = wiring().keyring, wiring().clock.now()
    people = _people()
    senders = {
        site: open_credential(project_id=site, name="闸机", by=None, now=now, keyring=keyring).credential
        for site in people
    }
    sites, today = sorted(people), wiring().clock.today()
    begin = datetime(today.year, today.month, today.day, 5, tzinfo=CHINA)
    for number in range(count):
        site = sites[number % len(sites)]
        records = [
            chance.choice(people[site])
            | {"punched_at": f"{begin + timedelta(seconds=chance.randrange(16_000)):%Y-%m-%d %H:%M:%S}"}
            for _ in range(A_BATCH)
        ]
        yield senders[site], "".join(f"{json.dumps(record)}\n" for record in records).encode()


def _people() -> dict[str, list[dict[str, str]]]:
    """What identifies the people of some sites, by site."""
    keyring = wiring().keyring
    staying = Employment.objects.filter(left_on=None, post="worker", project__completed_on=None)
    by_site: dict[str, list[Employment]] = {}
    for row in staying.select_related("worker").order_by("project_id", "employment_id"):
        if row.project_id in by_site or len(by_site) < SITES:
            by_site.setdefault(row.project_id, []).append(row)
    return {
        site: [
            {
                "enterprise_code": one.employer_id,
                "person_name": keyring.open(one.worker.name_sealed, context=NAME),
                "identity": keyring.open(one.worker.id_number_sealed, context=ID_NUMBER),
                "direction": "进场",
                "passage": "人脸识别",
            }
            for one in theirs
        ]
        for site, theirs in by_site.items()
    }
