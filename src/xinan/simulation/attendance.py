"""Who came on which day: weekdays and weekends, rain, holidays, pauses, the odd single punch."""

from dataclasses import dataclass

import numpy as np

from xinan.kernel.calendar import CHINA
from xinan.simulation.chance import Chance
from xinan.simulation.draft import Draft
from xinan.simulation.people import KEY_POSTS
from xinan.simulation.site import Bits, Site, days_of

_RAINY = (5, 6, 7, 8, 9)  # months
_RAIN_CHANCE = 0.05
_RAIN_NEEDS = 10  # active working days in the month, for a rainy day to be left out
_INVALID_CHANCE = 0.035
_TYPED_CHANCE = 0.008
_LEAST_RATE = 0.72  # of roster person-days on working days, each month (attendance/low-rate: 0.60)
_MOST_INVALID = 0.15  # of person-days (attendance/single-punch: 0.30)
_MOST_TYPED = 0.08  # of person-days (attendance/hand-typed: 0.20 of punches)
_KEY_ABSENCE = 0.1  # of site days (attendance/key-post-absent: 0.20)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of the window, for one project."""

    active: Bits
    working: Bits
    off: Bits  # public holidays
    rain: Bits


def attend(draft: Draft) -> None:
    """Fill `draft.site`."""
    people = len(draft.employments)
    if not people:
        return
    chance = Chance(draft.options.seed, "attendance", draft.plan.number)
    days, roster = _days(draft, chance=chance), roster_of(draft)
    open_days = roster & days.active
    likely = _likelihood(days, chance=chance)
    stream = chance.numpy
    diligence = stream.uniform(-0.05, 0.04, (people, 1))
    present = open_days & (stream.random(open_days.shape) < likely + diligence)
    valid = present & (stream.random(open_days.shape) >= _INVALID_CHANCE)
    site = Site(present, valid, np.zeros_like(present))
    keys = np.array([row.post in KEY_POSTS for row in draft.employments])
    site.clear(np.flatnonzero(keys).tolist(), slice(None))
    _keep_open(draft, site, days, open_days)
    _send_keys(draft, site, keys, open_days, chance=chance)
    for month in draft.window.wage_months:
        _raise_rate(site, open_days, days.active & days.working, ~keys, span=days_of(draft.window, month))
        _lower_invalid(site, span=days_of(draft.window, month))
    site.typed = site.valid & (stream.random(open_days.shape) < _TYPED_CHANCE)
    for month in draft.window.wage_months:
        span = days_of(draft.window, month)
        if site.typed[:, span].sum() > _MOST_TYPED * site.present[:, span].sum():
            site.typed[:, span] = False
    draft.site = site


def roster_of(draft: Draft) -> Bits:
    """People by days: who was on the roster."""
    window = draft.window
    day = np.arange(window.days)
    entered = np.array([(row.entered_on - window.first).days for row in draft.employments])
    left = np.array([(row.left_on - window.first).days if row.left_on else window.days for row in draft.employments])
    roster: Bits = (day >= entered[:, None]) & (day <= left[:, None])
    return roster


def _days(draft: Draft, *, chance: Chance) -> Days:
    window, plan = draft.window, draft.plan
    calendar = list(CHINA.days(window.first, window.end))
    active = np.array([plan.active(entry.day) for entry in calendar])
    working = np.array([entry.is_working for entry in calendar])
    off = np.array([entry.is_day_off for entry in calendar])
    wet = np.array([entry.day.month in _RAINY for entry in calendar])
    rain = wet & active & working & (chance.numpy.random(window.days) < _RAIN_CHANCE)
    # One rainy day at a time, and none at the end, where it would look like a site gone silent.
    rain[1:] &= ~rain[:-1]
    rain[-2:] = False
    for month in window.wage_months:
        span = days_of(window, month)
        if (active & working)[span].sum() < _RAIN_NEEDS:
            rain[span] = False
    return Days(active, working, off, rain)


def _likelihood(days: Days, *, chance: Chance) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """How likely a person is to come, by day."""
    works_holidays = chance.happens(0.3)
    usual, weekend = chance.real(0.89, 0.96), chance.real(0.3, 0.85)
    likely = np.where(days.working, usual, weekend)
    likely = np.where(days.off, 0.2 if works_holidays else 0.0, likely)
    return np.where(days.rain, 0.15, likely)


def _keep_open(draft: Draft, site: Site, days: Days, open_days: Bits) -> None:
    """Somebody is there on every active day that is no public holiday: the labour manager, else."""
    manager = next(place for place, row in enumerate(draft.employments) if row.post == "labour_manager")
    empty = ~site.valid.any(axis=0) & ~days.off & open_days[manager]
    site.present[manager] |= empty
    site.valid[manager] |= empty


def _send_keys(draft: Draft, site: Site, keys: Bits, open_days: Bits, *, chance: Chance) -> None:
    """Key posts come on the days on which anybody does, but for a few."""
    busy = site.valid.any(axis=0)
    for person in np.flatnonzero(keys).tolist():
        comes = busy & open_days[person]
        for month in draft.window.wage_months:
            span = days_of(draft.window, month)
            site_days = (np.flatnonzero(comes[span]) + span.start).tolist()
            comes[chance.some(site_days, int(len(site_days) * chance.real(0, _KEY_ABSENCE)))] = False
        site.present[person] = site.valid[person] = comes


def raise_rates(draft: Draft) -> None:
    """Bring past months back to the least rate of attendance, after days were taken away."""
    window = draft.window
    calendar = list(CHINA.days(window.first, window.end))
    counted = np.array([entry.is_working and draft.plan.active(entry.day) for entry in calendar])
    crew = np.array([row.post not in KEY_POSTS for row in draft.employments])
    for month in window.past_months:
        _raise_rate(draft.site, roster_of(draft) & counted, counted, crew, span=days_of(window, month))


def _raise_rate(site: Site, open_days: Bits, counted: Bits, crew: Bits, *, span: slice) -> None:
    """A month's attendance on working days is brought up to the least rate, on the days on which the site is busy."""
    asked = open_days[:, span] & counted[span]
    missing = int(np.ceil(_LEAST_RATE * asked.sum())) - int((site.valid[:, span] & asked).sum())
    if missing <= 0:
        return
    busy = site.valid[:, span].any(axis=0)
    absent = np.argwhere(asked & ~site.valid[:, span] & crew[:, None] & busy)
    for person, day in absent[:missing].tolist():
        site.present[person, span.start + day] = site.valid[person, span.start + day] = True


def _lower_invalid(site: Site, *, span: slice) -> None:
    """Where too many days of a month are not valid, those are days off instead."""
    present, valid = site.present[:, span], site.valid[:, span]
    if (present & ~valid).sum() > _MOST_INVALID * present.sum():
        present &= valid
