"""Proceedings of warnings with clocks of every kind, from a seed; and the figures counted from them one by one, in plain Python."""

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from tests.people.factories import OrganisationFactory
from tests.registry.factories import ProjectFactory
from tests.web.small_province import warn
from xinan.kernel.clock import CHINA
from xinan.procedures.models import Clock, Proceeding

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
PLACES = ("220102", "220104", "220203", "220881")
RULES = (
    ("wages/unpaid", "red"),
    ("deposit/missing", "orange"),
    ("account/not-opened", "yellow"),
    ("filing/not-filed", "blue"),
)
CLOSINGS = ("", "cured_by_data", "evidence", "false_alarm", "exempted", "to_case")
STATES = ("running", "paused", "expired", "met", "late", "void")
CLOCKS = ("sign", "feedback", "verify", "cure")
_WORLDS = itertools.count(1)


@dataclass(frozen=True)
class World:
    """What was made: proceedings with the rule each is about, and their clocks."""

    proceedings: list[Proceeding]
    rules: dict[int, str]
    clocks: dict[int, list[Clock]]


def make_world(seed: int, *, number: int = 160) -> World:
    """Proceedings over a year; some with no clock, some with two of a kind, some back within and after the month."""
    dice, world = random.Random(seed), next(_WORLDS)  # noqa: S311 repeatable, not secret
    offices = [OrganisationFactory(name=f"单位{world}-{n}") for n in range(3)]
    projects = {
        place: ProjectFactory(
            project_id=f"F{world}-{place}", region_code=place, industry=dice.choice(["housing", "water"])
        )
        for place in PLACES
    }
    rules: dict[int, str] = {}
    made: list[Proceeding] = []
    clocks: dict[int, list[Clock]] = {}
    for serial in range(number):
        place = dice.choice(PLACES)
        rule, level = dice.choice(RULES)
        warning = warn(projects[place], rule, level, subject_id=f"S{serial}", period=None)
        opened = datetime(2025, 12, 1, tzinfo=CHINA) + timedelta(minutes=dice.randrange(60 * 24 * 356))
        previous = dice.choice(made) if made and dice.random() < 0.3 else None
        if previous is not None and (previous.closed_at is None or hasattr(previous, "has_next")):
            previous = None
        closed_as = dice.choice(CLOSINGS)
        closed = opened + timedelta(hours=dice.randrange(24 * 40)) if closed_as else None
        if closed is not None and closed > NOW:
            closed, closed_as = None, ""
        if previous is not None:
            previous.has_next = True  # type: ignore[attr-defined]
            opened = previous.closed_at + timedelta(days=dice.choice([1, 29, 30, 31, 90]), minutes=dice.choice([0, 1]))
            if opened > NOW:
                opened, closed, closed_as = NOW, None, ""
            elif closed is not None:
                closed = opened + timedelta(days=3)
        one = Proceeding.objects.create(
            procedure="warning", state="signed" if closed is None else "cured_by_data", subject_kind="warning",
            subject_id=str(warning.pk), project_id=projects[place].pk, region_code=place, industry=projects[place].industry,
            link=rule.split("/")[0], level=level, holder_office=dice.choice([*offices, None]), opened_at=opened, moved_at=opened,
            closed_at=closed, closed_as=closed_as, previous=previous,
        )  # fmt: skip
        made.append(one)
        rules[one.pk] = rule
        clocks[one.pk] = [
            _clock(one, code, dice) for code in CLOCKS if dice.random() < 0.75 for _ in range(dice.choice([1, 1, 2]))
        ]
    Clock.objects.bulk_create([clock for found in clocks.values() for clock in found])
    return World(made, rules, clocks)


def _clock(one: Proceeding, code: str, dice: random.Random) -> Clock:
    started = one.opened_at
    due = started + timedelta(days=dice.choice([1, 3, 400]))
    state = dice.choice(STATES)
    ended = None
    if state in ("met", "late", "void"):
        ended = (
            due + timedelta(hours=dice.choice([-5, 0, 5]))
            if state == "void"
            else due + timedelta(hours=-1 if state == "met" else 1)
        )
    elif code in _open_codes(one):
        state, ended = "met", due - timedelta(hours=1)  # one open clock of a kind at a time
    else:
        _open_codes(one).add(code)
    return Clock(
        proceeding=one, code=code, started_at=started, length="1 WD", due_on=due.date(), due_at=due, first_due_on=due.date(),
        state=state, ended_at=ended,
    )  # fmt: skip


def _open_codes(one: Proceeding) -> set[str]:
    if not hasattr(one, "open_codes"):
        one.open_codes = set()  # type: ignore[attr-defined]
    return one.open_codes  # type: ignore[attr-defined,no-any-return]


@dataclass(frozen=True)
class Counted:
    due: list[int]
    done: list[int]
    late: list[int]
    median: Decimal | None = None


def recount(world: World, code: str, chosen: Iterable[Proceeding]) -> Counted:
    """One figure of some proceedings, by its definition in words."""
    handled = [one for one in chosen if world.clocks[one.pk]]
    if code in ("sign", "feedback", "verify"):
        return _kept(world, code, handled)
    cured = [one for one in handled if one.closed_as in ("cured_by_data", "evidence")]
    if code == "cure":
        late = [one.pk for one in cured if any(_over(c) or c.state == "late" for c in _of(world, one, "cure"))]
        days = [(_day(one.closed_at) - _day(one.opened_at)).days for one in cured]
        middle = Decimal(str(median(days))).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if days else None
        numbers = [one.pk for one in cured]
        return Counted(numbers, numbers, late, middle)
    if code == "false-alarm":
        people = [one for one in handled if one.closed_as in ("evidence", "false_alarm", "exempted", "to_case")]
        return Counted([one.pk for one in people], [one.pk for one in people if one.closed_as == "false_alarm"], [])
    following = {one.previous_id: one for one in world.proceedings if one.previous_id}
    month = timedelta(days=30)
    back = [one.pk for one in cured if one.pk in following and following[one.pk].opened_at <= one.closed_at + month]
    due = [one.pk for one in cured if one.pk in back or one.closed_at <= NOW - month]
    return Counted(due, back, [])


def _kept(world: World, code: str, handled: Sequence[Proceeding]) -> Counted:
    due, done, late = [], [], []
    for one in handled:
        clocks = _of(world, one, code)
        ended = [clock for clock in clocks if clock.state in ("met", "late")]
        undone = [clock for clock in clocks if _over(clock)]
        if not ended and not undone:
            continue
        due.append(one.pk)
        if not undone:
            done.append(one.pk)
            if any(clock.state == "late" for clock in clocks):
                late.append(one.pk)
    return Counted(due, done, late)


def _over(clock: Clock) -> bool:
    """Its time ran out and what it waited for has not happened."""
    if clock.state == "expired":
        return True
    if clock.state == "running":
        return clock.due_at <= NOW
    return clock.state == "void" and clock.ended_at is not None and clock.ended_at >= clock.due_at


def _of(world: World, one: Proceeding, code: str) -> list[Clock]:
    return [clock for clock in world.clocks[one.pk] if clock.code == code]


def _day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(CHINA).date()
