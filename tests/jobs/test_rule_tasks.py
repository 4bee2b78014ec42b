"""The queue runs trials, and evaluates everything once the rules have changed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from tests.monitoring.changes import CLOCK, NOW, TODAY, few_rules, found_projects, officer, tried, wish
from tests.support.queue import empty_queue
from xinan.gateways.wiring import Wiring
from xinan.jobs import rule_tasks
from xinan.jobs.rule_tasks import follow_rules, try_rule_change
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.kernel.period import Month
from xinan.monitoring.actions.ask_trial import ask_trial
from xinan.monitoring.actions.decide_change import approve_change, submit_change
from xinan.monitoring.actions.draft_change import draft_change
from xinan.monitoring.enums import RunKind
from xinan.monitoring.live import full_run
from xinan.monitoring.models import EvaluationRun

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(db: None) -> Iterator[None]:
    """Nothing waits before or after."""
    empty_queue()
    yield
    empty_queue()


@pytest.fixture(autouse=True)
def world(monkeypatch, keyring: Keyring, settings: Settings) -> None:
    few_rules(monkeypatch)
    monkeypatch.setattr(rule_tasks, "wiring", lambda: Wiring(clock=CLOCK, keyring=keyring))
    found_projects()


def waiting() -> list[str]:
    """What waits, but for telling people of the last run."""
    jobs = ProcrastinateJob.objects.filter(status="todo").exclude(task_name="tell_of_warnings")
    return list(jobs.values_list("task_name", flat=True))


def change_rule(*, from_on=TODAY) -> None:
    author = officer()
    change = draft_change(wish(from_on=from_on), author=author, now=NOW)
    tried(change)
    submit_change(change.pk, author=author, now=NOW)
    approve_change(change.pk, approver=officer(), words="", now=NOW)


def test_a_trial_asked_for_is_in_the_queue_and_runs_there() -> None:
    author, november = officer(), Month(2026, 11)
    change = draft_change(wish(), author=author, now=NOW)
    trial = ask_trial(change.pk, first=november, last=november, region_code="", asker=author, now=NOW)
    assert waiting() == ["try_rule_change"]
    try_rule_change(trial_id=trial.pk)
    trial.refresh_from_db()
    assert (trial.state, trial.figures[0]["level"]) == ("done", 3)


def test_a_fault_of_ours_is_raised_and_the_trial_says_so(monkeypatch) -> None:
    def breaks(*_args: object, **_keywords: object) -> None:
        raise MemoryError

    author, november = officer(), Month(2026, 11)
    change = draft_change(wish(), author=author, now=NOW)
    trial = ask_trial(change.pk, first=november, last=november, region_code="", asker=author, now=NOW)
    monkeypatch.setattr("xinan.monitoring.actions.run_trial.load_scope", breaks)
    with pytest.raises(MemoryError):
        try_rule_change(trial_id=trial.pk)
    trial.refresh_from_db()
    assert trial.state == "failed"


def test_approval_for_today_has_everything_evaluated_and_two_approvals_once() -> None:
    full_run(clock=CLOCK)
    change_rule()
    assert waiting() == ["evaluate_all"]
    follow_rules(timestamp=0)
    assert waiting() == ["evaluate_all"]


def test_a_day_that_comes_is_seen_within_the_minute(monkeypatch, keyring: Keyring) -> None:
    full_run(clock=CLOCK)
    change_rule(from_on=TODAY + timedelta(days=1))
    follow_rules(timestamp=0)
    assert waiting() == []
    tomorrow = FixedClock(NOW + timedelta(days=1))
    monkeypatch.setattr(rule_tasks, "wiring", lambda: Wiring(clock=tomorrow, keyring=keyring))
    follow_rules(timestamp=0)
    assert waiting() == ["evaluate_all"]


def test_nothing_is_evaluated_again_where_nothing_changed() -> None:
    full_run(clock=CLOCK)
    follow_rules(timestamp=0)
    assert waiting() == []


def test_after_a_failed_evaluation_it_rests() -> None:
    EvaluationRun.objects.create(kind=RunKind.FULL, as_of=TODAY, projects=3, started_at=NOW, error="规则失败")
    follow_rules(timestamp=0)
    assert waiting() == []
