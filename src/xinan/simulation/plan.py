"""The plan of a project: where, what, how large, when begun, when paused, when it pays."""

from dataclasses import dataclass
from datetime import date, timedelta

from xinan.kernel.calendar import CHINA
from xinan.simulation.chance import Chance
from xinan.simulation.draft import Life, Plan, Wish
from xinan.simulation.facts import PauseRow
from xinan.simulation.firms import Firm, contractor_of, firm
from xinan.simulation.places import place_of
from xinan.simulation.seasons import pauses
from xinan.simulation.window import Options, Window

# The industries, how often each, how often government pays, how often the works lie outdoors.
_INDUSTRIES = {
    "housing": (38, 0.12, 0.45),
    "municipal": (20, 0.95, 0.75),
    "transport": (11, 0.95, 0.9),
    "water": (8, 0.95, 0.95),
    "railway": (3, 1.0, 0.9),
    "energy": (7, 0.4, 0.7),
    "telecom": (4, 0.3, 0.4),
    "landscaping": (4, 0.8, 1.0),
    "other": (5, 0.5, 0.3),
}
_LIVES = {Life.RUNNING: 52, Life.STARTED: 22, Life.YOUNG: 8, Life.COMPLETED: 11, Life.PLANNED: 7}
_PAY_DAYS = (10, 12, 15, 15, 18, 20, 20, 25, 25, 28, 30)
_SIZE_SPREAD = 0.8  # of the logarithm: a few sites are ten times the middle one
_SMALLEST = 7
_FRESH = 90  # days after which a project's data are stale (filing/stale)
_COMPLETION_NEEDS = 45  # days of history
_PERMITTED = ("housing", "municipal", "energy", "landscaping", "other")


@dataclass(frozen=True, slots=True)
class _Course:
    """The dates of a project's life."""

    started_on: date | None
    completed_on: date | None
    pauses: list[PauseRow]

    def active(self, day: date) -> bool:
        begun = self.started_on is not None and self.started_on <= day
        paused = any(row.from_on <= day and row.to_on is not None and day <= row.to_on for row in self.pauses)
        return begun and not paused and (self.completed_on is None or self.completed_on > day)


def make_plan(options: Options, number: int, wish: Wish) -> Plan:
    """The plan of project `number`; the number of projects plays no part in it."""
    chance = Chance(options.seed, "plan", number)
    place = place_of(number, chance=chance)
    industry = chance.weighted(list(_INDUSTRIES), [row[0] for row in _INDUSTRIES.values()])
    _, public, outdoors = _INDUSTRIES[industry]
    government, outdoor = chance.happens(public), chance.happens(outdoors)
    size = max(_size(options.workers, chance=chance), wish.least_size)
    life = wish.life or _life(options.window, chance=chance)
    project_id = f"{place.code}-{number + 1:05d}"
    course, filed_on, updated_on = _course(project_id, life, outdoor, options=options, wish=wish, chance=chance)
    signed_on = _signed_on(course, window=options.window, chance=chance)
    next_month = chance.happens(0.95) if wish.pay_next_month is None else wish.pay_next_month
    agreed = chance.happens(0.4)
    return Plan(
        number=number,
        project_id=project_id,
        place=place,
        industry=industry,
        kind=chance.whole(0, 5),
        government=government,
        size=size,
        life=life,
        signed_on=signed_on,
        started_on=course.started_on,
        completed_on=course.completed_on,
        filed_on=filed_on,
        updated_on=updated_on,
        pauses=course.pauses,
        # Wages of the same month can only be reckoned at its end.
        pay_day=wish.pay_day or (chance.pick(_PAY_DAYS) if next_month else 31),
        pay_next_month=next_month,
        contractor=_contractor(options, number, wish),
        owner=firm("owner", chance.whole(0, number) if chance.happens(0.4) else number, seed=options.seed),
        agreed_monthly=agreed if wish.agreed_monthly is None else wish.agreed_monthly,
        wish=wish,
    )


def needs_permit(industry: str) -> bool:
    """Housing and municipal works need a construction permit; transport, water, railway and telecom have their own."""
    return industry in _PERMITTED


