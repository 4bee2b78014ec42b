"""Clocks of procedures in the background: what falls due, minute by minute; calendars looked at every night."""

import structlog
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.procedures.actions.recompute_clocks import recompute_clocks
from xinan.procedures.actions.run_due_acts import run_due_acts

log = structlog.get_logger(__name__)

# Worked off at a stretch; what is left waits for the next minute, so that other tasks have their turn.
AT_MOST = 2000


@app.periodic(cron="* * * * *")
@app.task(name="run_due_acts", queueing_lock="run_due_acts", pass_context=False)
def due_acts(timestamp: int) -> None:
    """Work off half times, eves, expiries and their ladders until nothing is due."""
    done = run_due_acts(now=wiring().clock.now(), limit=AT_MOST)
    if done:
        log.info("due_acts", done=done)


@app.periodic(cron="40 16 * * *")  # twenty to one at night in China
@app.task(name="recompute_clocks", queueing_lock="recompute_clocks", pass_context=False)
def nightly_clocks(timestamp: int) -> None:
    """Reckon open clocks anew: a release may have brought the holidays of another year."""
    moved = recompute_clocks(now=wiring().clock.now())
    log.info("clocks_recomputed", moved=moved)
