"""Warnings follow findings: open, update, cure, reopen, with a story that says why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import UniqueViolation

from tests.monitoring.findings import DAY, NOW, events, finding, live, run, said
from tests.registry.factories import ProjectFactory
from xinan.engine import Status
from xinan.monitoring.actions.reconcile import Scope
from xinan.monitoring.models import Warning, WarningEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


def test_a_new_finding_opens_a_warning_with_all_it_says(project) -> None:
    found = finding(project)
    assert run([found]).events == {"opened": 1}
    warning = Warning.objects.get()
    assert live() == said([found])
    assert (warning.episode, warning.opened_at, warning.evaluated_as_of) == (1, NOW, DAY)


def test_the_same_finding_again_is_no_news(project) -> None:
    run([finding(project)])
    assert run([finding(project)]).events == {}
    assert events() == ["opened"]


def test_a_worse_level_is_an_event_and_a_better_one_too(project) -> None:
    run([finding(project)])
    later = NOW + timedelta(days=20)
    run([finding(project, level="red")], now=later)
    assert Warning.objects.get().level_changed_at == later
    run([finding(project, level="blue")])
    assert events() == ["opened", "raised", "lowered"]
    assert WarningEvent.objects.get(kind="raised").level_before == "yellow"


def test_figures_that_grow_by_the_day_are_kept_without_an_event(project) -> None:
    run([finding(project, measures={"overdue": 3})])
    assert run([finding(project, measures={"overdue": 4})]).events == {}
    assert Warning.objects.get().measures == {"overdue": 4}


def test_figures_that_a_fact_changed_are_an_event(project) -> None:
    run([finding(project, measures={"workers": 3})])
    run([finding(project, measures={"workers": 2})], causes={project.project_id: "wage_payment:insert"})
    assert events() == ["opened", "updated"]
    assert WarningEvent.objects.get(kind="updated").cause == "wage_payment:insert"


def test_what_is_gone_is_cured_with_the_day_and_the_fact(project) -> None:
    run([finding(project)])
    run([], causes={project.project_id: "wage_payment:insert"})
    warning = Warning.objects.get()
    assert (warning.state, warning.cured_on, warning.cured_cause) == ("cured", DAY, "wage_payment:insert")
    assert events() == ["opened", "cured"]


def test_what_comes_back_is_a_new_episode_linked_to_the_last(project) -> None:
    for findings in ([finding(project)], [], [finding(project)], [], [finding(project)]):
        run(findings)
    episodes = list(Warning.objects.order_by("episode"))
    assert [warning.episode for warning in episodes] == [1, 2, 3]
    assert [warning.previous_id for warning in episodes] == [None, episodes[0].pk, episodes[1].pk]
    assert events() == ["opened", "cured", "reopened", "cured", "reopened"]


def test_withheld_and_suppressed_are_listed_not_dropped(project) -> None:
    run([finding(project)])
    run([finding(project, status=Status.WITHHELD, because="bank")])
    assert Warning.objects.get().because == "bank"
    run([finding(project)])
    run([finding(project, status=Status.SUPPRESSED, because="wages/no-payroll")])
    assert events() == ["opened", "withheld", "resumed", "suppressed"]
    assert Warning.objects.get().opened_at == NOW


def test_a_run_over_some_projects_leaves_the_others_alone(project) -> None:
    other = ProjectFactory()
    run([finding(project), finding(other)])
    run([], scope=Scope(frozenset({project.project_id})))
    assert set(Warning.objects.exclude(state="cured").values_list("project_id", flat=True)) == {other.project_id}


def test_findings_about_projects_only_half_seen_count_for_nothing(project) -> None:
    other = ProjectFactory()
    run([finding(other)], scope=Scope(frozenset({project.project_id})))
    assert not Warning.objects.exists()


def test_an_enterprise_is_spoken_of_only_where_all_its_projects_were_seen(project) -> None:
    firm = finding(
        None, rule="enterprise/repeat", period=None, subject_kind="enterprise", subject_id=project.contractor_id
    )
    run([firm])
    run([], scope=Scope(frozenset({project.project_id})))
    assert Warning.objects.get().state == "open"
    run([], scope=Scope(frozenset({project.project_id}), frozenset({project.contractor_id})))
    assert Warning.objects.get().state == "cured"


def test_subjects_and_periods_are_told_apart(project) -> None:
    findings = [
        finding(project, period="2026-08"),
        finding(project, period="2026-09"),
        finding(project, period=None),
        finding(project, subject_kind="worker", subject_id="W1"),
        finding(project, subject_kind="worker", subject_id="W2"),
    ]
    run(findings)
    assert live() == said(findings)


def test_an_engine_that_says_the_same_twice_is_refused_and_nothing_changes(project) -> None:
    with pytest.raises(UniqueViolation), transaction.atomic():
        run([finding(project), replace(finding(project), level="red")])
    assert not Warning.objects.exists()


def test_the_database_itself_keeps_one_live_warning_to_an_identity(project) -> None:
    run([finding(project, period=None)])
    twin = Warning.objects.get()
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_the_number_of_statements_does_not_grow_with_the_findings(project) -> None:
    projects = ProjectFactory.create_batch(20)
    with CaptureQueriesContext(
        connection,
    ) as few:
        run([finding(project)])
    with CaptureQueriesContext(connection) as many:
        run([finding(project)] + [finding(p, period=f"2026-0{m}") for p in projects for m in range(1, 10)])
    assert len(many) == len(few)


LEVELS = st.sampled_from(("grey", "blue", "yellow", "orange", "red"))
FINDING = st.tuples(
    st.sampled_from(("P1", "P2")),
    st.sampled_from(("wages/unpaid", "filing/stale")),
    st.sampled_from((None, "2026-09")),
    LEVELS,
    st.sampled_from(list(Status)),
    st.integers(0, 3),
)
# What each run finds, by identity, and whether it looks at P1 alone.
RUNS = st.lists(
    st.tuples(st.lists(FINDING, max_size=5, unique_by=lambda f: f[:3]), st.booleans()), min_size=1, max_size=6
)


@given(runs=RUNS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_runs_the_live_warnings_are_the_last_findings_in_scope(db, runs) -> None:
    projects = {key: ProjectFactory(project_id=key) for key in ("P1", "P2")}
    try:
        with transaction.atomic():
            expected: dict[str, list] = {"P1": [], "P2": []}
            for found, only_first in runs:
                findings = [
                    finding(
                        projects[p],
                        rule=rule,
                        period=period,
                        level=level,
                        status=status,
                        measures={"n": n},
                        because=None if status is Status.RAISED else "bank",
                    )
                    for p, rule, period, level, status, n in found
                ]
                run(findings, scope=Scope(frozenset({"P1"})) if only_first else None)
                for key in ("P1",) if only_first else ("P1", "P2"):
                    expected[key] = [f for f in findings if f.project_id == key]
                assert live() == said(expected["P1"] + expected["P2"])
            raise _Undo
    except _Undo:
        for project in projects.values():
            project.delete()


class _Undo(Exception):
    """Takes an example's rows back."""


def test_since_may_move(project) -> None:
    run([finding(project, since=date(2026, 10, 16))])
    run([finding(project, since=date(2026, 10, 20))])
    assert Warning.objects.get().since == date(2026, 10, 20)
