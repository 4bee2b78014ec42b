"""A whole year travelled day by day: 2026 with its Spring Festival, National Day and worked weekends.

Proceedings open, are signed for, paused, extended and closed at random; a worker runs every morning. What the database says
of each clock is compared with a clock carried by hand (reference.Walker), and every rung with the day it should come.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from tests.procedures.conftest import Person, clock_of, moved, opened, person
from tests.procedures.reference import Walker, is_worked
from xinan.kernel.clock import CHINA
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.extend_clock import ask_extension, extend_clock
from xinan.procedures.actions.pause_clock import approve_pause, ask_pause, resume_clock
from xinan.procedures.actions.run_due_acts import run_due_acts
from xinan.procedures.given import SentProof
from xinan.procedures.models import Clock, ClockEvent, ClockPause, Proceeding

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FIRST, DAYS = date(2026, 1, 1), 365
DAY = timedelta(days=1)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=CHINA)


class Year:
    """One run through the year; what people do is drawn by chance."""

    def __init__(self, seed: int, people: Sequence[Person], proof: SentProof) -> None:
        self.chance = random.Random(seed)  # noqa: S311 a test's world
        self.inspector, self.city, self.firm = people
        self.proof = proof
        self.open: list[Proceeding] = []

    def live(self, day: date) -> None:
        run_due_acts(now=morning(day))
        if self.chance.random() < 0.12 and day < date(2026, 11, 1):
            self.open.append(moved(opened(now=morning(day)), "sign", self.inspector, now=morning(day)))
        for one in list(self.open):
            self.touch(one, day)

    def touch(self, one: Proceeding, day: date) -> None:
        cure, drawn = clock_of(one, "cure"), self.chance.random()
        if cure.state == "running" and drawn < 0.05 and not cure.pauses.exists():
            until = day + self.chance.randint(1, 30) * DAY
            pause = ask_pause(
                cure.pk,
                by=self.firm.user,
                scope=self.firm.scope,
                now=morning(day),
                reason="停工",
                proofs=[self.proof],
                until_on=until,
            )
            approve_pause(pause.pk, by=self.inspector.user, scope=self.inspector.scope, now=morning(day))
        elif cure.state == "paused" and drawn < 0.08:
            resume_clock(cure.pk, by=self.firm.user, scope=self.firm.scope, now=morning(day))
        elif cure.state in ("running", "paused") and drawn > 0.97 and cure.extended == 0:
            more = self.chance.randint(1, 10)
            asked = ask_extension(
                cure.pk, by=self.firm.user, scope=self.firm.scope, now=morning(day), amount=more, reason="资金"
            )
            extend_clock(asked.pk, by=self.city.user, scope=self.city.scope, now=morning(day))
        elif 0.5 < drawn < 0.51:
            close_by_system([one.pk], "cured", now=morning(day), reason="数据")
            self.open.remove(one)


def due_by_hand(cure: Clock) -> date:
    paused = {
        pause.from_on + n * DAY
        for pause in ClockPause.objects.filter(clock=cure, state="approved")
        for n in range(((pause.resumed_on or pause.until_on or pause.from_on) - pause.from_on).days)
    }
    start = cure.started_at.astimezone(CHINA).date()
    return Walker(start, 10 + cure.extended, working=True, rolls=True, paused=paused).last_day()


def worked_after(day: date, n: int) -> date:
    while n:
        day += DAY
        n -= is_worked(day)
    return day


@pytest.mark.parametrize("seed", [1, 2026])
def test_a_year_day_by_day(inspector: Person, city: Person, firm: Person, proof: SentProof, seed: int) -> None:
    person("province_office")
    year = Year(seed, (inspector, city, firm), proof)
    for n in range(DAYS):
        year.live(FIRST + n * DAY)
    clocks = list(Clock.objects.filter(code="cure"))
    assert len(clocks) > 20
    for cure in clocks:
        expected = due_by_hand(cure)
        if cure.pauses.filter(resumed_on=None).exists() or expected > date(2026, 12, 31):
            continue
        assert cure.due_on == expected, cure.pk
        _compare_rungs(cure)
    assert ClockPause.objects.exists()
    assert Clock.objects.filter(extended__gt=0).exists()
    assert ClockEvent.objects.filter(act="list", clock__code="cure").exists()


def _compare_rungs(cure: Clock) -> None:
    """Each rung on the first morning after its moment, once for the last due day, none of them early."""
    over_on = cure.ended_at.astimezone(CHINA).date() if cure.ended_at else date(2027, 1, 1)
    events = ClockEvent.objects.filter(clock=cure, kind="act").order_by("at", "pk")
    told = [(event.act, event.at.astimezone(CHINA).date()) for event in events]
    for code, after in (("expire", 0), ("remind", 0), ("raise", 1), ("supervise", 3), ("list", 5)):
        due = worked_after(cure.due_on, after) + DAY
        mine = [day for act, day in told if act == code]
        assert mine == ([due] if due < over_on or (due == over_on and mine) else []), (cure.pk, code, told)
    assert len({act for act, _ in told}) >= len(told) - 1  # the eve alone may come again, for a later day
