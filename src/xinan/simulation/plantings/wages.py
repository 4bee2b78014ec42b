"""工资发放: unpaid, part-paid, without payroll, below the minimum; and payrolls that do not add up."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from xinan.kernel.period import Month
from xinan.simulation.draft import STEADY, Draft
from xinan.simulation.facts import FEN, Truth
from xinan.simulation.plantings.base import (
    LOOK_BACK,
    Planting,
    crew,
    limit_days,
    lines_of,
    of_project,
    of_worker,
    payments_of,
    share_of,
    valid_days,
    without_payments,
)
from xinan.simulation.site import days_of
from xinan.simulation.wages import add_payment

_LARGE = replace(STEADY, least_size=26)


class _DueMonth(Planting):
    """A violation in a month past its due date, for some of the crew."""

    wish = _LARGE
    months = 3
    aged = 0  # days that must have passed since the payroll was submitted

    def attendance(self, draft: Draft) -> None:
        self.month = self.pick_month(draft)
        people = crew(draft, month=self.month)
        self.chosen = self.chance.some(people, share_of(people, self.share(), least=1))
        self.adapt(draft)

    def pick_month(self, draft: Draft) -> Month:
        """One of the newest months that are old enough."""
        submitted = [month for month in draft.due_months() if _payroll_day(month) <= draft.window.ago(self.aged)]
        return self.chance.pick(submitted[-6:])

    def share(self) -> float:
        """Of the crew concerned."""
        return self.chance.real(0.05, 0.5)

    def adapt(self, draft: Draft) -> None:
        """Change attendance where the violation needs it."""

    def truth(self, draft: Draft) -> list[Truth]:
        return [of_project(self.rule, draft, month=self.month)]


class Unpaid(_DueMonth):
    """Some of the crew got nothing for a month."""

    rule = "wages/unpaid"

    def adapt(self, draft: Draft) -> None:
        limit_days(draft, self.month, self.chosen)

    def payments(self, draft: Draft) -> None:
        without_payments(draft, self.month, self.chosen)


class PartPaid(_DueMonth):
    """Some of the crew got two thirds of a month's wages."""

    rule = "wages/part-paid"

    def adapt(self, draft: Draft) -> None:
        limit_days(draft, self.month, self.chosen)

    def payments(self, draft: Draft) -> None:
        lines = lines_of(draft, self.month, self.chosen)
        paid_on = {row.worker_id: row.paid_on for row in payments_of(draft, self.month, self.chosen)}
        without_payments(draft, self.month, self.chosen)
        for line in lines:
            part = int(line.payable * self.chance.real(0.5, 0.85)) // FEN * FEN
            add_payment(draft, line, amount=part, paid_on=paid_on[line.worker_id])


class NoPayroll(_DueMonth):
    """Wages were paid, and no payroll was ever submitted for them."""

    rule = "wages/no-payroll"
    aged = 6

    def entries(self, draft: Draft) -> None:
        draft.lines[:] = [line for line in draft.lines if line.wage_month != str(self.month)]


class BelowMinimum(_DueMonth):
    """A full month's work for less than the minimum wage of any place."""

    rule = "wages/below-minimum"

    def pick_month(self, draft: Draft) -> Month:
        # A month without long holidays, so that 21 days can be worked.
        return max(draft.due_months()[-6:], key=lambda month: len(_busy_days(draft, month)))

    def adapt(self, draft: Draft) -> None:
        staying = crew(draft, month=self.month)
        long_there = [place for place in staying if draft.employments[place].entered_on <= self.month.first]
        self.chosen = self.chance.some(long_there, 1)
        draft.employments[self.chosen[0]].day_rate = 44 * FEN
        for day in _busy_days(draft, self.month):
            draft.site.present[self.chosen[0], day] = draft.site.valid[self.chosen[0], day] = True

    def truth(self, draft: Draft) -> list[Truth]:
        worker_id = draft.employments[self.chosen[0]].worker_id
        full = [
            month for month in draft.due_months()[-LOOK_BACK:]
            if valid_days(draft, month).get(self.chosen[0], 0) >= 21
        ]  # fmt: skip
        return [of_worker(self.rule, draft, worker_id, period=str(month)) for month in full]


class OutsideAccount(_DueMonth):
    """A bonus in cash, beside wages paid in full."""

    rule = "wages/outside-account"

    def payments(self, draft: Draft) -> None:
        for line in lines_of(draft, self.month, self.chosen):
            day = draft.plan.due_on(self.month)
            add_payment(draft, line, amount=self.chance.whole(3, 15) * 100 * FEN, paid_on=day).account_id = None


class Unconfirmed(_DueMonth):
    """Payroll that the workers never confirmed."""

    rule = "wages/unconfirmed"
    aged = 9

    def share(self) -> float:
        return self.chance.real(0.2, 0.8)

    def payroll(self, draft: Draft) -> None:
        for line in lines_of(draft, self.month, self.chosen):
            line.confirmed_on = line.disputed_on = line.dispute_closed_on = None


