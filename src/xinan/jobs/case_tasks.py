"""Each morning: tasks of cases whose day has passed without an answer."""

import structlog
from procrastinate.contrib.django import app

from xinan.casework.cases.actions.remind_tasks import remind_tasks
from xinan.gateways.wiring import wiring

log = structlog.get_logger(__name__)


@app.periodic(cron="30 0 * * *")  # half past eight in China
@app.task(name="remind_case_tasks", queueing_lock="remind_case_tasks", pass_context=False)
def remind_case_tasks(timestamp: int) -> None:
    """Tell whoever was asked, and who asked."""
    log.info("case_tasks_reminded", tasks=remind_tasks(now=wiring().clock.now()))
