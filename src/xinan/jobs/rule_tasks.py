"""Trials of rule changes in the background, and evaluation of everything once the rules have changed."""

from datetime import timedelta
from typing import Final

import structlog
from procrastinate import JobContext
from procrastinate.contrib.django import app

from xinan.gateways.wiring import wiring
from xinan.kernel.clock import Clock
from xinan.monitoring.actions.ask_trial import QUEUE, TASK
from xinan.monitoring.actions.decide_change import evaluate_everything_soon
from xinan.monitoring.actions.run_trial import fail_trial, run_trial
from xinan.monitoring.enums import RunKind
from xinan.monitoring.models import EvaluationRun
from xinan.monitoring.rules_in_force import rules_changed

log = structlog.get_logger(__name__)

# After a failed evaluation nothing is tried again for so long: the cause does not go by itself.
REST: Final = timedelta(hours=1)


@app.task(name=TASK, queue=QUEUE)
def try_rule_change(trial_id: int) -> None:
    """Work a trial off. Safe to run again: it begins anew. A fault of ours ends it and is said on it."""
    clock = wiring().clock
    try:
        run_trial(trial_id, clock=clock)
    finally:
        fail_trial(trial_id, clock=clock)


@app.periodic(cron="* * * * *")
@app.task(name="resume_trials", queueing_lock="resume_trials", queue=QUEUE, pass_context=True)
async def resume_trials(context: JobContext, timestamp: int) -> None:
    """Take up again the trials whose worker died under them."""
    for job in await context.app.job_manager.get_stalled_jobs(queue=QUEUE):
        await context.app.job_manager.retry_job(job)
        log.warning("trial_resumed", job=job.id)


@app.periodic(cron="* * * * *")
@app.task(name="follow_rules", queueing_lock="follow_rules")
def follow_rules(timestamp: int) -> None:
    """Evaluate every project where the rules in force are not those of the last full run: a day came, a change was
    approved, a release brought another version.
    """
    clock = wiring().clock
    if _rests(clock):
        return
    changed = rules_changed(on=clock.today())
    if changed:
        log.info("rules_changed", rules=len(changed))
        evaluate_everything_soon()


def _rests(clock: Clock) -> bool:
    last = EvaluationRun.objects.filter(kind=RunKind.FULL).order_by("-started_at", "-pk").first()
    return last is not None and bool(last.error) and clock.now() - last.started_at < REST
