"""告示牌, 投诉, 企业, 数据质量: no board, complaints piling up, firms on the list or in arrears twice, feeds gone silent."""

from dataclasses import replace
from datetime import date, timedelta

from xinan.kernel.period import Month
from xinan.simulation.attendance import raise_rates
from xinan.simulation.draft import STEADY, Draft, Wish
from xinan.simulation.facts import FEN, ClueRow, JointListRow
from xinan.simulation.plantings.base import Planting
from xinan.simulation.plantings.wages import Unpaid
from xinan.simulation.site import place_of_day

_BANK_FIRMS = 1_000_000  # marked contractors, by what they serve
_REPEAT_FIRMS = 2_000_000
_LISTED_FIRMS = 3_000_000


class BoardMissing(Planting):
    """No notice board at the gate."""

    rule = "board/missing"
    months = 1

    def outline(self, draft: Draft) -> None:
        draft.boards.clear()


class BoardIncomplete(Planting):
    """A board that lacks a part."""

    rule = "board/incomplete"
    months = 1

    def outline(self, draft: Draft) -> None:
        lacking = self.chance.pick(("has_parties", "has_wage_terms", "has_channels"))
        for board in draft.boards:
            setattr(board, lacking, False)


class ComplaintCluster(Planting):
    """Complaint after complaint within a month, each dealt with."""

    rule = "complaint/cluster"
    months = 1

    def outline(self, draft: Draft) -> None:
        for _ in range(self.chance.whole(3, 5)):
            received = draft.window.ago(self.chance.whole(1, 27))
            closed = received + timedelta(days=self.chance.whole(3, 20))
            draft.clues.append(_clue(draft, received, self.chance.whole(1, 6), closed))


class ComplaintOverdue(Planting):
    """A complaint open for more than a month."""

    rule = "complaint/overdue"
    months = 1

    def outline(self, draft: Draft) -> None:
        received = draft.window.ago(self.chance.whole(31, 80))
        draft.clues.append(_clue(draft, received, self.chance.whole(1, 8), None))


class Listed(Planting):
    """The contract was given to a contractor on the joint-punishment list; its deposit is doubled, as it must be."""

    rule = "enterprise/listed"
    months = 1

    @classmethod
    def wish_of(cls, cycle: int) -> Wish:
        return replace(STEADY, marked_contractor=_LISTED_FIRMS + cycle)

    def outline(self, draft: Draft) -> None:
        listed = draft.plan.signed_on - timedelta(days=self.chance.whole(20, 200))
        draft.listings.append(JointListRow(draft.plan.contractor.enterprise_id, listed, None))
        for deposit in draft.deposits:
            deposit.amount *= 2


class UnpaidAgain(Unpaid):
    """One of two projects of a contractor with a month long unpaid: enterprise/repeat once both are there."""

    months = 5

    @classmethod
    def wish_of(cls, cycle: int) -> Wish:
        return replace(cls.wish, marked_contractor=_REPEAT_FIRMS + cycle)

    def pick_month(self, draft: Draft) -> Month:
        old = [month for month in draft.due_months() if draft.plan.due_on(month) <= draft.window.ago(31)]
        return self.chance.pick(old[-3:])

    def share(self) -> float:
        return self.chance.real(0.6, 1.0)


class BankSilent(Planting):
    """The bank stopped reporting before a pay day: what it did not report is missing, and no arrears."""

    rule = "data_quality/bank-silent"
    months = 3

    @classmethod
    def wish_of(cls, cycle: int) -> Wish:
        # A contractor of its own: a month that seems unpaid counts for no firm.
        return replace(STEADY, marked_contractor=_BANK_FIRMS + cycle)

    def entries(self, draft: Draft) -> None:
        due = draft.plan.due_on(draft.due_months()[-1])
        # Wages are paid in the five days before they are due.
        heard = min(due - timedelta(days=self.chance.whole(6, 8)), draft.window.ago(3))
        draft.feed("bank").last_received_on = heard
        draft.payments[:] = [row for row in draft.payments if row.paid_on <= heard]
        draft.entries[:] = [row for row in draft.entries if row.booked_on <= heard]


class AttendanceSilent(Planting):
    """The gate stopped reporting some days ago."""

    rule = "data_quality/attendance-silent"

    def attendance(self, draft: Draft) -> None:
        # In the running month where that is long enough, so that past months stay as they are.
        silence = self.chance.whole(3, max(3, min(8, draft.window.end.day - 1)))
        heard = draft.window.ago(silence)
        draft.feed("attendance").last_received_on = heard
        draft.site.clear(slice(None), slice(max(0, place_of_day(draft.window, heard) + 1), draft.window.days))
        raise_rates(draft)


class PayrollSilent(Planting):
    """Payroll data were last received before wages fell due."""

    rule = "data_quality/payroll-silent"
    wish = replace(STEADY, pay_day=10)
    months = 3

    def entries(self, draft: Draft) -> None:
        heard: date = draft.plan.due_on(draft.due_months()[-1]) - timedelta(days=3)
        draft.feed("payroll").last_received_on = heard
        draft.lines[:] = [line for line in draft.lines if line.submitted_on <= heard]


def _clue(draft: Draft, received: date, workers: int, closed: date | None) -> ClueRow:
    number = len(draft.clues) + 1
    return ClueRow(
        f"C{draft.plan.number + 1:05d}{number}", draft.project_id, received, workers, workers * 8000 * FEN, closed
    )


BOARD: tuple[type[Planting], ...] = (BoardMissing,)
MORE_BOARD: tuple[type[Planting], ...] = (BoardIncomplete, ComplaintCluster, ComplaintOverdue, Listed)
FEEDS: tuple[type[Planting], ...] = (BankSilent, AttendanceSilent, PayrollSilent)
PAIR: tuple[type[Planting], ...] = (UnpaidAgain, UnpaidAgain)
