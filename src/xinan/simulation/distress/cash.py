"""Wages paid only as far as the account holds: whoever is not paid waits for the next money."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from xinan.kernel.period import Month
from xinan.simulation.chance import Chance
from xinan.simulation.distress.course import Course
from xinan.simulation.draft import Draft
from xinan.simulation.facts import FEN, PaymentRow, Transfer
from xinan.simulation.money import entry_of

_ADVANCE = 0.4  # how often a contractor without stress steps in
_IN_PARTS = 0.4  # how often everybody gets a part, rather than some all
_LEAST_PART = 0.3
_RESCUE = 0.14  # a month: the contractor is made to pay up
_OUTFLOW = 0.16  # a month, at full stress
_OUTFLOW_FROM = 0.3


@dataclass(slots=True)
class Till:
    """The account while days go by."""

    draft: Draft
    course: Course
    chance: Chance
    balance: int = 0
    waiting: list[PaymentRow] = field(default_factory=list)
    made: list[PaymentRow] = field(default_factory=list)

    def stress(self, day: date) -> float:
        """The stress of the month of a day; none before the window."""
        return self.course.stress[self.place(day)] if day >= self.draft.window.first else 0.0

    def place(self, day: date) -> int:
        """The month of a day in the window, the last for later ones."""
        months = self.draft.window.wage_months
        return min(len(months) - 1, months.index(Month.of(day)) if Month.of(day) in months else len(months) - 1)

    def receive(self, day: date, amount: int) -> None:
        """Money comes in; who waits longest is paid first, while it lasts."""
        self.balance += amount
        if not self.course.distressed:
            return
        while self.waiting and self.waiting[0].amount <= self.balance:
            row = self.waiting.pop(0)
            row.paid_on = day
            self.balance -= row.amount
            self.made.append(row)

    def pay(self, day: date, rows: list[PaymentRow]) -> None:
        """The wages to be paid on a day."""
        asked = sum(row.amount for row in rows)
        lacking = asked - self.balance
        if lacking > 0 and self._advances(day):
            self._advance(day, lacking)
        if asked <= self.balance:
            self.balance -= asked
            self.made.extend(rows)
        elif self.balance > _LEAST_PART * asked and self.chance.happens(_IN_PARTS):
            self._pay_parts(rows, self.balance / asked)
        else:
            self._pay_some(rows)

    def _advances(self, day: date) -> bool:
        return not self.course.distressed or self.chance.happens(_ADVANCE * (1 - self.stress(day)) ** 2)

    def _advance(self, day: date, lacking: int) -> None:
        amount = -(-lacking // (1000 * FEN)) * 1000 * FEN
        self.draft.transfers.append(Transfer(day, amount, str(Month.of(day)), "contractor"))
        self.balance += amount

    def _pay_parts(self, rows: list[PaymentRow], share: float) -> None:
        for row in rows:
            part = int(row.amount * share) // FEN * FEN
            rest = _copy(row, row.amount - part)
            if part:
                row.amount = part
                self.balance -= part
                self.made.append(row)
            self.waiting.append(rest)

    def _pay_some(self, rows: list[PaymentRow]) -> None:
        order = self.chance.numpy.permutation(len(rows)).tolist()
        for row in (rows[place] for place in order):
            if row.amount <= self.balance:
                self.balance -= row.amount
                self.made.append(row)
            else:
                self.waiting.append(row)

    def end_month(self, day: date) -> None:
        """Money taken out, or a contractor made to pay up."""
        stress = self.stress(day)
        if stress > _OUTFLOW_FROM and self.balance > 0 and self.chance.happens(_OUTFLOW * stress):
            self.take_out(day, self.chance.real(0.1, 0.6))
        if self.waiting and self.chance.happens(_RESCUE):
            amount = sum(row.amount for row in self.waiting)
            self.draft.transfers.append(Transfer(day, amount, str(Month.of(day)), "contractor"))
            self.receive(day, amount)

    def take_out(self, day: date, share: float) -> None:
        """A part of the balance goes to the contractor."""
        amount = int(self.balance * share) // (100 * FEN) * 100 * FEN
        if amount > 0:
            self.draft.other_entries.append(entry_of(self.draft, day, "out", amount, "contractor"))
            self.balance -= amount


def pay_from_balance(draft: Draft, course: Course, *, chance: Chance, outflows: set[int]) -> None:
    """Replace the payments by those the account allows; `outflows` are months in which money is taken out anyway."""
    kept = [row for row in draft.payments if row.status != "paid"]
    planned: dict[date, list[PaymentRow]] = {}
    for row in draft.payments:
        if row.status == "paid":
            planned.setdefault(row.paid_on, []).append(row)
    coming: dict[date, int] = {}
    for one in draft.transfers:
        coming[one.booked_on] = coming.get(one.booked_on, 0) + one.amount
    ends = {month.last: place for place, month in enumerate(draft.window.wage_months)}
    till = Till(draft, course, chance)
    horizon = max([*planned, *coming, draft.window.end])
    day = min([*planned, *coming, draft.window.first])
    while day <= horizon:
        if day in coming:
            till.receive(day, coming[day])
        if day in planned:
            till.pay(day, planned[day])
        if day in ends:
            till.end_month(day)
            if ends[day] in outflows and till.balance > 0:
                till.take_out(day, till.chance.real(0.02, 0.1))
        day += timedelta(days=1)
    draft.payments[:] = sorted([*kept, *till.made], key=lambda row: row.paid_on)
    for number, row in enumerate(draft.payments, start=1):
        row.payment_id = f"Y{draft.plan.number + 1:05d}{number:06d}"
    _settle_leavers(draft, waiting={row.worker_id for row in till.waiting})


def _copy(row: PaymentRow, amount: int) -> PaymentRow:
    return PaymentRow(
        row.payment_id,
        row.project_id,
        row.worker_id,
        row.wage_month,
        amount,
        row.paid_on,
        row.status,
        row.account_id,
    )


def _settle_leavers(draft: Draft, *, waiting: set[str]) -> None:
    """Whoever left is settled when the last of the wages came, and not while anything is owed."""
    last: dict[str, date] = {}
    for row in draft.payments:
        if row.status == "paid":
            last[row.worker_id] = max(last.get(row.worker_id, row.paid_on), row.paid_on)
    for employment in draft.employments:
        if employment.settled_on is None:
            continue
        if employment.worker_id in waiting:
            employment.settled_on = None
        elif employment.worker_id in last:
            employment.settled_on = max(employment.settled_on, last[employment.worker_id])
