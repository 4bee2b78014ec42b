"""Two at once, on two real connections: the same move, the same acts; a worker that dies between act and commit."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.procedures.conftest import COUNTY, MONDAY, TOY, Person, clock_of, moved, opened, opening, person
from xinan.notices.models import Notice
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.actions.run_due_acts import run_due_acts
from xinan.procedures.definition import Procedure
from xinan.procedures.errors import Overtaken
from xinan.procedures.hooks import on_act, on_step
from xinan.procedures.models import Clock, ClockAct, ClockEvent, Proceeding, Step
from xinan.procedures.registry import register

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 60  # seconds, for a machine that is busy; nothing is decided by it


def at_once(*acts: Callable[[], None]) -> list[BaseException]:
    """Run each in a thread with a connection of its own, begun together; what they raised."""
    start, raised = Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        try:
            start.wait(PATIENCE)
            act()
        except Exception as error:  # noqa: BLE001 handed to the test
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    return raised


@pytest.fixture
def inspectors(toy: Procedure) -> list[Person]:
    return [person("county_inspector", region=COUNTY) for _ in range(8)]


def test_of_eight_who_sign_at_once_one_does_and_the_others_are_told(inspectors: list[Person]) -> None:
    one = opened()

    def signs(who: Person) -> Callable[[], None]:
        def act() -> None:
            make_move(one.pk, "sign", by=who.user, scope=who.scope, now=MONDAY, version=0)

        return act

    raised = at_once(*(signs(who) for who in inspectors))
    winner = Step.objects.get(proceeding=one, move="sign").by
    assert winner is not None
    assert len(raised) == 7
    for error in raised:
        assert isinstance(error, Overtaken)
        assert winner.display_name in error.what.zh
    one.refresh_from_db()
    assert (one.state, one.version) == ("handling", 1)
    assert Clock.objects.filter(proceeding=one, code="cure").count() == 1


def test_the_data_and_a_person_close_it_once(inspectors: list[Person]) -> None:
    several = open_proceedings([opening() for _ in range(12)], now=MONDAY)

    def data() -> None:
        close_by_system([one.pk for one in several], "cured", now=MONDAY, reason="已发放")

    def people() -> None:
        for one in reversed(several):
            try:
                moved(one, "sign", inspectors[0])
            except Overtaken:
                overtaken.append(one.pk)

    overtaken: list[int] = []
    assert at_once(data, people) == []
    assert Proceeding.objects.filter(closed_as="data").count() == 12
    signed = Step.objects.filter(move="sign").count()
    assert signed + len(overtaken) == 12
    # Each one was moved as often as it has steps: nothing was lost.
    for one in Proceeding.objects.all():
        assert one.version == one.steps.exclude(move="open").count()


def test_four_workers_do_each_act_once(inspectors: list[Person]) -> None:
    open_proceedings([opening(holder_id=inspectors[0].user.pk) for _ in range(30)], now=MONDAY)
    counts: list[int] = []
    later = MONDAY + timedelta(days=30)
    assert at_once(*[lambda: counts.append(run_due_acts(now=later))] * 4) == []
    # A worker passes by what another holds: what is left, the next run does.
    counts.append(run_due_acts(now=later))
    told = ClockEvent.objects.filter(kind="act").values_list("clock_id", "act")
    assert len(told) == len(set(told)) == 30 * 5  # expiry and four rungs; the eve is past telling
    assert sum(counts) == ClockAct.objects.filter(done_at__isnull=False).count() == 30 * 6
    assert not ClockAct.objects.filter(done_at=None).exists()
    assert Notice.objects.filter(kind="reminder", recipient=inspectors[0].user).count() == 30


def test_acts_and_moves_at_once_neither_wait_for_ever_nor_do_too_much(inspectors: list[Person]) -> None:
    several = open_proceedings([opening() for _ in range(20)], now=MONDAY)
    later = MONDAY + timedelta(days=4)

    def signs() -> None:
        for one in several:
            moved(one, "sign", inspectors[0], now=later)

    assert at_once(signs, *[lambda: run_due_acts(now=later)] * 2) == []
    run_due_acts(now=later)
    assert Proceeding.objects.filter(state="handling", version=1, escalation=0).count() == 20
    assert Clock.objects.filter(code="sign", state="late").count() == 20
    assert not ClockAct.objects.filter(clock__code="sign", done_at=None).exists()


class Killed(BaseException):
    """A worker that dies: nothing catches it."""


@pytest.fixture
def dies_once(toy: Procedure) -> list[int]:
    deaths: list[int] = []

    def hook(event: ClockEvent) -> None:
        if not deaths and event.act == "remind":
            deaths.append(event.clock_id)
            raise Killed

    on_act("toy", hook)
    return deaths


def test_who_dies_between_act_and_commit_repeats_nothing(inspectors: list[Person], dies_once: list[int]) -> None:
    one = opened(holder_id=inspectors[0].user.pk)
    later = MONDAY + timedelta(days=3)
    with pytest.raises(Killed):
        run_due_acts(now=later)
    assert dies_once
    assert not Notice.objects.filter(kind="reminder").exists()
    assert clock_of(one, "sign").escalation == 0
    run_due_acts(now=later)
    assert ClockEvent.objects.filter(act="remind").count() == 1
    assert Notice.objects.filter(kind="reminder", recipient=inspectors[0].user).count() == 1


def test_a_move_that_dies_before_its_commit_has_not_happened(inspectors: list[Person]) -> None:
    def dies(_step: Step) -> None:
        raise Killed

    on_step("toy", dies)
    one = opened()
    with pytest.raises(Killed):
        moved(one, "sign", inspectors[0])
    register(TOY)
    assert clock_of(one, "sign").state == "running"
    assert Step.objects.filter(proceeding=one).count() == 1
    assert not Clock.objects.filter(proceeding=one, code="cure").exists()
