"""Keep a message until it is taken: durable before its sender is answered, and taken once."""

import base64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from xinan.intake.actions.receive_files import ORIGINAL
from xinan.intake.credential_models import Credential
from xinan.intake.models import Batch, BatchSource
from xinan.intake.national.messages import Message, kept, method_of
from xinan.intake.national.nonces import Use, use_nonce
from xinan.intake.national.serials import serial_of
from xinan.kernel.ciphers import Keyring

TASK, QUEUE = "take_national", "national"
_WAITING_JOB = "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is answered. With `again` the nonce was used before: nothing was kept, the first serial stands."""

    serial: str
    again: bool = False


def receive_message(message: Message, *, credential: Credential, use: Use, now: datetime, keyring: Keyring) -> Receipt:
    """Keep the message as a batch of the credential's project, in one transaction with its nonce; then see to its job.

    A process killed after the commit and before the job loses nothing: the sweep (jobs/national_tasks.py) finds it.
    """
    method = method_of(message)
    text = kept(message).encode()
    sealed = keyring.seal(base64.b64encode(text).decode(), context=ORIGINAL)
    project_id = credential.project_id or ""
    with transaction.atomic():
        batch = Batch.objects.create(
            source=BatchSource.NATIONAL,
            kind=method.batch_kind,
            file_name=method.name,
            digest=sha256(text).hexdigest(),
            project_id=project_id,
            received_at=now,
            rows=message.count,
            original_sealed=sealed,
        )
        first = use_nonce(use, batch_id=batch.pk)
        if first is not None:
            transaction.set_rollback(True)
    if first is not None:
        return Receipt(_serial_of(first), again=True)
    see_to(project_id)
    return Receipt(serial_of(method.serial_prefix, received_at=now, number=batch.pk))


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
