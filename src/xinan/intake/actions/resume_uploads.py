"""Uploads that nobody works on any more: queued again, and after many tries refused, so that none waits for ever."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app

from xinan.intake.actions.queue_files import QUEUE, TASK
from xinan.intake.actions.take_rows import refused
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text

MOST_TRIES = 10
# A command takes its files itself; one that has not come to its end by now was killed.
_COMMAND_IS_DEAD_AFTER = timedelta(hours=2)
_UNFINISHED = (BatchState.RECEIVED, BatchState.RUNNING)
_JOBS = """
SELECT count(*) FILTER (WHERE status IN ('todo', 'doing')), count(*) FILTER (WHERE status = 'failed')
FROM procrastinate_jobs WHERE task_name = %s AND args ->> 'upload_key' = %s
"""


def resume_uploads(*, now: datetime) -> dict[str, str]:
    """Queue every unfinished upload that has no job again; what became of each: “queued” or “refused”.

    A file and its job are entered together, so that an upload without one has lost it: its job failed for good while the
    database was away or full, or the command that took it was killed. Safe to call at any time.
    """
    unfinished = Batch.objects.filter(state__in=_UNFINISHED).exclude(upload_key="").exclude(original_sealed="")
    uploads = unfinished.filter(source=BatchSource.UPLOAD) | unfinished.filter(
        source=BatchSource.COMMAND, received_at__lt=now - _COMMAND_IS_DEAD_AFTER
    )
    found = {}
    for upload_key in sorted({*uploads.values_list("upload_key", flat=True)}):
        if outcome := _resume(upload_key, now=now):
            found[upload_key] = outcome
    return found


def _resume(upload_key: str, *, now: datetime) -> str:
    with transaction.atomic():
        batches = list(
            Batch.objects.select_for_update(skip_locked=True).filter(upload_key=upload_key, state__in=_UNFINISHED)
        )
        with connection.cursor() as cursor:
            cursor.execute(_JOBS, [TASK, upload_key])
            waiting, failed = cursor.fetchone()
        if waiting or not batches:
            return ""
        if failed >= MOST_TRIES:
            for batch in batches:
                refused(_given_up(failed), project_id=batch.project_id).record(batch, now=now)
            return "refused"
        app.configure_task(TASK, queue=QUEUE, lock=f"upload-{upload_key}").defer(upload_key=upload_key)
        return "queued"


def _given_up(tries: int) -> XinanError:
    return XinanError(
        "batch.given_up",
        Text(f"处理 {tries} 次都没有完成，已停止。", f"It was tried {tries} times without coming to an end."),
        Text(
            "原文件仍保留：平台运维查明原因后，可在“接入状态”中重新取数。",
            "The file is kept: once the cause is found it can be taken again from the switchboard.",
        ),
    )
