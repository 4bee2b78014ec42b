"""One failing rule fails the run loudly, names itself, and leaves the warnings of the last good run in place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from threading import Event

import ibis
import ibis.expr.types as ir
import pytest

from tests.monitoring.findings import live
from tests.monitoring.test_live import CLOCK, TODAY, found_province, has_project, settle
from xinan.gateways.wiring import wiring
from xinan.jobs.live_loop import LiveLoop
from xinan.jobs.tasks import evaluate_all
from xinan.monitoring.enums import RunKind
from xinan.monitoring.live import EvaluationFailed, full_run, live_step, record_failure
from xinan.monitoring.models import EvaluationRun, Warning, WarningEvent
from xinan.monitoring.queries.failures import standing_failure
from xinan.registry.models import ProjectChange
from xinan.rules import registry
from xinan.rules.parameters import Bound
from xinan.rules.registry import find_rule
from xinan.rules.world import World

pytestmark = pytest.mark.django_db(transaction=True)

BROKEN = "filing/not-filed"
Holds = Callable[[World, Bound], ir.Table]


def _refused_by_the_engine(world: World, p: Bound) -> ir.Table:
    found = find_rule("board/missing").holds(world, p)
    # A project's number is no whole number: the engine can only say so when it meets the row.
    return found.mutate(since=ibis.date(found.project_id.cast("int32"), 1, 1))


def _without_a_column(world: World, _: Bound) -> ir.Table:
    return world.table("project").select("no_such_column")


def _without_a_parameter(world: World, p: Bound) -> ir.Table:
    project = world.table("project")
    return project.mutate(level=p.level("no_such_ladder", project.pay_day, project.region_code))


def _everything_twice(world: World, p: Bound) -> ir.Table:
    found = find_rule("board/missing").holds(world, p)
    return found.union(found)


BROKEN_IN_EVERY_WAY = pytest.mark.parametrize(
    "holds", [_refused_by_the_engine, _without_a_column, _without_a_parameter, _everything_twice]
)


@contextmanager
def breaking(monkeypatch: pytest.MonkeyPatch, holds: Holds) -> Iterator[None]:
    """While this lasts the rule BROKEN is a broken one; all others are as they are."""
    with monkeypatch.context() as patch:
        patch.setitem(registry._BY_ID, BROKEN, replace(find_rule(BROKEN), holds=holds))
        yield


def _all_of_it() -> tuple[object, ...]:
    """Warnings, their history, and the marks still to be worked off."""
    return (
        live(),
        list(Warning.objects.order_by("pk").values()),
        list(WarningEvent.objects.order_by("pk").values()),
        list(ProjectChange.objects.order_by("pk").values_list("pk", flat=True)),
    )


@pytest.fixture
def province() -> tuple[object, ...]:
    """Warnings of a good run, and one change since that the next run would have to take up."""
    found_province()
    full_run(clock=CLOCK)
    has_project("P1", filed_on=None, started_on=date(2026, 1, 5))
    return _all_of_it()


@BROKEN_IN_EVERY_WAY
def test_a_broken_rule_fails_the_full_run(province, monkeypatch, holds) -> None:
    with (
        breaking(monkeypatch, holds),
        pytest.raises(EvaluationFailed, match=BROKEN),
    ):
        full_run(clock=CLOCK)
    assert _all_of_it() == province


@BROKEN_IN_EVERY_WAY
def test_a_broken_rule_fails_the_live_step(province, monkeypatch, holds) -> None:
    with (
        breaking(monkeypatch, holds),
        pytest.raises(EvaluationFailed, match=BROKEN),
    ):
        live_step(clock=CLOCK)
    assert _all_of_it() == province
    settle()
    assert not ProjectChange.objects.exists()
    assert Warning.objects.filter(rule=BROKEN, project_id="P1", state="open").exists()


def test_the_nightly_task_fails_and_writes_down_which_rule_it_was(province, monkeypatch) -> None:
    with breaking(monkeypatch, _refused_by_the_engine), pytest.raises(EvaluationFailed, match=BROKEN):
        evaluate_all()
    run = EvaluationRun.objects.order_by("pk").last()
    assert (run.kind, run.failed_rule) == (RunKind.FULL, BROKEN)
    assert BROKEN in run.error
    assert _all_of_it() == province


def test_the_live_loop_writes_it_down_goes_on_and_makes_it_good_later(province, monkeypatch) -> None:
    loop = LiveLoop(clock=wiring().clock, stop=Event())
    with breaking(monkeypatch, _refused_by_the_engine):
        loop.work_off()
        assert standing_failure().failed_rule == BROKEN
        assert _all_of_it() == province
    settle()
    assert standing_failure() is None


def test_a_failure_stands_until_a_full_run_succeeds(province, monkeypatch) -> None:
    assert standing_failure() is None
    with breaking(monkeypatch, _without_a_column), pytest.raises(EvaluationFailed) as failure:
        full_run(clock=CLOCK)
    record_failure(failure.value, kind=RunKind.FULL, as_of=TODAY, clock=CLOCK)
    settle()
    assert standing_failure().failed_rule == BROKEN
    full_run(clock=CLOCK)
    assert standing_failure() is None
