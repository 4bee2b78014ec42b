"""The national interface in the background: what was received is taken, and what was left lying is found."""

from datetime import timedelta

import structlog
from procrastinate import JobContext
from procrastinate import jobs as queue_jobs
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.intake.national.actions.receive_message import QUEUE, TASK, see_to
from xinan.intake.national.actions.take_waiting import take_waiting, waiting_projects
from xinan.intake.national.nonces import forget_nonces

log = structlog.get_logger(__name__)

_LEFT_LYING = timedelta(seconds=30)


# Not retried by the queue, whose retry would meet the next job's lock: the sweep sees to what is left.
@app.task(name=TASK, queue=QUEUE)
def take_national_task(project_id: str) -> None:
    """Take the messages of a project that wait. Safe to run again: each is taken once."""
    wired = wiring()
    taken = take_waiting(project_id, now=wired.clock.now, keyring=wired.keyring)
    log.info("national_messages_taken", messages=taken)


@app.periodic(cron="* * * * *")
@app.task(name="close_stalled_national", queueing_lock="close_stalled_national", pass_context=True)
async def close_stalled_national(context: JobContext, timestamp: int) -> None:
    """Close the jobs whose worker died under them; their messages wait still, and the sweep sees to those."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(queue=QUEUE):
        await manager.finish_job(job, status=queue_jobs.Status.FAILED, delete_job=False)
        log.warning("national_job_stalled", job=job.id)


@app.periodic(cron="* * * * *")
@app.task(name="sweep_national", queueing_lock="sweep_national")
def sweep_national(timestamp: int) -> None:
    """See to messages whose process died between keeping them and asking for their job; forget old nonces."""
    now = wiring().clock.now()
    left = waiting_projects(before=now - _LEFT_LYING)
    for project_id in left:
        see_to(project_id)
    forgotten = forget_nonces(now=now)
    if left or forgotten:
        log.info("national_swept", projects=len(left), nonces=forgotten)
