"""What a planted violation is: how it changes a project's facts at each step, and what must then be found."""

from collections.abc import Sequence
from math import floor
from typing import ClassVar

import numpy as np

from xinan.kernel.period import Month
from xinan.simulation.chance import Chance
from xinan.simulation.draft import STEADY, Draft, Wish
from xinan.simulation.facts import FEN, LineRow, PaymentRow, Truth
from xinan.simulation.site import days_of
from xinan.simulation.window import Options, Window

LOOK_BACK = 12  # months the rules look back


class Planting:
    """A violation of one rule on one project. Each hook runs right after the step it is named for.

    `wish` is what the project must be like, `months` the least months of history the violation needs. The facts are
    changed so that only the rules of `truth` hold on the last day.
    """

    rule: ClassVar[str]
    wish: ClassVar[Wish] = STEADY
    months: ClassVar[int] = 2

    def __init__(self, chance: Chance) -> None:
        self.chance = chance

    @classmethod
    def fits(cls, window: Window) -> bool:
        """Whether the simulated months are long enough to plant it."""
        return window.months >= cls.months

    @classmethod
    def wish_of(cls, cycle: int) -> Wish:
        """The wish for the n-th round of plantings; the same but where projects must share a firm."""
        return cls.wish

    def outline(self, draft: Draft) -> None:
        """Registry facts stand."""

    def people(self, draft: Draft) -> None:
        """Employments stand."""

    def attendance(self, draft: Draft) -> None:
        """Attendance stands; payroll will follow from it."""

    def payroll(self, draft: Draft) -> None:
        """Payroll lines stand; payments will follow from them."""

    def payments(self, draft: Draft) -> None:
        """Payments stand."""

    def transfers(self, draft: Draft) -> None:
        """The owner's transfers stand; the account will be booked from them."""

    def entries(self, draft: Draft) -> None:
        """All facts stand."""

    def truth(self, draft: Draft) -> list[Truth]:
        """What must be found on the last day; by default the rule, for the project."""
        return [of_project(self.rule, draft)]


_ALMOST = 1e-9  # so that a share of 0.3 of 10 projects is 3


def turn_of(options: Options, number: int) -> int | None:
    """Which planting in turn project `number` gets, None for a clean one; every share is spread evenly."""
    turn = floor(number * options.share + _ALMOST)
    planted = options.violations and floor((number + 1) * options.share + _ALMOST) > turn
    return turn if planted else None


def of_project(rule: str, draft: Draft, *, month: Month | str = "") -> Truth:
    """A finding on the project, for a month or none."""
    return Truth(rule, draft.project_id, "project", draft.project_id, str(month))


def of_worker(rule: str, draft: Draft, worker_id: str, *, period: str = "") -> Truth:
    """A finding on a worker of the project."""
    return Truth(rule, draft.project_id, "worker", worker_id, period)


def crew(draft: Draft, *, month: Month | None = None, least: int = 1) -> list[int]:
    """Workers (no managers) still on the roster: their places; with a month, those with at least `least` valid days."""
    staying = [place for place, row in enumerate(draft.employments) if row.post == "worker" and row.left_on is None]
    if month is None:
        return staying
    column = draft.window.wage_months.index(month)
    days = draft.site.valid_days(draft.window)[:, column]
    return [place for place in staying if days[place] >= least]


def recent_crew(draft: Draft, *, since_days: int = 30, until_days: int = 4) -> list[int]:
    """Workers on the roster with a valid day in the last month that is at least `until_days` old."""
    last = draft.window.days - until_days
    recent = draft.site.valid[:, max(0, last - since_days + until_days) : max(0, last)]
    return [place for place in crew(draft) if recent[place].any()]


def due_month(draft: Draft, chance: Chance, *, newest: int = 6) -> Month:
    """One of the newest working months past their due date."""
    return chance.pick(draft.due_months()[-newest:])


def keep_this_months_leavers(draft: Draft) -> None:
    """Nobody leaves in the running month, so that its payroll does not begin before its end."""
    for row in draft.employments:
        if row.left_on is not None and row.left_on in draft.window.wage_months[-1]:
            row.left_on = row.settled_on = None


def transfer_just_enough(draft: Draft) -> None:
    """Transfers of no more than each month's wages, and next to nothing from before."""
    for one in draft.transfers:
        owed = sum(line.payable for line in draft.lines if line.wage_month == one.wage_month)
        one.amount = max(1000 * FEN, owed * 101 // (100 * FEN) * FEN)


def lines_of(draft: Draft, month: Month, people: Sequence[int] | None = None) -> list[LineRow]:
    """The payroll lines of a month, of some people or all."""
    wanted = None if people is None else {draft.employments[place].worker_id for place in people}
    return [row for row in draft.lines if row.wage_month == str(month) and (wanted is None or row.worker_id in wanted)]


def payments_of(draft: Draft, month: Month, people: Sequence[int]) -> list[PaymentRow]:
    """The payments for a month to some people."""
    wanted = {draft.employments[place].worker_id for place in people}
    return [row for row in draft.payments if row.wage_month == str(month) and row.worker_id in wanted]


def without_payments(draft: Draft, month: Month, people: Sequence[int]) -> None:
    """Take away what some people were paid for a month."""
    gone = {row.payment_id for row in payments_of(draft, month, people)}
    draft.payments[:] = [row for row in draft.payments if row.payment_id not in gone]


def limit_days(draft: Draft, month: Month, people: Sequence[int], *, most: int = 20) -> None:
    """At most so many days of attendance each: fewer than the 21 from which the minimum wage is judged."""
    for person in people:
        draft.site.keep_days(person, window=draft.window, month=month, most=most)


def valid_days(draft: Draft, month: Month) -> dict[int, int]:
    """The valid days of those who have any in a month, by place."""
    days = draft.site.valid[:, days_of(draft.window, month)].sum(axis=1)
    return {int(place): int(days[place]) for place in np.flatnonzero(days)}


def share_of(people: Sequence[int], share: float, *, least: int = 1) -> int:
    """How many people a share is, at least so many."""
    return min(len(people), max(least, round(len(people) * share)))
