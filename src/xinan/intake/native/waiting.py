"""Single facts: judged by themselves and kept at once; taken together, in the order in which they came."""

import json
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from xinan.intake.actions.take_records import Record, judged, take_records
from xinan.intake.credential_models import Credential
from xinan.intake.models import Batch, BatchSource, BatchState, WaitingFact
from xinan.intake.native.receiving import sender_key
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.numbers import Cell
from xinan.intake.reading.rows import Row, RowParser
from xinan.intake.sheets import Sheet
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text

WAITING = "waiting.fact"
_AT_ONCE = 1_000


def keep_fact(
    cells: Mapping[str, Cell],
    *,
    credential: Credential,
    project_id: str,
    sheet: Sheet,
    key: str = "",
    now: datetime,
    keyring: Keyring,
) -> WaitingFact | list[Fault]:
    """The fact, kept; or what is wrong with it by itself, and nothing is kept.

    What only the registry can tell (an unknown firm, say) is told once it is taken. Under a key seen before, the same
    fact is answered with the first one; Conflict `idempotency.other_body` for another.
    """
    (item,) = judged(sheet, [(1, cells)], project_id=project_id)
    if not isinstance(item, Row):
        return item
    content = json.dumps(dict(cells), ensure_ascii=False, sort_keys=True, default=date.isoformat)
    own_key = sender_key(credential, key)
    digest = sha256(content.encode()).hexdigest() if key else ""
    fact = WaitingFact(
        credential=credential,
        project_id=project_id,
        kind=sheet.kind,
        sealed=keyring.seal(content, context=WAITING),
        sender_key=own_key,
        digest=digest,
        received_at=now,
    )
    try:
        # One statement by itself is a transaction; only where a key may be taken already is there more to it.
        with transaction.atomic() if key else nullcontext():
            fact.save(force_insert=True)
    except IntegrityError:
        first = WaitingFact.objects.get(sender_key=own_key)
        if (first.digest, first.kind) != (digest, sheet.kind):
            raise _other_fact() from None
        return first
    return fact


def take_waiting(*, now: datetime, keyring: Keyring) -> int:
    """Take the facts of one sender and kind that wait longest, as one batch; how many, 0 where none waits.

    In one transaction with the note that they are taken: a killed process loses none and takes none twice.
    """
    with transaction.atomic():
        waiting = WaitingFact.objects.select_for_update(skip_locked=True).filter(batch_id=None)
        first = waiting.select_related(None).first()
        if first is None:
            return 0
        alike = waiting.filter(credential_id=first.credential_id, project_id=first.project_id, kind=first.kind)
        facts = list(alike.order_by("pk")[:_AT_ONCE])
        sheet = sheet_of_kind(first.kind)
        cells = [json.loads(keyring.open(fact.sealed, context=WAITING)) for fact in facts]
        cells = cells[: _until_repeated(sheet, cells)]
        batch = Batch.objects.create(
            source=BatchSource.API,
            kind=first.kind,
            digest="",
            project_id=first.project_id,
            credential_id=first.credential_id,
            received_at=first.received_at,
            state=BatchState.RUNNING,
        )
        records: list[Record] = list(enumerate(cells, start=1))
        take_records(batch, kind=first.kind, records=records, project_id=first.project_id, now=now, keyring=keyring)
        taken = facts[: len(cells)]
        for line, fact in enumerate(taken, start=1):
            fact.batch_id, fact.line, fact.sealed = batch.pk, line, ""
        WaitingFact.objects.bulk_update(taken, ["batch_id", "line", "sealed"], batch_size=500)
    return len(taken)


def _until_repeated(sheet: Sheet, cells: list[dict[str, Any]]) -> int:
    """How many facts come before one about the same thing as an earlier one: that one corrects it, a batch later."""
    names = [column.name for column in sheet.columns]
    keys = [column.name for column in sheet.key_columns]
    parser = RowParser(sheet, sheet.columns)
    seen: set[tuple[Any, ...]] = set()
    for count, values in enumerate(cells):
        row = parser.parse(0, [values.get(name) for name in names])
        if isinstance(row, Row):
            key = tuple(row.values[name] for name in keys)
            if key in seen:
                return count
            seen.add(key)
    return len(cells)


def _other_fact() -> Conflict:
    return Conflict(
        "idempotency.other_body",
        Text("该 Idempotency-Key 已用于另一条数据。", "This Idempotency-Key has been used for another fact already."),
        Text("每条数据用一个新的键。", "Use a new key for each fact."),
    )
