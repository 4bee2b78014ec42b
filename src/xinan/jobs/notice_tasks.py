"""Notices in the background: what is due is sent, the day's digests are put together, what was left lying is found."""

import structlog
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.notices.actions.build_digests import build_digests
from xinan.notices.actions.send_due import send_due
from xinan.notices.outbound import Outbound
from xinan.notices.queue import QUEUE, TASK
from xinan.payments.notifications import tell_of_differences

log = structlog.get_logger(__name__)


@app.task(name=TASK, queue=QUEUE, queueing_lock=TASK)
def send_notices() -> None:
    """Send what is due now. Safe to run again, and beside another."""
    _send()


@app.periodic(cron="* * * * *")
@app.task(name="sweep_notices", queueing_lock="sweep_notices", queue=QUEUE)
def sweep_notices(timestamp: int) -> None:
    """Begin the digests whose hour has come; send what was held, postponed, or left by a worker that died."""
    digests = build_digests(outbound=Outbound.of(wiring()))
    if digests:
        log.info("digests_built", digests=digests)
    _send()


@app.periodic(cron="0 0 * * *")  # eight in the morning in China, before the digests
@app.task(name="tell_of_differences", queueing_lock="tell_of_differences", queue=QUEUE)
def tell_of_differences_task(timestamp: int) -> None:
    """Tell banks and contractors of days of wage accounts that do not agree."""
    told = tell_of_differences(now=wiring().clock.now())
    if told:
        log.info("differences_told", notices=told)


def _send() -> None:
    done = send_due(outbound=Outbound.of(wiring()))
    if done:
        log.info("notices_sent", **{f"deliveries_{state}": number for state, number in done.items()})
