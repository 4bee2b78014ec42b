"""The nightly evaluation, as the queue runs it."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.registry.factories import ProjectFactory
from xinan.engine.errors import RuleFailed
from xinan.jobs.tasks import evaluate_all, nightly_evaluation
from xinan.monitoring.live import EvaluationFailed
from xinan.monitoring.models import EvaluationRun, Warning
from xinan.registry.models import ProjectChange

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_night_evaluates_everything_with_every_rule() -> None:
    ProjectFactory(filed_on=None)
    nightly_evaluation(timestamp=0)
    assert Warning.objects.filter(rule="filing/not-filed", state="open").exists()
    assert not ProjectChange.objects.exists()
    run = EvaluationRun.objects.get()
    assert (run.kind, run.projects, run.error) == ("full", 1, "")
    assert run.findings == Warning.objects.count() > 1


def test_a_night_that_fails_says_which_rule_and_fails_its_job(monkeypatch) -> None:
    ProjectFactory(filed_on=None)

    def breaks(*_args: object, **_keywords: object) -> None:
        raise RuleFailed("wages/unpaid")

    monkeypatch.setattr("xinan.monitoring.evaluation.judge", breaks)
    with pytest.raises(EvaluationFailed, match="wages/unpaid"):
        evaluate_all()
    assert "wages/unpaid" in EvaluationRun.objects.get().error
    assert ProjectChange.objects.exists()


def test_it_is_due_after_midnight_in_china_and_queued_once() -> None:
    due = [
        task.cron for task in app.periodic_registry.periodic_tasks.values() if task.task.name == "nightly_evaluation"
    ]
    assert due == ["10 16 * * *"]
    evaluate_all.defer()
    assert ProcrastinateJob.objects.filter(task_name="evaluate_all", status="todo").count() == 1
