"""A past day replayed: equal to an evaluation of what was known then, without a trace on the warnings of today."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.monitoring.as_of_day import cut, facts_of
from tests.registry.factories import ProjectFactory
from tests.simulation.making import make, options
from xinan.engine import Finding, Status, evaluate
from xinan.engine.errors import RuleFailed
from xinan.engine.rows import facts_from_rows
from xinan.jobs.demo.load_snapshot import Snapshot, load
from xinan.jobs.demo.workers import sealed_workers
from xinan.jobs.replay_tasks import drop_old_replays, replay_step_task
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.actions import replay_scope
from xinan.monitoring.actions.replay_scope import ask_replay, drop_old, replay_step
from xinan.monitoring.facts_mark import facts_mark
from xinan.monitoring.live import full_run
from xinan.monitoring.models import ReplayFinding, ReplayRun, Warning
from xinan.monitoring.replay import replay_project
from xinan.monitoring.replay_since import since_then
from xinan.registry.models import Project
from xinan.rules.vocabulary import TABLES

pytestmark = pytest.mark.django_db(transaction=True)

END = date(2026, 11, 23)
DAY = date(2026, 9, 22)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
Said = tuple[str, str | None, str, str, str | None, str, date, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(
        tmp_path_factory.mktemp("replayed"),
        options(str(END), months=4, seed=20261123, projects=16, workers=5),
    )


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def province(folder: Path, keyring: Keyring) -> Path:
    load(Snapshot(folder), seal=partial(sealed_workers, keyring=keyring), advance=lambda done, total: None)
    return folder


def expected(folder: Path, *, day: date) -> list[Finding]:
    """The independent statement: facts cut in plain Python, evaluated as a snapshot."""
    facts = {name: rows for name, rows in facts_of(folder).items() if name in TABLES}
    return evaluate(facts_from_rows(cut(facts, day=day)), as_of=day)


def of_findings(findings: Iterable[Finding]) -> set[Said]:
    states = {Status.RAISED: "open", Status.WITHHELD: "withheld", Status.SUPPRESSED: "suppressed"}
    return {
        (f.rule, f.project_id, f.subject_kind, f.subject_id, f.period, f.level, f.since, states[f.status])
        for f in findings
    }


def of_rows(rows: Iterable[Warning | ReplayFinding]) -> set[Said]:
    return {
        (r.rule, r.project_id, r.subject_kind, r.subject_id, r.period, r.level, r.since, str(r.state)) for r in rows
    }


def test_a_project_replayed_is_the_evaluation_of_what_was_known(province: Path) -> None:
    wanted = of_findings(expected(province, day=DAY))
    named = sorted({said[1] for said in wanted if said[1]})[:3]
    for project_id in named:
        contractor = Project.objects.get(pk=project_id).contractor_id
        mine = {s for s in wanted if s[1] == project_id or (s[1] is None and s[3] == contractor)}
        assert of_rows(replay_project(project_id, as_of=DAY).warnings) == mine


def test_a_scope_replayed_step_by_step_is_the_evaluation_of_the_whole(
    province: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_scope, "DIRECT", 0)
    monkeypatch.setattr(replay_scope, "CHUNK", 6)
    ids = list(Project.objects.values_list("pk", flat=True))
    run = ask_replay(ids, as_of=DAY, now=NOW)
    assert (run.finished_at, run.done) == (None, 0)
    seen = []
    while True:
        job = ProcrastinateJob.objects.get(task_name="replay_step", status="todo", args__run_id=run.pk)
        ProcrastinateJob.objects.filter(pk=job.pk).delete()
        replay_step_task(**job.args)
        run.refresh_from_db()
        seen.append(run.done)
        if run.finished_at:
            break
    assert len(seen) > 1
    assert seen == sorted(set(seen))
    assert seen[-1] == len(ids)
    assert not ProcrastinateJob.objects.filter(task_name="replay_step", args__run_id=run.pk).exists()
    assert of_rows(run.findings.all()) == of_findings(expected(province, day=DAY))
    assert not Warning.objects.exists()  # nobody is told anything by looking back


def test_today_replayed_is_what_stands(province: Path, clock: FixedClock) -> None:
    full_run(clock=clock)
    live = list(Warning.objects.all())
    assert len(live) > 10
    run = ask_replay(list(Project.objects.values_list("pk", flat=True)), as_of=clock.today(), now=clock.now())
    assert of_rows(run.findings.all()) == of_rows(live)
    assert Warning.objects.count() == len(live)
    measures = {(r.rule, r.project_id, r.subject_id, r.period): r.measures for r in run.findings.all()}
    assert measures == {(w.rule, w.project_id, w.subject_id, w.period): w.measures for w in live}


def a_scope() -> list[str]:
    return [ProjectFactory(filed_on=None).pk]


def test_a_day_is_worked_out_once_until_facts_or_rules_change(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = a_scope()
    first = ask_replay(ids, as_of=DAY, now=NOW)
    later = NOW + timedelta(hours=5)
    assert ask_replay(ids, as_of=DAY, now=later).pk == first.pk
    Project.objects.update(filed_on=DAY)
    soon = NOW + timedelta(minutes=10)
    assert ask_replay(ids, as_of=DAY, now=soon).pk == first.pk  # shown with its moment for half an hour
    second = ask_replay(ids, as_of=DAY, now=later)
    assert second.pk != first.pk
    assert {f.rule for f in first.findings.all()} - {f.rule for f in second.findings.all()} == {"filing/not-filed"}
    monkeypatch.setattr(replay_scope, "rules_version", lambda: "other rules")
    assert ask_replay(ids, as_of=DAY, now=later).pk not in (first.pk, second.pk)
    assert not ReplayRun.objects.filter(pk=first.pk).exists()  # of rules that are no more


def test_asked_anew_it_is_worked_out_anew() -> None:
    ids = a_scope()
    first = ask_replay(ids, as_of=DAY, now=NOW)
    assert ask_replay(ids, as_of=DAY, now=NOW, anew=True).pk != first.pk


def test_a_wider_scope_serves_a_narrower_one_and_not_the_other_way_round() -> None:
    ids = [*a_scope(), *a_scope(), *a_scope()]
    narrow = ask_replay(ids[:2], as_of=DAY, now=NOW)
    wide = ask_replay(ids, as_of=DAY, now=NOW)
    assert wide.pk != narrow.pk
    assert set(ask_replay(ids[1:], as_of=DAY, now=NOW).project_ids) == set(ids)
    assert ask_replay(ids[1:], as_of=DAY - timedelta(days=1), now=NOW).pk != wide.pk


def test_facts_that_change_under_way_are_not_taken_for_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay_scope, "DIRECT", 0)
    monkeypatch.setattr(replay_scope, "CHUNK", 1)
    ids = [*a_scope(), *a_scope()]
    run = ask_replay(ids, as_of=DAY, now=NOW)
    assert replay_step(run.pk, now=NOW)
    Project.objects.update(updated_on=DAY)
    while replay_step(run.pk, now=NOW):
        pass
    run.refresh_from_db()
    assert (run.facts_mark, run.error) == (None, "")


def test_a_change_not_yet_committed_is_no_state_of_facts() -> None:
    project = ProjectFactory()
    before = facts_mark()
    assert before is not None
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("UPDATE registry_project SET filed_on = '2026-01-01' WHERE project_id = %s", [project.pk])
        assert facts_mark() is None
        other.commit()
        after = facts_mark()
        assert after is not None
        assert after > before
    finally:
        other.close()


def test_a_rule_that_fails_ends_the_run_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object, **_keywords: object) -> None:
        raise RuleFailed("wages/unpaid")

    ids = a_scope()
    with monkeypatch.context() as patch:
        patch.setattr(replay_scope, "judged_on", breaks)
        run = ask_replay(ids, as_of=DAY, now=NOW)
    assert "wages/unpaid" in run.error
    assert not run.findings.exists()
    assert ask_replay(ids, as_of=DAY, now=NOW).pk == run.pk  # said until it is asked anew
    assert ask_replay(ids, as_of=DAY, now=NOW, anew=True).error == ""


def test_a_run_whose_worker_died_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay_scope, "DIRECT", 0)
    ids = a_scope()
    run = ask_replay(ids, as_of=DAY, now=NOW)
    jobs = ProcrastinateJob.objects.filter(task_name="replay_step")
    jobs.delete()
    ask_replay(ids, as_of=DAY, now=NOW + timedelta(seconds=30))
    assert not jobs.exists()
    ask_replay(ids, as_of=DAY, now=NOW + timedelta(minutes=3))
    ask_replay(ids, as_of=DAY, now=NOW + timedelta(minutes=3))
    assert [job.args for job in jobs] == [{"run_id": run.pk}]


def test_old_days_are_forgotten() -> None:
    run = ask_replay(a_scope(), as_of=DAY, now=NOW)
    assert run.findings.exists()
    assert drop_old(now=NOW + timedelta(days=1)) == 0
    assert drop_old(now=NOW + timedelta(days=3)) > 1
    assert not ReplayFinding.objects.exists()
    drop_old_replays(timestamp=0)


def test_what_became_of_that_day(clock: FixedClock) -> None:
    project = ProjectFactory(filed_on=None, payment_guarantee_on=None)
    full_run(clock=clock)
    then = replay_project(project.pk, as_of=DAY).warnings
    Project.objects.update(filed_on=date(2026, 11, 20), completed_on=None)
    full_run(clock=clock)
    since = since_then(project.pk, then, contractor_id=str(project.contractor_id), day=DAY)
    cured = {each.warning.rule: each.cured_on for each in since.settled}
    assert cured["filing/not-filed"] == clock.today()
    live = set(Warning.objects.filter(state="open").values_list("rule", "period"))
    assert {(w.rule, w.period) for w in (*since.standing, *since.fresh)} == live
    assert {w.rule for w in since.standing}.isdisjoint({w.rule for w in since.fresh})
    assert since.open_today == len(live)
    assert "filing/no-payment-guarantee" in {w.rule for w in since.standing}


def test_a_run_keeps_nothing_that_names_a_person(province: Path) -> None:
    run = ask_replay(list(Project.objects.values_list("pk", flat=True)), as_of=DAY, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number_masked, name_masked FROM workforce_worker")
        masked = {text for row in cursor.fetchall() for text in row if text}
    kept = json.dumps([[f.subject_id, f.measures] for f in run.findings.all()], ensure_ascii=False)
    assert not any(text in kept for text in masked)


def test_a_rule_first_evaluated_in_a_new_version_ends_what_was_kept(clock: FixedClock) -> None:
    ids = a_scope()
    run = ask_replay(ids, as_of=DAY, now=NOW)
    full_run(clock=clock)  # writes down which versions speak
    again = ask_replay(ids, as_of=DAY, now=NOW)
    assert again.pk != run.pk
    full_run(clock=clock)
    assert ask_replay(ids, as_of=DAY, now=NOW).pk == again.pk
