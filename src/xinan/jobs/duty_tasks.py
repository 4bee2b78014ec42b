"""Each night: leaves that begin pass their work on, what nobody holds is routed anew, heads are told what is left."""

import structlog
from procrastinate.contrib.django import app

from xinan.coordination.actions.route_unassigned import route_unassigned
from xinan.coordination.actions.tell_heads import tell_heads
from xinan.gateways.wiring import wiring
from xinan.people.duties.actions.set_leave import begin_leaves

log = structlog.get_logger(__name__)


@app.periodic(cron="30 22 * * *")  # half past six in the morning in China, before offices open
@app.task(name="check_duties", queueing_lock="check_duties", pass_context=False)
def check_duties(timestamp: int) -> None:
    """Nothing waits unseen when the day begins."""
    follow_duties()


def follow_duties() -> None:
    """The work of the task, at the clock's moment."""
    now = wiring().clock.now()
    begun = begin_leaves(now=now)
    routed = route_unassigned(now=now)
    told = tell_heads(now=now)
    log.info("duties_checked", leaves=begun, routed=routed, told=told)
