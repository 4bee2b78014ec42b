"""Files of cases in the background: made, sealed, looked at again, let go of."""

from typing import Final

import structlog
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from xinan.casework.dossier.actions.ask_export import QUEUE, TASK
from xinan.casework.dossier.actions.make_export import discard_exports, fail_export, make_export
from xinan.casework.dossier.actions.seal_case import seal_case
from xinan.casework.dossier.actions.verify_case import verify_oldest
from xinan.casework.dossier.sealing import SEAL_TASK
from xinan.gateways.wiring import wiring
from xinan.people.models import User

log = structlog.get_logger(__name__)
# A seal must come about: a lost connection, a worker that died, pass.
_RETRY: Final = RetryStrategy(max_attempts=10, exponential_wait=5)


@app.task(name=TASK, queue=QUEUE)
def make_file_export(export_id: int) -> None:
    """Make a file. Safe to run again: it begins anew. A fault of ours ends it and is said on it."""
    wired = wiring()
    try:
        make_export(export_id, now=wired.clock.now(), keyring=wired.keyring)
        log.info("file_made", export=export_id)
    finally:
        fail_export(export_id, now=wired.clock.now())


@app.task(name=SEAL_TASK, queue=QUEUE, retry=_RETRY)
def seal_file(case_id: int, by_id: int | None) -> None:
    """Seal the file of a case that was closed. Safe to run again: one closing, one chapter."""
    wired = wiring()
    by = User.objects.filter(pk=by_id).first() if by_id is not None else None
    seal = seal_case(case_id, by=by, now=wired.clock.now(), keyring=wired.keyring)
    log.info("file_sealed", case=case_id, chapter=seal.chapter if seal else None)


@app.periodic(cron="50 19 * * *")  # ten to four at night in China
@app.task(name="verify_files", queueing_lock="verify_files", queue=QUEUE)
def verify_files(timestamp: int) -> None:
    """Look at sealed files again, and let go of exports some days old."""
    wired = wiring()
    now = wired.clock.now()
    looked, differ = verify_oldest(now=now, keyring=wired.keyring)
    log.info("files_verified", files=looked, differ=differ, discarded=discard_exports(now=now))


@app.periodic(cron="* * * * *")
@app.task(name="resume_files", queueing_lock="resume_files", pass_context=True)
async def resume_files(context: JobContext, timestamp: int) -> None:
    """Take up again the files whose worker died under them."""
    for job in await context.app.job_manager.get_stalled_jobs(queue=QUEUE):
        await context.app.job_manager.retry_job(job)
        log.warning("file_resumed", job=job.id)
