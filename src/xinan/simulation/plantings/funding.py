"""资金拨付: months without a transfer, transfers below what was agreed, transfers below the wages."""

from dataclasses import replace
from datetime import timedelta

from xinan.kernel.period import Month
from xinan.simulation.draft import STEADY, Draft
from xinan.simulation.facts import FEN, Transfer, Truth
from xinan.simulation.plantings.base import (
    LOOK_BACK,
    Planting,
    keep_this_months_leavers,
    of_project,
    transfer_just_enough,
)
from xinan.simulation.window import Window

_HALF_MONTH = 16  # day from which half of the month's wages are earned
_WHOLE_MONTH = 20  # active days: well above the fifteen from which a transfer is due


class NoTransfer(Planting):
    """The owner skipped a month, or two; what it owed had come with the transfer before."""

    rule = "funding/no-transfer"
    months = 3

    def transfers(self, draft: Draft) -> None:
        whole = [month for month in draft.worked_months()[-6:] if _active_days(draft, month) >= _WHOLE_MONTH]
        # Not the first: what it owed must have come before.
        begin = self.chance.whole(1, len(whole) - 1)
        skipped = whole[begin : begin + (2 if self.chance.happens(0.3) and len(whole) > 2 else 1)]
        self.months_skipped = [str(month) for month in skipped]
        missing = [one for one in draft.transfers if one.wage_month in self.months_skipped]
        draft.transfers[:] = [one for one in draft.transfers if one.wage_month not in self.months_skipped]
        before = [one for one in draft.transfers if one.booked_on < missing[0].booked_on]
        before[-1].amount += sum(one.amount for one in missing)

    def truth(self, draft: Draft) -> list[Truth]:
        return [of_project(self.rule, draft, month=month) for month in self.months_skipped]


class BelowPayable(Planting):
    """The owner pays a fifth of the wages; the contractor puts in the rest."""

    rule = "funding/below-payable"

    months = 3

    def transfers(self, draft: Draft) -> None:
        advanced = []
        for one in draft.transfers:
            part = one.amount // 5 // FEN * FEN
            advanced.append(Transfer(one.booked_on, one.amount - part, one.wage_month, "contractor"))
            one.amount = part
        draft.transfers.extend(advanced)


class BelowAgreed(Planting):
    """More was agreed for each month than the owner transfers in some of them."""

    rule = "funding/below-agreed"

    def transfers(self, draft: Draft) -> None:
        last = [str(month) for month in draft.worked_months()[-3:]]
        largest = max(one.amount for one in draft.transfers if one.wage_month in last)
        draft.project.labour_cost_monthly = int(largest * self.chance.real(1.1, 1.5)) // (1000 * FEN) * 1000 * FEN
        draft.project.labour_cost_ratio = None

    def truth(self, draft: Draft) -> list[Truth]:
        agreed = draft.project.labour_cost_monthly or 0
        rows = []
        for month in draft.worked_months()[-LOOK_BACK:]:
            moved = sum(one.amount for one in draft.transfers if Month.of(one.booked_on) == month)
            if moved < agreed:
                rows.append(of_project(self.rule, draft, month=month))
        return rows


class ForecastShortfall(Planting):
    """Transfers that were just enough, and a small and late one in the running month: the next pay day is not covered."""

    rule = "funding/forecast-shortfall"
    wish = replace(STEADY, pay_day=10, least_size=20)
    months = 3

    @classmethod
    def fits(cls, window: Window) -> bool:
        return super().fits(window) and window.end.day >= _HALF_MONTH

    def people(self, draft: Draft) -> None:
        keep_this_months_leavers(draft)

    def transfers(self, draft: Draft) -> None:
        transfer_just_enough(draft)
        # After the tenth, so that the next transfer is not expected before the next pay day.
        last = draft.transfers[-1]
        last.booked_on = last.booked_on.replace(day=self.chance.whole(12, 14))
        last.amount = last.amount // (20 * FEN) * FEN


def _active_days(draft: Draft, month: Month) -> int:
    return sum(draft.plan.active(month.first + timedelta(days=n)) for n in range(month.days))


PLANTINGS: tuple[type[Planting], ...] = (NoTransfer, BelowPayable, BelowAgreed)
MORE: tuple[type[Planting], ...] = (ForecastShortfall,)
