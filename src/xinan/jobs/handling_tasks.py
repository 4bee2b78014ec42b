"""Telling people what a run did to their warnings, after it was committed."""

from datetime import datetime

import structlog
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.monitoring.handling.follow_up import TELL
from xinan.monitoring.handling.telling import tell_of_run

log = structlog.get_logger(__name__)


@app.task(name=TELL)
def tell_of_warnings(at: str) -> None:
    """Tell officers and firms what the run that spoke at this moment opened, pushed again and cured."""
    told = tell_of_run(datetime.fromisoformat(at), now=wiring().clock.now())
    log.info("told_of_warnings", notices=told)
