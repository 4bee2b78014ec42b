"""The latent course of a project: how hard pressed for money it is in each month. No rule ever sees it."""

from dataclasses import dataclass
from enum import StrEnum

from xinan.simulation.chance import Chance
from xinan.simulation.draft import Plan
from xinan.simulation.window import Options

_FRAIL = 0.25  # of the contractors
_FRAIL_FACTOR, _SOUND_FACTOR = 2.5, 0.5  # times the share; together the share again
_LAPSES = 0.5  # of the projects without distress
_FIRST_STRESS = (0.08, 0.35)
_MONTHLY_RISE = (0.08, 0.34)
_RECOVERS = 0.22  # a month, once begun
_RECOVERY = 0.4  # of the stress that is left a month later
_CALM = 0.05
_AGAIN = 0.5  # a second episode, where there are months left


class Lapse(StrEnum):
    """One sign by itself, with money enough."""

    LATE_TRANSFER = "late_transfer"
    SHORT_TRANSFER = "short_transfer"
    LATE_PAYROLL = "late_payroll"
    LATE_WAGES = "late_wages"
    DIP = "dip"
    COMPLAINT = "complaint"
    OUTFLOW = "outflow"


@dataclass(frozen=True, slots=True)
class Course:
    """`stress` by month of the window, 0 (none) to 1 (no money at all); `easing`: the stress is falling.

    `thin` says that transfers leave next to no reserve, which is no distress in itself.
    """

    stress: tuple[float, ...]
    easing: tuple[bool, ...]
    lapses: dict[int, Lapse]
    thin: bool

    @property
    def distressed(self) -> bool:
        """Whether there is stress in any month."""
        return any(self.stress)


def course_of(options: Options, plan: Plan) -> Course | None:
    """The course of a project, None for one that goes as smoothly as ever."""
    chance = Chance(options.seed, "course", plan.number)
    frail = Chance(options.seed, "frail", plan.contractor.name).happens(_FRAIL)
    likely = min(1.0, options.distress * (_FRAIL_FACTOR if frail else _SOUND_FACTOR))
    months = len(options.window.wage_months)
    if chance.happens(likely):
        stress, easing = _stress(months, chance=chance)
        return Course(stress, easing, {}, thin=chance.happens(0.85))
    if chance.happens(_LAPSES):
        places = chance.some(range(1, months), chance.whole(1, 2))
        calm = (0.0,) * months
        lapses = {place: chance.pick(list(Lapse)) for place in places}
        return Course(calm, (False,) * months, lapses, thin=chance.happens(0.35))
    return None


def _stress(months: int, *, chance: Chance) -> tuple[tuple[float, ...], tuple[bool, ...]]:
    levels, easing = [0.0] * months, [False] * months
    place = chance.whole(1, max(1, months - 1))
    while place < months:
        place = _episode(levels, easing, begin=place, chance=chance)
        if not chance.happens(_AGAIN):
            break
        place += chance.whole(1, 4)
    return tuple(levels), tuple(easing)


def _episode(levels: list[float], easing: list[bool], *, begin: int, chance: Chance) -> int:
    """Stress rises until it turns; the place after its end."""
    level, falls = chance.real(*_FIRST_STRESS), False
    for place in range(begin, len(levels)):
        levels[place], easing[place] = level, falls
        falls = falls or chance.happens(_RECOVERS)
        level = level * _RECOVERY if falls else min(1.0, level + chance.real(*_MONTHLY_RISE))
        if falls and level < _CALM:
            return place + 1
    return len(levels)