def _contractor(options: Options, number: int, wish: Wish) -> Firm:
    if wish.marked_contractor is not None:
        return firm("marked", wish.marked_contractor, seed=options.seed)
    return contractor_of(number, seed=options.seed)


def _life(window: Window, *, chance: Chance) -> Life:
    life = chance.weighted(list(_LIVES), list(_LIVES.values()))
    # In a few weeks of history nothing is worked, completed and settled.
    return Life.RUNNING if life is Life.COMPLETED and window.days < _COMPLETION_NEEDS else life


def _size(mean: int, *, chance: Chance) -> int:
    drawn = float(chance.numpy.lognormal(-(_SIZE_SPREAD**2) / 2, _SIZE_SPREAD))
    return max(_SMALLEST, round(mean * min(drawn, 12.0)))


def _course(
    project_id: str, life: Life, outdoor: bool, *, options: Options, wish: Wish, chance: Chance
) -> tuple[_Course, date | None, date | None]:
    """The dates of its life, with the days of filing and of the last update."""
    window = options.window
    if life is Life.PLANNED:
        return _Course(None, None, []), None, chance.day(window.ago(40), window.end)
    completed_on = None
    if life is Life.COMPLETED:
        completed_on = chance.day(window.first + timedelta(days=25), window.ago(wish.completed_ago))
    started_on = _started_on(life, completed_on, window=window, chance=chance)
    if wish.begun_ago is not None:
        started_on = chance.day(window.ago(wish.begun_ago[1]), window.ago(wish.begun_ago[0]))
    filing_lead, draw = chance.whole(0, 5), chance.real()
    latest = (completed_on or window.end) - timedelta(days=1)
    while True:
        begun = started_on if wish.begun_ago else _working_day(started_on, latest)
        season = Chance(options.seed, "season", project_id)
        stops = [] if wish.steady else pauses(
            project_id, started_on=begun, completed_on=completed_on, end=window.end, outdoor=outdoor, chance=season
        )  # fmt: skip
        course = _Course(begun, completed_on, stops)
        filed_on = begun - timedelta(days=filing_lead)
        judged = window.judged_days[-1:] if options.violations else window.judged_days
        updated_on = _updated_on(course, filed_on, judged=judged, end=window.end, draw=draw)
        if updated_on is not None or begun >= latest:
            return course, filed_on, updated_on
        started_on = min(started_on + timedelta(days=10), latest)


def _working_day(day: date, latest: date) -> date:
    """The day or the next working day, where that is not too late."""
    return min(CHINA.working_day_on_or_after(day), max(day, CHINA.working_day_on_or_before(latest)))


def _started_on(life: Life, completed_on: date | None, *, window: Window, chance: Chance) -> date:
    before = min(window.first, window.ago(75))
    if life is Life.RUNNING:
        return before - timedelta(days=chance.whole(0, 420))
    if life is Life.STARTED:
        return chance.day(window.first, max(window.first, window.ago(16)))
    if completed_on is not None:
        return min(window.first, completed_on - timedelta(days=60)) - timedelta(days=chance.whole(0, 300))
    return chance.day(max(window.first, window.ago(15)), window.end)


def _updated_on(course: _Course, filed_on: date, *, judged: tuple[date, ...], end: date, draw: float) -> date | None:
    """A day of last update with which the project is not stale on any judged day; None where there is none.

    A snapshot holds the last update only: on an earlier day the project is judged by its filing (rulebook, Readings). A
    clean province is judged at every month end, so that its projects are younger than half a year.
    """
    active = [day for day in judged if course.active(day)]
    late = [day for day in active if (day - filed_on).days > _FRESH]
    if not late:
        return max(filed_on, end - timedelta(days=int(draw * 60)))
    earliest, latest = max(filed_on, active[-1] - timedelta(days=_FRESH)), late[0]
    if earliest > latest:
        return None
    return max(earliest, latest - timedelta(days=int(draw * min(60, (latest - earliest).days))))


def _signed_on(course: _Course, *, window: Window, chance: Chance) -> date:
    """The day of the construction contract: some weeks before the start, or lately where it has not begun."""
    if course.started_on is None:
        return CHINA.working_day_on_or_before(chance.day(window.ago(90), window.ago(3)))
    return CHINA.working_day_on_or_before(course.started_on - timedelta(days=chance.whole(40, 95)))