class Disputed(_DueMonth):
    """Workers object to their payroll, and nobody answers."""

    rule = "wages/disputed"
    aged = 16

    def share(self) -> float:
        return self.chance.real(0.02, 0.2)

    def payroll(self, draft: Draft) -> None:
        for line in lines_of(draft, self.month, self.chosen):
            line.confirmed_on = line.dispute_closed_on = None
            line.disputed_on = line.submitted_on + timedelta(days=1)


class FailedNotRepaid(_DueMonth):
    """A supplement that the bank could not pay, and nobody tried again."""

    rule = "wages/failed-not-repaid"
    months = 4

    def pick_month(self, draft: Draft) -> Month:
        # Old enough for three working days to have passed, holidays included.
        return [month for month in draft.due_months() if draft.plan.due_on(month) < draft.window.ago(16)][-1]

    def share(self) -> float:
        return 0.1

    def payments(self, draft: Draft) -> None:
        for line in lines_of(draft, self.month, self.chosen):
            day = draft.plan.due_on(self.month) + timedelta(days=1)
            add_payment(draft, line, amount=self.chance.whole(3, 9) * 100 * FEN, paid_on=day, status="failed")


class Outlier(_DueMonth):
    """A worker paid more in a month than any worker earns."""

    rule = "wages/outlier"

    def payroll(self, draft: Draft) -> None:
        self.chosen = self.chosen[:1]
        for line in lines_of(draft, self.month, self.chosen):
            line.payable = self.chance.whole(52, 68) * 1000 * FEN

    def truth(self, draft: Draft) -> list[Truth]:
        worker_id = draft.employments[self.chosen[0]].worker_id
        return [of_worker(self.rule, draft, worker_id, period=str(self.month))]


class UniformPay(_DueMonth):
    """A whole team paid the same, however long each of them worked."""

    rule = "wages/uniform-pay"

    def adapt(self, draft: Draft) -> None:
        days = valid_days(draft, self.month)
        teams: dict[str, list[int]] = {}
        for place, row in enumerate(draft.employments):
            if row.team_id is not None and days.get(place, 0) >= 14:
                teams.setdefault(row.team_id, []).append(place)
        self.chosen = max(teams.values(), key=len)
        limit_days(draft, self.month, self.chosen, most=20)
        limit_days(draft, self.month, self.chosen[::3], most=12)

    def payroll(self, draft: Draft) -> None:
        for line in lines_of(draft, self.month, self.chosen):
            line.payable = 5000 * FEN


class DaysMismatch(_DueMonth):
    """More days on the payroll than at the gate."""

    rule = "wages/days-mismatch"

    def share(self) -> float:
        return self.chance.real(0.3, 0.6)

    def adapt(self, draft: Draft) -> None:
        limit_days(draft, self.month, self.chosen)

    def payroll(self, draft: Draft) -> None:
        rates = {row.worker_id: row.day_rate for row in draft.employments}
        for line in lines_of(draft, self.month, self.chosen):
            line.days += self.chance.whole(4, 7)
            line.payable = line.days * rates[line.worker_id]


class RateOutOfRange(_DueMonth):
    """Paid far more than days and agreed rate give."""

    rule = "wages/rate-out-of-range"

    def share(self) -> float:
        return self.chance.real(0.3, 0.6)

    def payroll(self, draft: Draft) -> None:
        for line in lines_of(draft, self.month, self.chosen):
            line.payable = line.payable * self.chance.whole(23, 28) // 10


def _payroll_day(month: Month) -> date:
    """By when the payroll of a month was submitted."""
    return month.next.first + timedelta(days=5)


def _busy_days(draft: Draft, month: Month) -> list[int]:
    span = days_of(draft.window, month)
    days = np.flatnonzero(draft.site.valid[:, span].any(axis=0)) + span.start
    return [int(day) for day in days]


def unpaid_at_red(draft: Draft) -> bool:
    """Whether a month stands unpaid at the gravest level: 61 days overdue, or 31 with a tenth of the workers."""
    paid = {(row.worker_id, row.wage_month) for row in draft.payments if row.status == "paid" and row.account_id}
    return any(_red(draft, month, paid) for month in draft.due_months()[-LOOK_BACK:])


def _red(draft: Draft, month: Month, paid: set[tuple[str, str]]) -> bool:
    workers = [draft.employments[place].worker_id for place in valid_days(draft, month)]
    unpaid = sum((worker_id, str(month)) not in paid for worker_id in workers)
    overdue = (draft.window.end - draft.plan.due_on(month)).days
    return unpaid > 0 and (overdue >= 61 or (overdue >= 31 and unpaid * 10 >= len(workers)))


PLANTINGS: tuple[type[Planting], ...] = (Unpaid, PartPaid, NoPayroll, BelowMinimum)
MORE: tuple[type[Planting], ...] = (
    OutsideAccount,
    Unconfirmed,
    Disputed,
    FailedNotRepaid,
    Outlier,
    UniformPay,
    DaysMismatch,
    RateOutOfRange,
)
