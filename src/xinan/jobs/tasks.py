"""Background tasks. The queue lies in PostgreSQL (procrastinate); times of day are UTC there."""

import structlog
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.jobs import backlog_tasks as backlog_tasks
from xinan.jobs import case_tasks as case_tasks
from xinan.jobs import casework_tasks as casework_tasks
from xinan.jobs import dossier_tasks as dossier_tasks
from xinan.jobs import duty_tasks as duty_tasks
from xinan.jobs import handling_tasks as handling_tasks  # the queue finds tasks from this module
from xinan.jobs import import_tasks as import_tasks
from xinan.jobs import national_tasks as national_tasks
from xinan.jobs import notice_tasks as notice_tasks
from xinan.jobs import procedure_tasks as procedure_tasks
from xinan.jobs import relief_tasks as relief_tasks
from xinan.jobs import replay_tasks as replay_tasks
from xinan.jobs import rule_tasks as rule_tasks
from xinan.monitoring.enums import RunKind
from xinan.monitoring.live import EvaluationFailed, full_run, record_failure

log = structlog.get_logger(__name__)


@app.periodic(cron="10 16 * * *")  # ten past midnight in China, when the as-of day has changed
@app.task(name="nightly_evaluation", queueing_lock="full_evaluation", pass_context=False)
def nightly_evaluation(timestamp: int) -> None:
    """Evaluate every project: deadlines pass without any fact changing."""
    evaluate_all()


@app.task(name="evaluate_all", queueing_lock="full_evaluation")
def evaluate_all() -> None:
    """Evaluate every project now, for instance after a change of rules or parameters."""
    clock = wiring().clock
    try:
        done = full_run(clock=clock)
    except EvaluationFailed as failure:
        record_failure(failure, kind=RunKind.FULL, as_of=clock.today(), clock=clock)
        raise
    log.info("full_evaluation", **done.events)
