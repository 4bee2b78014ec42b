"""实名制: people unregistered, without contract, too young, too old, sharing a card, gone and not settled."""

from datetime import timedelta

import numpy as np

from xinan.simulation.attendance import attend
from xinan.simulation.draft import Draft
from xinan.simulation.facts import Truth
from xinan.simulation.outline import outline
from xinan.simulation.people import hire
from xinan.simulation.plan import make_plan
from xinan.simulation.plantings.base import Planting, crew, due_month, of_worker, recent_crew, share_of, turn_of
from xinan.simulation.site import days_of


class Unregistered(Planting):
    """Some of the crew work without real-name registration."""

    rule = "roster/unregistered"

    def attendance(self, draft: Draft) -> None:
        people = recent_crew(draft)
        for place in self.chance.some(people, share_of(people, self.chance.real(0.05, 0.3))):
            draft.employments[place].registered_on = None


class NoContract(Planting):
    """Some of the crew work without a labour contract."""

    rule = "roster/no-contract"

    def attendance(self, draft: Draft) -> None:
        people = recent_crew(draft)
        for place in self.chance.some(people, share_of(people, self.chance.real(0.05, 0.4))):
            draft.employments[place].contract_signed_on = None


class NoLabourManager(Planting):
    """The labour manager's post is not filled."""

    rule = "roster/no-labour-manager"
    months = 1

    def entries(self, draft: Draft) -> None:
        for row in draft.employments:
            if row.post == "labour_manager":
                row.post = "other_manager"


class IdentityInvalid(Planting):
    """An identity that failed its check."""

    rule = "roster/identity-invalid"
    months = 1

    def people(self, draft: Draft) -> None:
        for place in self.chance.some(crew(draft), 1):
            draft.workers[place].identity_valid = False


class UnderAge(Planting):
    """A worker who was seventeen and a half on his first day of work."""

    rule = "roster/under-age"
    months = 1

    def attendance(self, draft: Draft) -> None:
        place = self.chance.some(recent_crew(draft, until_days=0), 1)[0]
        first_day = int(np.flatnonzero(draft.site.valid[place])[0])
        draft.workers[place].birth_on = draft.window.first + timedelta(days=first_day - int(17.5 * 365.25))
        self.worker_id = draft.workers[place].worker_id

    def truth(self, draft: Draft) -> list[Truth]:
        return [of_worker(self.rule, draft, self.worker_id)]


class OverAge(Planting):
    """A worker past the age of retirement."""

    rule = "roster/over-age"
    months = 1

    def people(self, draft: Draft) -> None:
        for place in self.chance.some(crew(draft), 1):
            draft.workers[place].birth_on = draft.window.ago(int(self.chance.real(64.5, 69) * 365.25))


class SharedCard(Planting):
    """The wages of two to four people go to one card."""

    rule = "roster/shared-card"
    months = 1

    def people(self, draft: Draft) -> None:
        people = self.chance.some(crew(draft), self.chance.whole(2, 4))
        for place in people:
            draft.workers[place].wage_card = draft.workers[people[0]].wage_card


class CardMismatch(Planting):
    """A card in somebody else's name."""

    rule = "roster/card-mismatch"
    months = 1

    def people(self, draft: Draft) -> None:
        for place in self.chance.some(crew(draft), self.chance.whole(1, 3)):
            draft.workers[place].card_holder_matches = False


class LeaverUnsettled(Planting):
    """A worker left weeks ago; he never confirmed a payroll, and nothing was settled."""

    rule = "roster/leaver-unsettled"

    def people(self, draft: Draft) -> None:
        left = draft.window.ago(self.chance.whole(17, 24))
        long_there = [place for place in crew(draft) if draft.employments[place].entered_on < left]
        self.place = self.chance.some(long_there, 1)[0]
        draft.employments[self.place].left_on = left

    def payroll(self, draft: Draft) -> None:
        worker_id = draft.employments[self.place].worker_id
        for line in draft.lines:
            if line.worker_id == worker_id:
                # Objected to and answered, never confirmed.
                line.disputed_on = line.submitted_on
                line.dispute_closed_on = line.submitted_on + timedelta(days=1)
                line.confirmed_on = None


class PaidNotPresent(Planting):
    """Paid for a month in which he was never there."""

    rule = "roster/paid-not-present"
    months = 3

    def entries(self, draft: Draft) -> None:
        month = due_month(draft, self.chance)
        people = crew(draft, month=month)
        draft.site.clear(self.chance.some(people, 1), days_of(draft.window, month))


class AtThisPlace(Planting):
    """The first of two projects that share a worker; nothing is changed here, see AtAnotherPlace."""

    rule = "roster/two-places"

    def truth(self, draft: Draft) -> list[Truth]:
        return []


class AtAnotherPlace(Planting):
    """A worker of the project planted before this one is on this site too, at the same hours."""

    rule = "roster/two-places"

    def attendance(self, draft: Draft) -> None:
        self.other = _planted_before(draft)
        twin = self.chance.pick(recent_crew(self.other))
        place = self.chance.pick(recent_crew(draft))
        worker_id = self.other.employments[twin].worker_id
        recent = range(max(0, draft.window.days - 25), draft.window.days)
        shared = [day for day in recent if self.other.site.valid[twin, day] and draft.site.valid[:, day].any()]
        for day in self.chance.some(shared, self.chance.whole(2, 8)):
            draft.site.present[place, day] = draft.site.valid[place, day] = True
        # The worker is written down once, with the other project.
        draft.workers[:] = [row for row in draft.workers if row.worker_id != draft.employments[place].worker_id]
        draft.employments[place].worker_id = self.worker_id = worker_id

    def truth(self, draft: Draft) -> list[Truth]:
        return [of_worker(self.rule, one, self.worker_id) for one in (draft, self.other)]


def _planted_before(draft: Draft) -> Draft:
    """The people and the attendance of the project whose planting came just before."""
    number = draft.plan.number - 1
    while turn_of(draft.options, number) is None:
        number -= 1
    other = outline(draft.options, make_plan(draft.options, number, AtThisPlace.wish))
    hire(other)
    attend(other)
    return other


PAIR: tuple[type[Planting], ...] = (AtThisPlace, AtAnotherPlace)
PLANTINGS: tuple[type[Planting], ...] = (Unregistered, NoContract, NoLabourManager, SharedCard)
MORE: tuple[type[Planting], ...] = (IdentityInvalid, UnderAge, OverAge, CardMismatch, LeaverUnsettled, PaidNotPresent)
