"""Imports in the background: what pages receive, the worker takes."""

import structlog
from django.db import OperationalError
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.intake.actions.discard_answered import discard_answered, discard_tokens
from xinan.intake.actions.discard_originals import discard_originals
from xinan.intake.actions.queue_files import QUEUE, TASK
from xinan.intake.actions.resume_uploads import resume_uploads
from xinan.intake.actions.take_upload import take_upload

log = structlog.get_logger(__name__)

# A lost connection passes; a fault in the data is told on the batch and never raised.
_RETRY = RetryStrategy(max_attempts=5, wait=5, retry_exceptions=[OperationalError])


@app.task(name=TASK, queue=QUEUE, retry=_RETRY)
def take_upload_task(upload_key: str) -> None:
    """Take the files of an upload. Safe to run again: what is in is recognised."""
    wired = wiring()
    batches = take_upload(upload_key, now=wired.clock.now(), keyring=wired.keyring)
    log.info(
        "upload_taken",
        upload=upload_key,
        batches=len(batches),
        rows=sum(batch.rows for batch in batches),
        rejected=sum(batch.rejected for batch in batches),
    )


@app.periodic(cron="40 18 * * *")  # twenty to three at night in China
@app.task(name="discard_originals", queueing_lock="discard_originals", queue=QUEUE)
def discard_originals_task(timestamp: int) -> None:
    """Files that nobody came back to correct are not kept, nor what answered facts and expired tokens leave."""
    now = wiring().clock.now()
    log.info(
        "originals_discarded",
        batches=discard_originals(now=now),
        facts=discard_answered(now=now),
        tokens=discard_tokens(now=now),
    )


@app.periodic(cron="* * * * *")
@app.task(name="resume_imports", queueing_lock="resume_imports", pass_context=True)
async def resume_imports(context: JobContext, timestamp: int) -> None:
    """Take up again the imports whose worker died under them."""
    for job in await context.app.job_manager.get_stalled_jobs(queue=QUEUE):
        await context.app.job_manager.retry_job(job)
        log.warning("import_resumed", job=job.id)


@app.periodic(cron="* * * * *")
@app.task(name="resume_uploads", queueing_lock="resume_uploads")
def resume_uploads_task(timestamp: int) -> None:
    """Queue again the uploads whose job was lost, with the database or after too many failures."""
    for upload_key, outcome in resume_uploads(now=wiring().clock.now()).items():
        log.warning("upload_resumed", upload=upload_key, outcome=outcome)
