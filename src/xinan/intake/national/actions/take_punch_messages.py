"""Take messages of attendance that wait one behind the other together: each answers for its own lines all the same.

Gates send twenty lines a message, several a second; by itself each costs a transaction and some fifteen statements. What
comes of them together is what comes of them one after the other (tests/api/national/test_together.py).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pghistory
from django.db import transaction

from xinan.intake.actions.receive_files import original_of
from xinan.intake.actions.take_attendance import is_in_order
from xinan.intake.actions.take_records import judged
from xinan.intake.actions.take_rows import Outcome, lock_project, record_all
from xinan.intake.duplicates import Duplicates
from xinan.intake.feeds import hear
from xinan.intake.models import Batch
from xinan.intake.national.further import Context, keep_further
from xinan.intake.national.knowing import team_fault, team_of
from xinan.intake.national.mapping import Known, TeamPlace, in_our_words, records_of
from xinan.intake.national.messages import Message, unkept
from xinan.intake.parties import units_of
from xinan.intake.persons import Persons, person_of
from xinan.intake.punch_stage import PunchKey, PunchRow, enter_punches
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.rows import Row
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.intake.sheets.codes import BY_HAND
from xinan.kernel.ciphers import Keyring
from xinan.workforce.actions.recompute_days import recompute_days

KIND = "attendance"


@dataclass
class _Told:
    """One message with what comes of it."""

    batch: Batch
    message: Message
    team: TeamPlace | None
    outcome: Outcome
    rows: list[Row] = field(default_factory=list)


@transaction.atomic
def take_punch_messages(numbers: Sequence[int], *, now: datetime, keyring: Keyring) -> int:
    """Take these messages of one project, in their order; how many still waited. All of them, or nothing is changed."""
    waiting = Batch.objects.select_for_update().filter(pk__in=numbers, kind=KIND, finished_at=None)
    batches = list(waiting.order_by("pk"))
    if not batches:
        return 0
    project_id = batches[0].project_id
    lock_project(project_id)
    told = _read(batches, project_id, today=now.date(), keyring=keyring)
    ids = _people(told, keyring=keyring)
    _enter(told, ids, project_id)
    for one in told:
        _keep_further(one, project_id, keyring=keyring)
        _settle(one)
    if any(one.outcome.accepted for one in told):
        with pghistory.context(batch=batches[-1].pk):
            hear(KIND, project_id, today=now.date())
    record_all([(one.batch, one.outcome) for one in told], now=now)
    return len(batches)


def _read(batches: Sequence[Batch], project_id: str, *, today: date, keyring: Keyring) -> list[_Told]:
    """The messages with the rows that are in order, and what is wrong with the others."""
    units, teams = units_of(project_id), {}
    told = []
    for batch in batches:
        message = unkept(original_of(batch, keyring=keyring).decode())
        team = None
        if (number := message.body.get("teamSysNo")) is not None:
            if number not in teams:
                teams[number] = team_of(project_id, number)
            team = teams[number]
        one = _Told(batch, message, team, Outcome(project_id=project_id))
        fault = team_fault(message.body, team) if number is not None else None
        if fault is not None:
            one.outcome.undone = True
            one.outcome.taken.faults.append(fault)
        else:
            _judge(one, project_id, units=units, today=today)
        told.append(one)
    return told


def _judge(one: _Told, project_id: str, *, units: Collection[str], today: date) -> None:
    sheet, taken = sheet_of_kind(KIND), one.outcome.taken
    if not one.message.lines:
        return
    items = list(judged(sheet, records_of(one.message, Known(one.team)), project_id=project_id))
    one.outcome.rows = len(items)
    taken.refuse_all(item for item in items if isinstance(item, list))
    rows = Duplicates(sheet).without([item for item in items if isinstance(item, Row)], taken)
    one.rows = [row for row in rows if is_in_order(row, units=units, today=today, taken=taken)]


def _people(told: Sequence[_Told], *, keyring: Keyring) -> dict[str, str]:
    """The worker of each identity; whoever is met for the first time is entered by the first message that names him."""
    ids = Persons(keyring=keyring, batch_id=None).find(row.values["identity"] for one in told for row in one.rows)
    for one in told:
        strangers = {
            row.values["identity"]: person_of(row.values) for row in one.rows if row.values["identity"] not in ids
        }
        if strangers:
            with pghistory.context(batch=one.batch.pk):
                ids |= Persons(keyring=keyring, batch_id=one.batch.pk).enrol(strangers.values())
    return ids


def _enter(told: Sequence[_Told], ids: dict[str, str], project_id: str) -> None:
    """Enter the punches, a wave at a time: a punch told again waits for the next, so that the last word is the last."""
    wave: dict[PunchKey, tuple[PunchRow, _Told]] = {}
    touched: set[tuple[str, date]] = set()
    for one in told:
        rows = [_punch(row, ids, one.batch.pk) for row in one.rows]
        if any(row.key in wave for row in rows):
            touched |= _flush(wave, project_id)
            wave = {}
        wave |= {row.key: (row, one) for row in rows}
    touched |= _flush(wave, project_id)
    recompute_days(touched)


def _punch(row: Row, ids: dict[str, str], batch_id: int) -> PunchRow:
    values = row.values
    passage = values["passage"] or ""
    key = (ids[values["identity"]], values["punched_at"], values["direction"])
    return PunchRow(*key, passage, passage in BY_HAND, batch_id)


def _flush(wave: dict[PunchKey, tuple[PunchRow, _Told]], project_id: str) -> set[tuple[str, date]]:
    if not wave:
        return set()
    entered = enter_punches(project_id, [row for row, _one in wave.values()])
    for key, (_row, one) in wave.items():
        one.outcome.taken.count(entered.outcome(key))
    return entered.days(project_id)


def _keep_further(one: _Told, project_id: str, *, keyring: Keyring) -> None:
    if not one.outcome.accepted:
        return
    refused = {fault.row for fault in one.outcome.taken.faults}
    lines = [line for line in one.message.lines if line[0] not in refused]
    with pghistory.context(batch=one.batch.pk):
        keep_further(Context(one.message, lines, project_id, one.batch.pk, keyring, one.team))


def _settle(one: _Told) -> None:
    """What its sender is told, in the interface's own words."""
    faults: list[Fault] = one.outcome.taken.faults
    faults[:] = [in_our_words(KIND, fault) for fault in faults] + one.message.faults
    rows: Any = {fault.row for fault in faults}
    one.outcome.rows = max(one.outcome.rows, one.batch.rows, len(rows))
