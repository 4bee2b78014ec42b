"""Receive one body of facts from a credential's machine: once, whole, answered after commit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from django.db import connection, transaction

from xinan.intake.actions.take_punches import KIND as PUNCHES
from xinan.intake.actions.take_punches import MOST_ROWS as MOST_PUNCHES
from xinan.intake.actions.take_punches import take_punches
from xinan.intake.actions.take_records import take_records
from xinan.intake.credential_models import Credential
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.intake.native.arrow_stream import arrow_parts
from xinan.intake.native.body import Body, line_blocks
from xinan.intake.native.csv_text import csv_parts
from xinan.intake.native.errors import too_many_rows
from xinan.intake.native.ndjson import ndjson_parts
from xinan.intake.native.parts import Item, Part, items_of
from xinan.intake.sheets import Sheet
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text

MOST_ROWS = 100_000  # of sheets that are checked as a whole; punches are not
LONGEST_KEY = 200


class Form(StrEnum):
    """What a body is written in."""

    NDJSON = "ndjson"
    CSV = "csv"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True)
class Received:
    """The batch, and whether it is the answer to an earlier sending of the same body."""

    batch: Batch
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What a machine sends: whose credential, which kind of facts, in what form, under which key of its own."""

    credential: Credential
    project_id: str
    sheet: Sheet
    form: Form
    key: str = ""
    all_or_nothing: bool = False


def receive(sent: Sent, body: Body, *, clock: Callable[[], datetime], keyring: Keyring) -> Received:
    """Take the body as one batch, in one transaction; a killed process leaves nothing of it.

    Under a key seen before, the same body is answered with the first batch, another one refused. Raises UnusableBody,
    TooLargeBody, UnsupportedBody; Conflict `idempotency.other_body`, `idempotency.in_progress`.
    """
    with transaction.atomic():
        if sent.key:
            first = _first(sent)
            if first is not None:
                return _answered_again(first, digest=body.finish())
        now = clock()
        batch = Batch.objects.create(
            source=BatchSource.API,
            kind=sent.sheet.kind,
            digest="",
            sender_key=sender_key(sent.credential, sent.key),
            project_id=sent.project_id,
            credential=sent.credential,
            received_at=now,
            state=BatchState.RUNNING,
            all_or_nothing=sent.all_or_nothing,
        )
        _take(batch, sent, body, now=now, keyring=keyring)
        # Facts of the database may refuse the batch whole; the answer is kept all the same.
        Batch.objects.filter(pk=batch.pk).update(digest=body.finish())
    return Received(batch)


def sender_key(credential: Credential, key: str) -> str:
    """The key under which a batch of this sender is kept; empty for none. Another sender's equal key is another one."""
    return f"v1:{sha256(f'{credential.pk}:{key}'.encode()).hexdigest()}" if key else ""


def _take(batch: Batch, sent: Sent, body: Body, *, now: datetime, keyring: Keyring) -> None:
    punches = sent.sheet.kind == PUNCHES
    parts = _parts(sent, body, columnar=punches, most=MOST_PUNCHES if punches else MOST_ROWS)
    if punches:
        take_punches(batch, parts=parts, project_id=sent.project_id, now=now, keyring=keyring)
        return
    take_records(
        batch,
        kind=sent.sheet.kind,
        records=_bounded(items_of(parts)),
        project_id=sent.project_id,
        now=now,
        keyring=keyring,
    )


def _parts(sent: Sent, body: Body, *, columnar: bool, most: int) -> Iterator[Part]:
    if sent.form is Form.ARROW:
        return arrow_parts(body, sent.sheet, columnar=columnar, most=most)
    read = ndjson_parts if sent.form is Form.NDJSON else csv_parts
    return read(line_blocks(body), sent.sheet, columnar=columnar)


def _bounded(items: Iterator[Item]) -> Iterator[Item]:
    for number, item in enumerate(items, start=1):
        if number > MOST_ROWS:
            raise too_many_rows(MOST_ROWS)
        yield item


def _first(sent: Sent) -> Batch | None:
    """The batch that came under this key before. Who sends it twice at once is told to wait for the first."""
    key = sender_key(sent.credential, sent.key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('xinan.key'), hashtext(%s))", [key])
        if cursor.fetchone() == (False,):
            raise Conflict(
                "idempotency.in_progress",
                Text(
                    "同一 Idempotency-Key 的请求正在处理。", "A request with this Idempotency-Key is being worked on."
                ),
                Text("请稍后重试。", "Try again in a moment."),
            )
    return Batch.objects.filter(source=BatchSource.API, sender_key=key).first()


def _answered_again(first: Batch, *, digest: str) -> Received:
    if first.digest != digest:
        raise Conflict(
            "idempotency.other_body",
            Text(
                "该 Idempotency-Key 已用于另一份内容。", "This Idempotency-Key has been used for another body already."
            ),
            Text("每批数据用一个新的键；重发同一批时内容须逐字节相同。", "Use a new key; resend a batch byte by byte."),
        )
    return Received(first, repeated=True)
