"""Draws on deposits follow what banks tell by their interface."""

import structlog
from procrastinate.contrib.django import app

from xinan.casework.relief.actions.follow_bank import follow_bank
from xinan.gateways.wiring import wiring

log = structlog.get_logger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="follow_bank_draws", queueing_lock="follow_bank_draws", pass_context=False)
def follow_bank_draws(timestamp: int) -> None:
    """Every five minutes: paid as listed, topped up, where the bank has said so."""
    log.info("bank_draws", timestamp=timestamp, moved=follow_bank(now=wiring().clock.now()))
