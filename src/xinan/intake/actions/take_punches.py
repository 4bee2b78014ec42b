"""Take very many punches: read as columns, staged by COPY, entered by one statement, their days summed up once."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
from django.db import connection

from xinan.intake.actions.take_attendance import is_in_order
from xinan.intake.actions.take_records import Records, judged
from xinan.intake.actions.take_rows import Outcome, conclude, lock_project, settled, written_for
from xinan.intake.duplicates import refuse_duplicate
from xinan.intake.models import Batch
from xinan.intake.native.errors import too_many_rows
from xinan.intake.native.parts import Block, Part
from xinan.intake.native.punches import Punches, PunchReader
from xinan.intake.native.seen import SeenKeys
from xinan.intake.parties import units_of
from xinan.intake.persons import Persons
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.rows import Row
from xinan.intake.restating import restate_punches
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.intake.sheets.codes import BY_HAND
from xinan.intake.taking import Taken
from xinan.kernel.ciphers import Keyring
from xinan.workforce.actions.recompute_days import recompute_days

KIND = "attendance"
MOST_ROWS = 2_000_000
_STAGE = (
    "CREATE TEMP TABLE stage_punches (worker_id text, at timestamptz, direction text, method text, supplement boolean)"
    " ON COMMIT DROP"
)
_COPY = "COPY stage_punches FROM STDIN (FORMAT csv, NULL '\\N')"
# Sorted, so that neighbours of the index are entered together. What is there already just so is not touched.
_ENTER = """
WITH entered AS (
    INSERT INTO workforce_punch AS p (project_id, worker_id, at, direction, method, supplement, batch_id)
    SELECT %s, worker_id, at, direction, method, supplement, %s FROM stage_punches ORDER BY worker_id, at, direction
    ON CONFLICT (project_id, worker_id, at, direction) DO UPDATE
    SET method = excluded.method, supplement = excluded.supplement, batch_id = excluded.batch_id
    WHERE (p.method, p.supplement) IS DISTINCT FROM (excluded.method, excluded.supplement)
    RETURNING (at AT TIME ZONE 'Asia/Shanghai')::date AS day, (xmax = 0) AS new
)
SELECT day, count(*) FILTER (WHERE new), count(*) FILTER (WHERE NOT new) FROM entered GROUP BY day
"""


def take_punches(
    batch: Batch, *, parts: Iterable[Part], project_id: str, now: datetime, keyring: Keyring, record: bool = True
) -> Outcome:
    """Take a stream of punches as one batch; what comes of it is what take_records makes of the same rows.

    `parts` is read once and never held as a whole. Raises what reading it raises; nothing is taken then.
    """

    def take() -> Outcome:
        outcome = Outcome(project_id=project_id)
        with written_for(batch):
            lock_project(project_id)
            _Work(batch, outcome, today=now.date(), keyring=keyring).take(parts)
            conclude(batch, outcome, kind=KIND, today=now.date())
        return outcome

    return settled(batch, take, project_id=project_id, now=now, record=record)


class _Work:
    """One batch of punches under way."""

    def __init__(self, batch: Batch, outcome: Outcome, *, today: date, keyring: Keyring) -> None:
        self._batch, self._outcome, self._today = batch, outcome, today
        self._sheet = sheet_of_kind(KIND)
        self._units = units_of(outcome.project_id)
        self._reader = PunchReader(self._sheet, units=self._units, project_id=outcome.project_id, today=today)
        self._persons = Persons(keyring=keyring, batch_id=batch.pk)
        self._seen = SeenKeys()
        self._staged = 0

    def take(self, parts: Iterable[Part]) -> None:
        """Stage everything, then enter it."""
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS stage_punches")
            cursor.execute(_STAGE)
        for part in parts:
            punches, unjudged = self._read(part)
            if self._outcome.rows > MOST_ROWS:
                raise too_many_rows(MOST_ROWS)
            self._stage(self._in_order(self._fresh(punches), unjudged))
        self._enter()

    def _read(self, part: Part) -> tuple[Punches, dict[int, Row]]:
        """The punches of a part; those read one by one come as rows, too, for they may still be refused."""
        if not isinstance(part, Block):
            self._outcome.rows += len(part)
            return self._one_by_one(part)
        self._outcome.rows += part.rows.num_rows
        punches, others = self._reader.read(part)
        if not len(others):
            return punches, {}
        slow, rows = self._one_by_one(part.chosen(others))
        return punches + slow, rows

    def _one_by_one(self, records: Records) -> tuple[Punches, dict[int, Row]]:
        rows: dict[int, Row] = {}
        bad: list[list[Fault]] = []
        for item in judged(self._sheet, records, project_id=self._outcome.project_id):
            if isinstance(item, Row):
                rows[item.number] = item
            else:
                bad.append(item)
        self._outcome.taken.refuse_all(bad)
        return self._reader.of_rows(list(rows.values())), rows

    def _fresh(self, punches: Punches) -> Punches:
        positions, repeats = self._seen.fresh(punches.keys, punches.lines, punches.contents)
        taken = Taken()
        for repeat in repeats:
            if repeat.same:
                taken.count("unchanged")
            else:
                refuse_duplicate(self._sheet, repeat.line, earlier=repeat.earlier, taken=taken)
        self._outcome.taken.add(taken)
        return punches.chosen(positions)

    def _in_order(self, punches: Punches, unjudged: dict[int, Row]) -> Punches:
        """Without those that the registry or the calendar refuses."""
        if not unjudged:
            return punches
        taken = Taken()
        good = [
            line not in unjudged or is_in_order(unjudged[line], units=self._units, today=self._today, taken=taken)
            for line in punches.lines.tolist()
        ]
        self._outcome.taken.add(taken)
        return punches.chosen(np.flatnonzero(good))

    def _stage(self, punches: Punches) -> None:
        if not len(punches.lines):
            return
        by_hand = np.array([method in BY_HAND for method in self._reader.methods], dtype=bool)
        rows = pa.RecordBatch.from_arrays(
            [
                self._ids_of(punches.workers),
                pa.array(punches.seconds).cast(pa.timestamp("s", tz="UTC")),
                pa.array(["01", "02"]).take(pa.array(punches.directions)),
                pa.array(self._reader.methods).take(pa.array(punches.methods)),
                pa.array(by_hand[punches.methods]),
            ],
            names=["worker_id", "at", "direction", "method", "supplement"],
        )
        text = io.BytesIO()
        pa.csv.write_csv(rows, text, pa.csv.WriteOptions(include_header=False, quoting_style="none"))
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.write(text.getbuffer())
        self._staged += len(punches.lines)

    def _ids_of(self, workers: Any) -> Any:
        """The worker ids; whoever is met for the first time is looked up, or entered as a worker not on the roster."""
        numbers, places = np.unique(workers, return_inverse=True)
        people = [self._reader.people[number] for number in numbers]
        ids = self._persons.enrol(people)
        return pa.array([ids[person.identity] for person in people]).take(pa.array(places))

    def _enter(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_ENTER, [self._outcome.project_id, self._batch.pk])
            days = cursor.fetchall()
        added, changed = sum(day[1] for day in days), sum(day[2] for day in days)
        if self._staged > added + changed:
            restate_punches(self._outcome.project_id, stage="stage_punches", batch_id=self._batch.pk)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE stage_punches")
        recompute_days({(self._outcome.project_id, day) for day, _added, _changed in days})
        self._outcome.taken.count("added", added)
        self._outcome.taken.count("changed", changed)
        self._outcome.taken.count("unchanged", self._staged - added - changed)
