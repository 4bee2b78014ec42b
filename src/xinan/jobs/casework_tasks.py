"""Telling firms what waits for them and which letters went to them, by the batch of 09:00."""

import structlog
from procrastinate.contrib.django import app

from xinan.casework.telling import TELL_FIRM, tell_firm
from xinan.documents.telling import TELL_FIRM as TELL_OF_LETTER
from xinan.documents.telling import open_to_firm
from xinan.gateways.wiring import wiring
from xinan.procedures.firm_acts import TELL_FIRM as TELL_OF_ACT
from xinan.procedures.firm_acts import tell_firm as tell_of_act

log = structlog.get_logger(__name__)


@app.task(name=TELL_FIRM)
def tell_firm_of_step(step_id: int) -> None:
    """Tell the firm of a step; planned by `tell_of_step` for the next batch."""
    log.info("told_firm", step=step_id, notices=tell_firm(step_id, now=wiring().clock.now()))


@app.task(name=TELL_OF_LETTER)
def tell_firm_of_letter(number: int) -> None:
    """Open a letter to its firm; planned by `issue_letter` for the next batch."""
    log.info("told_firm", letter=number, done=open_to_firm(number, now=wiring().clock.now()))


@app.task(name=TELL_OF_ACT)
def tell_firm_of_act(event_id: int) -> None:
    """Tell the firm that a clock of its is half over, ends or has run out; planned by `run_due_acts`."""
    log.info("told_firm", event=event_id, notices=tell_of_act(event_id, now=wiring().clock.now()))
