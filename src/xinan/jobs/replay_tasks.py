"""Past days in the background, a step a job, so that imports get their turn in between."""

import structlog
from django.db import OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.monitoring.actions.replay_scope import QUEUE, TASK, drop_old, enqueue, replay_step

log = structlog.get_logger(__name__)

_RETRY = RetryStrategy(max_attempts=5, wait=5, retry_exceptions=[OperationalError])


@app.task(name=TASK, queue=QUEUE, retry=_RETRY)
def replay_step_task(run_id: int) -> None:
    """Work out some more projects of a past day and leave the rest to the next job."""
    more = replay_step(run_id, now=wiring().clock.now())
    log.info("replay_step", run=run_id, more=more)
    if more:
        enqueue(run_id)


@app.periodic(cron="20 18 * * *")  # twenty past two at night in China
@app.task(name="drop_old_replays", queueing_lock="drop_old_replays", queue=QUEUE)
def drop_old_replays(timestamp: int) -> None:
    """Past days that were worked out and are not looked at any more."""
    log.info("replays_dropped", rows=drop_old(now=wiring().clock.now()))
