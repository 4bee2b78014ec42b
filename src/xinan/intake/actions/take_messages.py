"""Take the messages of one request of a bank: each is answered by itself, after commit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from django.db import connection, transaction

from xinan.intake.actions.take_bank_matters import take_acceptances, take_cards, take_freezes
from xinan.intake.actions.take_records import take_records
from xinan.intake.banks.cells import FIELD_OF_COLUMN, Setting, records_of
from xinan.intake.banks.message import Matter, Message
from xinan.intake.banks.reading import Read, read_message
from xinan.intake.banks.whose import Reach, reach_of
from xinan.intake.credential_models import Credential
from xinan.intake.models import Batch, BatchSource
from xinan.intake.reading.faults import Fault
from xinan.intake.sheets import sheet_of_kind
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.registry.models import Project

# What must be on record first: an account before its movements, a line before its return.
_ORDER = tuple(Matter)
# Matters of which one request may tell several steps: each step is taken before the next is looked at.
_STEPS: dict[Matter, Callable[[Read], object]] = {
    Matter.ACCOUNTS: lambda read: read.values["account"],
    Matter.PAYOUTS: lambda read: (read.values["batchNo"], read.values.get("lineNo"), read.values.get("idNumber")),
    Matter.DRAWS: lambda read: (read.values["depositNo"], read.values["drawnOn"]),
}


@dataclass
class Answer:
    """What became of one message: no faults, it is in."""

    place: int
    type: str
    faults: list[Fault] = field(default_factory=list)

    @property
    def taken(self) -> bool:
        """Whether it is in, or was in already."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Sender:
    """The bank whose messages are taken, and what they are taken with. `digest` is of the request's body."""

    bank: Credential
    digest: str
    now: datetime
    keyring: Keyring


def take_messages(
    messages: Sequence[Message], *, bank: Credential, body: bytes, now: datetime, keyring: Keyring, strict: bool
) -> list[Answer]:
    """Answers in the order of the messages. Taking the same messages again changes nothing."""
    sender = Sender(bank, sha256(body).hexdigest(), now, keyring)
    answers = {message.place: Answer(message.place, message.type) for message in messages}
    reads = []
    for message in messages:
        read = read_message(message, strict=strict)
        if isinstance(read, Read) and not may_send(bank, read.type.matter):
            answers[message.place].faults.append(Fault(message.place, "type", "bank.not_allowed", *_NOT_ALLOWED))
        elif isinstance(read, Read):
            reads.append(read)
        else:
            answers[message.place].faults.extend(read)
    reads.sort(key=lambda read: _ORDER.index(read.type.matter))
    for matter, group in groupby(reads, key=lambda read: read.type.matter):
        for fault in _take_matter(matter, list(group), sender):
            answers[fault.row].faults.append(fault)
    return list(answers.values())


def may_send(bank: Credential, matter: Matter) -> bool:
    """Whether the credential's scopes, kinds of sheets, cover the matter; no scopes cover all."""
    return not bank.scopes or _SCOPES.get(matter, matter.value) in bank.scopes


_SCOPES = {Matter.CARDS: "people", Matter.FREEZES: "accounts", Matter.ACCEPTANCES: "payouts"}
# The kinds of sheets whose messages banks send.
BANK_KINDS = frozenset(_SCOPES.get(matter, matter.value) for matter in Matter)
_NOT_ALLOWED = (
    Text("本凭证没有报送这种报文的权限。", "This credential may not send such messages."),
    Text("请用有权限的凭证，或联系平台运维。", "Use one that may, or ask the platform's operators."),
)


def _take_matter(matter: Matter, reads: Sequence[Read], sender: Sender) -> Iterable[Fault]:
    if matter is Matter.CARDS:
        yield from take_cards(reads, bank=sender.bank, keyring=sender.keyring)
        return
    for wave in _waves(matter, reads):
        reach = reach_of(wave, bank=sender.bank, keyring=sender.keyring)
        by_project: dict[str, list[Read]] = {}
        for read in wave:
            project = reach.project_of(read)
            if isinstance(project, Fault):
                yield project
            elif project is not None:
                by_project.setdefault(project.pk, []).append(read)
        for project_id, own in by_project.items():
            yield from _take_project(matter, own, reach.projects[project_id], reach, sender)


def _waves(matter: Matter, reads: Sequence[Read]) -> list[list[Read]]:
    """The messages in turns in which nothing is spoken of twice."""
    step = _STEPS.get(matter)
    if step is None:
        return [list(reads)]
    waves: list[list[Read]] = []
    turn: dict[object, int] = {}
    for read in reads:
        place = turn.get(step(read), -1) + 1
        turn[step(read)] = place
        if place == len(waves):
            waves.append([])
        waves[place].append(read)
    return waves


def _take_project(
    matter: Matter, reads: Sequence[Read], project: Project, reach: Reach, sender: Sender
) -> Iterable[Fault]:
    today = sender.now.date()
    if matter is Matter.FREEZES:
        return take_freezes(reads, accounts=reach.accounts, today=today)
    if matter is Matter.ACCEPTANCES:
        return take_acceptances(reads, project_id=project.pk, now=sender.now)
    with transaction.atomic():
        _lock(project.pk)
        setting = Setting(sender.bank, project, reach.accounts, today, sender.keyring)
        records, faults = records_of(matter, reads, setting)
        if not records:
            return faults
        batch = Batch.objects.create(
            source=BatchSource.BANK,
            kind=matter.value,
            digest=sender.digest,
            project_id=project.pk,
            credential=sender.bank,
            received_at=sender.now,
        )
        outcome = take_records(
            batch, kind=matter.value, records=records, project_id=project.pk, now=sender.now, keyring=sender.keyring
        )
    whole = [fault for fault in outcome.taken.faults if not fault.row]
    if whole:  # a rule of the database refused all of them
        faults.extend(_at(fault, place) for fault in whole for place, _cells in records)
    return faults + [_named(fault, matter) for fault in outcome.taken.faults if fault.row]


def _lock(project_id: str) -> None:
    """As for every intake (take_rows): what is looked up here still holds when it is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('xinan.intake'), hashtext(%s))", [project_id])


def _at(fault: Fault, place: int) -> Fault:
    return Fault(place, fault.column, fault.code, fault.what, fault.remedy)


def _named(fault: Fault, matter: Matter) -> Fault:
    """The fault with the message's own field in place of the sheet's column."""
    for column in sheet_of_kind(matter.value).columns:
        if column.title == fault.column:
            name = FIELD_OF_COLUMN.get(column.name, column.name)
            return Fault(fault.row, name, fault.code, fault.what, fault.remedy)
    return fault
