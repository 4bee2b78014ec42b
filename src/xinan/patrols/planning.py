"""From candidates to the rounds of a day: who goes where, when, and why not elsewhere. Pure: the same input, the same plan.

Officers choose one after the other, each the best round of what is left. Where they set out from one office with the same
hours, the team's value is then at least 63 % (1 − 1/e) of the best possible; with one officer the solver's own bound counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from xinan.patrols.places import Place
from xinan.patrols.solver import Round, Site, best_round
from xinan.patrols.travel import Leg, leg, way_back
from xinan.patrols.worth import Points

# More sites than these are not looked at: nobody sees a third of them in a day.
MOST_SITES = 28
LUNCH_FROM = time(12, 0)
# The reasons for sites left out are kept for so many; of the others the number.
MOST_LEFT_OUT = 15


class WhyNot(StrEnum):
    """Why a candidate is in no round."""

    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    LESS_WORTH = "less_worth"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that may be visited."""

    project_id: str
    place: Place
    parts: tuple[Points, ...]
    minutes: int
    by_hand: bool = False

    @property
    def value(self) -> int:
        """The sum of its points."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when somebody is out, where the round begins and where it ends, and the minutes of lunch in between."""

    begins: datetime
    ends: datetime
    start: Place
    office: Place
    lunch: int = 60

    @property
    def minutes(self) -> int:
        """Minutes for ways and visits; lunch counts where noon lies ahead."""
        whole = int((self.ends - self.begins).total_seconds() // 60)
        return max(whole - (self.lunch if self.begins.time() < LUNCH_FROM < self.ends.time() else 0), 0)


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit of a round: the way there, when it begins and ends."""

    candidate: Candidate
    leg: Leg
    arrives: datetime
    leaves: datetime


@dataclass(frozen=True, slots=True)
class DayRound:
    """One officer's day: stops in order, the way back, and how near the best it is (percent, at least)."""

    stops: tuple[Stop, ...]
    back: Leg
    back_at: datetime
    share: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate in no round; `minutes` is what was lacking at least where there was no time."""

    candidate: Candidate
    why: WhyNot
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The rounds in the order of the officers, the weightiest of those left out, and how many were in all."""

    rounds: tuple[DayRound, ...]
    left_out: tuple[LeftOut, ...] = ()
    candidates: int = 0
    others: int = 0


def day_plan(candidates: Sequence[Candidate], *, officers: Sequence[Hours]) -> DayPlan:
    """The rounds of all officers."""
    left = {each.project_id: each for each in candidates if each.value > 0}
    rounds = []
    for hours in officers:
        found = _round(_nearest_and_best(list(left.values()), hours), hours)
        rounds.append(found)
        for stop in found.stops:
            del left[stop.candidate.project_id]
    gone = sorted(left.values(), key=lambda each: (-each.value, each.project_id))
    reasons = tuple(_why_not(each, rounds, officers) for each in gone[:MOST_LEFT_OUT])
    return DayPlan(tuple(rounds), reasons, len(candidates), max(len(gone) - MOST_LEFT_OUT, 0))


def _nearest_and_best(candidates: list[Candidate], hours: Hours) -> list[Candidate]:
    """The candidates that make sense from here: those with most points, and those with most points for their minutes."""
    reachable = [(_alone(each, hours), each) for each in candidates]
    reachable = [pair for pair in reachable if pair[0] <= hours.minutes]
    by_value = sorted(reachable, key=lambda pair: (-pair[1].value, pair[0], pair[1].project_id))
    by_rate = sorted(reachable, key=lambda pair: (-pair[1].value / pair[0], pair[1].project_id))
    chosen: dict[str, Candidate] = {}
    for first, second in zip(by_value, by_rate, strict=True):
        for _minutes, each in (first, second):
            if len(chosen) < MOST_SITES:
                chosen[each.project_id] = each
    return list(chosen.values())


def _round(candidates: list[Candidate], hours: Hours) -> DayRound:
    by_id = {each.project_id: each for each in candidates}

    def way(one: str | None, other: str | None) -> int:
        if other is None:
            return way_back(by_id[one].place if one else hours.start, to=hours.office).minutes
        return leg(by_id[one].place if one else hours.start, to=by_id[other].place).minutes

    sites = [Site(each.project_id, each.value, each.minutes) for each in candidates]
    return _timed(best_round(sites, way=way, minutes=hours.minutes), by_id, hours)


def _timed(found: Round, by_id: Mapping[str, Candidate], hours: Hours) -> DayRound:
    """The clock times of a round; lunch is taken before the first visit that would begin after noon."""
    at, here, stops, eaten = hours.begins, hours.start, [], hours.begins.time() >= LUNCH_FROM
    for key in found.keys:
        candidate = by_id[key]
        there = leg(here, to=candidate.place)
        arrives = at + timedelta(minutes=there.minutes)
        if not eaten and arrives.time() >= LUNCH_FROM:
            arrives, eaten = arrives + timedelta(minutes=hours.lunch), True
        at, here = arrives + timedelta(minutes=candidate.minutes), candidate.place
        stops.append(Stop(candidate, there, arrives, at))
    back = way_back(here, to=hours.office)
    if stops and not eaten and at.time() >= LUNCH_FROM:
        at += timedelta(minutes=hours.lunch)
    return DayRound(tuple(stops), back, at + timedelta(minutes=back.minutes if stops else 0), found.share)


def _why_not(candidate: Candidate, rounds: Sequence[DayRound], officers: Sequence[Hours]) -> LeftOut:
    lacking = [_lacking(candidate, found, hours) for found, hours in zip(rounds, officers, strict=True)]
    alone = min((_alone(candidate, hours) - hours.minutes for hours in officers), default=0)
    if alone > 0:
        return LeftOut(candidate, WhyNot.TOO_FAR, alone)
    least = min(lacking, default=0)
    return LeftOut(candidate, WhyNot.NO_TIME, least) if least > 0 else LeftOut(candidate, WhyNot.LESS_WORTH)


def _alone(candidate: Candidate, hours: Hours) -> int:
    there, back = leg(hours.start, to=candidate.place), way_back(candidate.place, to=hours.office)
    return there.minutes + candidate.minutes + back.minutes


def _lacking(candidate: Candidate, found: DayRound, hours: Hours) -> int:
    """The minutes by which the round would be too long with this site put in where it costs least."""
    places = [hours.start, *(stop.candidate.place for stop in found.stops)]
    used = sum(stop.leg.minutes + stop.candidate.minutes for stop in found.stops)
    used += found.back.minutes if found.stops else 0
    extra = min(_detour(candidate, places, index, hours) for index in range(len(places)))
    return used + extra + candidate.minutes - hours.minutes


def _detour(candidate: Candidate, places: Sequence[Place], index: int, hours: Hours) -> int:
    """The minutes more where the site is seen after place `index`."""
    here, there = places[index], leg(places[index], to=candidate.place).minutes
    if index + 1 < len(places):
        following = places[index + 1]
        return there + leg(candidate.place, to=following).minutes - leg(here, to=following).minutes
    back = way_back(candidate.place, to=hours.office).minutes
    return there + back - (way_back(here, to=hours.office).minutes if index else 0)
