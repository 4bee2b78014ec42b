"""考勤: sites gone silent, never begun, thinly attended; absent managers; attendance typed in or punched in bulk."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month
from xinan.simulation.attendance import raise_rates, roster_of
from xinan.simulation.draft import STEADY, Draft, Life
from xinan.simulation.facts import Truth
from xinan.simulation.people import KEY_POSTS
from xinan.simulation.plantings.base import Planting, crew, of_project
from xinan.simulation.site import days_of, place_of_day

_LARGE = replace(STEADY, least_size=24)


class SilentSite(Planting):
    """People on the roster, and no attendance for days."""

    rule = "attendance/silent-site"

    def attendance(self, draft: Draft) -> None:
        window = draft.window
        # In the running month where that is long enough, so that past months stay as they are.
        longest = max(4, min(20, window.end.day - 2))
        silence, day = self.chance.whole(4, longest), window.end
        counted = 0
        while True:
            counted += not CHINA.is_day_off(day)
            if counted == silence:
                break
            day -= timedelta(days=1)
        draft.site.clear(slice(None), slice(max(0, place_of_day(window, day)), window.days))
        raise_rates(draft)


class NeverStarted(Planting):
    """Begun on paper a fortnight ago, and nobody was ever there."""

    rule = "attendance/never-started"
    wish = replace(STEADY, life=Life.YOUNG, begun_ago=(11, 14))

    def people(self, draft: Draft) -> None:
        draft.employments.clear()
        draft.workers.clear()


class _PastMonth(Planting):
    """A violation in the last past month."""

    def month_of(self, draft: Draft) -> Month:
        return draft.worked_months()[-1]

    def truth(self, draft: Draft) -> list[Truth]:
        return [of_project(self.rule, draft, month=self.month_of(draft))]


class LowRate(_PastMonth):
    """Half of the people on the roster, or fewer, come."""

    rule = "attendance/low-rate"
    wish = _LARGE

    def attendance(self, draft: Draft) -> None:
        span = days_of(draft.window, self.month_of(draft))
        working = np.array([entry.is_working for entry in CHINA.days(draft.window.first, draft.window.end)])
        asked = int((roster_of(draft) & working)[:, span].sum())
        workers = np.array([row.post == "worker" for row in draft.employments])
        there = np.argwhere(draft.site.valid[:, span] & workers[:, None])
        target = int(asked * self.chance.real(0.3, 0.54))
        surplus = int(draft.site.valid[:, span].sum()) - target
        drop = self.chance.some(range(len(there)), min(surplus, len(there)))
        for person, day in there[drop].tolist():
            draft.site.clear([person], slice(span.start + day, span.start + day + 1))


class KeyPostAbsent(_PastMonth):
    """The project manager, or another key post, was hardly there."""

    rule = "attendance/key-post-absent"
    wish = _LARGE

    def attendance(self, draft: Draft) -> None:
        span = days_of(draft.window, self.month_of(draft))
        keys = [place for place, row in enumerate(draft.employments) if row.post in KEY_POSTS]
        person = self.chance.pick(keys)
        days = (np.flatnonzero(draft.site.present[person, span]) + span.start).tolist()
        for day in self.chance.some(days, round(len(days) * self.chance.real(0.35, 0.9))):
            draft.site.clear([person], slice(day, day + 1))


class HandTyped(_PastMonth):
    """A good part of the month's attendance was typed in."""

    rule = "attendance/hand-typed"

    def attendance(self, draft: Draft) -> None:
        span = days_of(draft.window, self.month_of(draft))
        valid = draft.site.valid[:, span]
        draft.site.typed[:, span] = valid & (self.chance.numpy.random(valid.shape) < self.chance.real(0.4, 0.7))


class SameMoment(Planting):
    """A dozen people punched in, and out, in the same second."""

    rule = "attendance/same-moment"
    wish = _LARGE
    months = 1

    def attendance(self, draft: Draft) -> None:
        window = draft.window
        days = range(max(0, window.days - 25), window.days)
        day = max(days, key=lambda place: int(draft.site.valid[:, place].sum()))
        people = np.flatnonzero(draft.site.valid[:, day]).tolist()
        missing = [place for place in crew(draft) if place not in people and _on_roster(draft, place, day)]
        for place in missing[: max(0, 12 - len(people))]:
            draft.site.present[place, day] = draft.site.valid[place, day] = True
            people.append(place)
        draft.site.same_moment[day] = self.chance.some(people, max(12, len(people) // 2))


class SinglePunch(_PastMonth):
    """One punch a day on weekends and on many others, beside enough valid days."""

    rule = "attendance/single-punch"
    wish = _LARGE

    def attendance(self, draft: Draft) -> None:
        span = days_of(draft.window, self.month_of(draft))
        site, there = draft.site, roster_of(draft)[:, span]
        first = draft.window.first + timedelta(days=span.start)
        idle = [not CHINA.is_working_day(first + timedelta(days=n)) for n in range(span.stop - span.start)]
        # Nobody has a valid day on a rest day, and whoever was not there on a working day punched once.
        site.present[:, span] |= there & ~_keys(draft)[:, None]
        site.valid[:, span] &= ~np.array(idle)
        present, valid = site.present[:, span], site.valid[:, span]
        worth = np.argwhere(valid & ~_keys(draft)[:, None])
        missing = int(0.38 * present.sum()) - int((present & ~valid).sum())
        for person, day in worth[self.chance.some(range(len(worth)), missing)].tolist():
            valid[person, day] = False
        site.typed[:, span] &= site.valid[:, span]


def _keys(draft: Draft) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.array([row.post in KEY_POSTS for row in draft.employments])


def _on_roster(draft: Draft, place: int, day: int) -> bool:
    on: date = draft.window.first + timedelta(days=day)
    row = draft.employments[place]
    return row.entered_on <= on and (row.left_on is None or row.left_on >= on)


PLANTINGS: tuple[type[Planting], ...] = (SilentSite, NeverStarted, LowRate)
MORE: tuple[type[Planting], ...] = (KeyPostAbsent, HandTyped, SameMoment, SinglePunch)
