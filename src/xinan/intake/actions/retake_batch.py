"""Take the file of a batch once more, for instance after what its rows lacked has been registered."""

from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from xinan.intake.actions.queue_files import QUEUE, TASK
from xinan.intake.keys import fresh_key
from xinan.intake.models import Batch, BatchState
from xinan.intake.switchboard.policies import retakable
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import scope_of


def retake_batch(number: int, *, by: User, now: datetime) -> str:
    """Queue the original of a batch as a new batch, in its sender's name; the number of the new upload.

    The earlier batch and its faults stay as they are, but for the file, which the new one keeps. Raises NotFound where
    the file is no longer kept, was taken again already, or the batch is not this person's to take again.
    """
    with transaction.atomic():
        mine = retakable(Batch.objects.all(), scope=scope_of(by, on=now.date()))
        # Held, so that of two who ask at once the second finds it taken.
        batch = Batch.objects.select_for_update().filter(pk=number).first()
        if batch is None or not mine.filter(pk=number).exists():
            raise NotFound(
                "batch.not_retakable",
                Text("这一批不能重新取数：原文件已不保留，或已经重取过。", "This batch cannot be taken again."),
                Text(
                    "请从来源系统重新发送，或重新上传文件。",
                    "Its file is no longer kept, or was taken again already: send it again from where it came.",
                ),
            )
        upload_key = fresh_key()
        Batch.objects.create(
            source=batch.source,
            kind=batch.kind,
            sheet=batch.sheet,
            file_name=batch.file_name,
            digest=batch.digest,
            project_id=batch.project_id,
            submitted_by_id=batch.submitted_by_id,
            received_at=now,
            state=BatchState.RECEIVED,
            all_or_nothing=batch.all_or_nothing,
            upload_key=upload_key,
            said=batch.said,
            reason=batch.reason,
            # What was refused as a whole has replaced nothing yet.
            replaces_id=batch.replaces_id if batch.state == BatchState.REFUSED else None,
            original_sealed=batch.original_sealed,
            retake_of=batch,
            retaken_by=by,
        )
        batch.original_sealed = ""
        batch.save(update_fields=["original_sealed"])
        app.configure_task(TASK, queue=QUEUE, lock=f"upload-{upload_key}").defer(upload_key=upload_key)
    return upload_key
