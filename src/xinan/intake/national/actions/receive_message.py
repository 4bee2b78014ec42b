"""Keep a message until it is taken: durable before its sender is answered, and taken once."""

import base64
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from xinan.intake.actions.receive_files import ORIGINAL
from xinan.intake.credential_models import Credential
from xinan.intake.models import Batch, BatchSource
from xinan.intake.national.messages import Message, kept, method_of
from xinan.intake.national.nonces import Use, first_use
from xinan.intake.national.serials import serial_of
from xinan.kernel.ciphers import Keyring

TASK, QUEUE = "take_national", "national"
# One statement, and so one transaction: this is the path on which every punch of the province comes.
_INSERT = """
WITH numbered AS (SELECT nextval(pg_get_serial_sequence('intake_batch', 'id')) AS id),
once AS (
    INSERT INTO intake_nationalnonce (appid, nonce, expires_at, batch_id)
    SELECT %s, %s, %s, id FROM numbered
    ON CONFLICT (appid, nonce) DO NOTHING RETURNING batch_id
)
INSERT INTO intake_batch (id, {names}) SELECT batch_id, {places} FROM once RETURNING id
"""
_WAITING_JOB = "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is answered. With `again` the nonce was used before: nothing was kept, the first serial stands."""

    serial: str
    again: bool = False


def receive_message(message: Message, *, credential: Credential, use: Use, now: datetime, keyring: Keyring) -> Receipt:
    """Keep the message as a batch of the credential's project, together with its nonce; then see to its job.

    A process killed after the commit and before the job loses nothing: the sweep (jobs/national_tasks.py) finds it.
    """
    method = method_of(message)
    text = kept(message).encode()
    project_id = credential.project_id or ""
    number = _insert(
        {
            "source": BatchSource.NATIONAL.value,
            "kind": method.batch_kind,
            "file_name": method.name,
            "digest": sha256(text).hexdigest(),
            "project_id": project_id,
            "received_at": now,
            "rows": message.count,
            "original_sealed": keyring.seal(base64.b64encode(text).decode(), context=ORIGINAL),
        },
        use,
    )
    if number is None:
        return Receipt(_serial_of(first_use(use)), again=True)
    see_to(project_id)
    return Receipt(serial_of(method.serial_prefix, received_at=now, number=number))


@cache
def _statement() -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """The statement, its columns in order, and what stands in those that a message says nothing of."""
    fields = {str(field.column): field for field in Batch._meta.concrete_fields if not field.primary_key}
    defaults = {
        column: field.get_db_prep_save(field.get_default(), connection)
        for column, field in fields.items()
        if field.has_default() or field.empty_strings_allowed or field.null
    }
    # What neither we nor the model give is the database's own default.
    columns = tuple(column for column in fields if column in defaults or column == "received_at")
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    return _INSERT.format(names=names, places=places), columns, defaults


def _insert(values: dict[str, Any], use: Use) -> int | None:
    """The number of the new batch, None where the nonce was used before: both or neither, in one round trip."""
    statement, columns, defaults = _statement()
    row = defaults | values
    with connection.cursor() as cursor:
        cursor.execute(statement, [use.appid, use.nonce, use.expires_at, *(row[column] for column in columns)])
        found = cursor.fetchone()
    return int(found[0]) if found else None


def _serial_of(batch_id: int) -> str:
    batch = Batch.objects.filter(pk=batch_id, source=BatchSource.NATIONAL).only("file_name", "received_at").first()
    if batch is None:
        return ""
    return batch_serial(batch)


def batch_serial(batch: Batch) -> str:
    """The serial of a batch of this interface."""
    prefix = batch.file_name.lower().replace(".", "-")
    return serial_of(prefix, received_at=batch.received_at, number=batch.pk)


def see_to(project_id: str) -> None:
    """Make sure that a job waits which will take the project's messages; there is never more than one."""
    lock = lock_of(project_id)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_JOB, [lock])
        (waits,) = cursor.fetchone()
    if waits:
        return
    try:
        app.configure_task(TASK, queue=QUEUE, queueing_lock=lock).defer(project_id=project_id)
    except AlreadyEnqueued:
        return  # another request was quicker


def lock_of(project_id: str) -> str:
    """Under this no second job of a project is put into the queue."""
    return f"national-{project_id}"
