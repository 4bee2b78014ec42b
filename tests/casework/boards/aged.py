"""Open and closed proceedings of clues, cases and relief with clocks of every age, from a seed."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.kernel.clock import CHINA
from xinan.people.models import Organisation, User
from xinan.procedures.models import Clock, ClockPause, Proceeding, Step

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
PLACES = ("220102", "220104", "220100", "220203", "220881", "")
KINDS = ("clue", "case", "relief", "warning")
_NUMBERS = count(1)


@dataclass(frozen=True)
class World:
    """What was made."""

    proceedings: list[Proceeding]
    clocks: dict[int, list[Clock]]
    officers: list[User]


def officer(role: str = "county_inspector", *, region: str = "220102", office: Organisation | None = None) -> User:
    office = office or OrganisationFactory(name=f"单位{next(_NUMBERS)}", region_code=region)
    return AppointmentFactory(user=UserFactory(organisation=office), role=role, region_code=region).user


def item(
    *, now: datetime = NOW, late: int | None = 3, kind: str = "case", region: str = "220102", **fields: object
) -> Proceeding:
    """An open proceeding whose clock of ten days ran out `late` days ago (negative: to come); None: no clock."""
    opened = now - timedelta(days=10 + (late or 0))
    one = Proceeding.objects.create(
        **{
            "procedure": "toy",
            "state": "open",
            "subject_kind": kind,
            "subject_id": str(900_000_000 + next(_NUMBERS)),
            "region_code": region,
            "opened_at": opened,
            "moved_at": opened,
            **fields,
        }
    )
    if late is not None:
        clock_of(one, late=late, now=now)
    return one


def clock_of(one: Proceeding, *, late: int, now: datetime = NOW, state: str = "running", code: str = "finish") -> Clock:
    due_on = (now - timedelta(days=late)).date()
    due_at = datetime.combine(due_on + timedelta(days=1), datetime.min.time(), CHINA)
    ended = now if state in ("met", "late", "void") else None
    return Clock.objects.create(
        proceeding=one,
        code=code,
        started_at=min(one.opened_at, due_at - timedelta(days=1)),
        length="10 D",
        due_on=due_on,
        due_at=due_at,
        first_due_on=due_on,
        state=state,
        ended_at=ended,
    )


def make_world(seed: int, *, number: int = 120) -> World:
    dice = random.Random(seed)  # noqa: S311 repeatable, not secret
    officers = [officer() for _ in range(3)]
    made, clocks = [], {}
    for _ in range(number):
        closed = dice.random() < 0.2
        holder = dice.choice([*officers, None])
        one = item(
            late=None,
            kind=dice.choice(KINDS),
            region=dice.choice(PLACES),
            holder=holder,
            holder_office=holder.organisation if holder else None,
            **({"closed_at": NOW, "closed_as": "done"} if closed else {}),
        )
        made.append(one)
        states = dice.sample(["running", "paused", "expired", "met", "void"], dice.choice([0, 1, 2, 3]))
        clocks[one.pk] = [_aged(one, state, code=f"c{place}", dice=dice) for place, state in enumerate(states)]
    return World(made, clocks, officers)


def _aged(one: Proceeding, state: str, *, code: str, dice: random.Random) -> Clock:
    late = dice.choice([1, 7, 8, 30, 31, 90]) if state == "expired" else dice.choice([-40, -9, -4, -1, 0, 1, 12])
    made = clock_of(one, late=late, state=state, code=code)
    if dice.random() < 0.3:
        _paused(made, dice=dice)
    return made


def _paused(clock: Clock, *, dice: random.Random) -> None:
    begun = clock.started_at.date() + timedelta(days=1)
    step = Step.objects.create(
        proceeding=clock.proceeding, move="ask_pause", state_after="open", as_kind="system", at=NOW, version=1
    )
    user = UserFactory()
    ClockPause.objects.create(
        clock=clock, asked_at=NOW, asked_by=user, step=step, reason="补充材料", state=dice.choice(["approved", "refused"]),
        from_on=begun, until_on=begun + timedelta(days=5), resumed_on=begun + timedelta(days=dice.choice([0, 2, 5])),
    )  # fmt: skip
