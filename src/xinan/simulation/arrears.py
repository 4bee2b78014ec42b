"""The truth about wages that were late: when each month of a project began to be owed, and when it was made good.

Read from the made facts of one project, days after the last included; knows nothing of the rules.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from xinan.kernel.period import Month
from xinan.simulation.draft import Draft


@dataclass(frozen=True, slots=True)
class Owed:
    """One worker's month: payable (None: no payroll), and each payment through the account."""

    payable: int | None
    paid: tuple[tuple[date, int], ...]

    def paid_by(self, day: date) -> int:
        """Paid by the end of a day, fen."""
        return sum(amount for on, amount in self.paid if on <= day)

    def settled_on(self) -> date | None:
        """The day on which nothing was owed any more."""
        total = 0
        for on, amount in self.paid:
            total += amount
            if total > 0 and total >= (self.payable or 0):
                return on
        return None


@dataclass(frozen=True, slots=True)
class Arrears:
    """A month of a project whose wages were not all paid by the due date.

    `began_on` is the first day on which they counted as overdue, `ended_on` the day they were made good (None: never,
    as far as the simulated facts go).
    """

    project_id: str
    month: Month
    due_on: date
    began_on: date
    ended_on: date | None
    workers: tuple[Owed, ...]

    def unpaid_on(self, day: date) -> bool:
        """Whether somebody has nothing on a day."""
        return any(one.paid_by(day) == 0 for one in self.workers)

    def part_paid_on(self, day: date) -> bool:
        """Whether somebody has a part only."""
        return any(0 < one.paid_by(day) < (one.payable or 0) for one in self.workers)


def arrears_of(draft: Draft) -> list[Arrears]:
    """The late months of a project, in order."""
    payable: dict[tuple[str, str], int] = {}
    for line in draft.lines:
        key = (line.worker_id, line.wage_month)
        payable[key] = payable.get(key, 0) + line.payable
    paid: dict[tuple[str, str], list[tuple[date, int]]] = {}
    for row in draft.payments:
        if row.status == "paid" and row.account_id is not None:
            paid.setdefault((row.worker_id, row.wage_month), []).append((row.paid_on, row.amount))
    found = []
    days = draft.site.valid_days(draft.window) if draft.employments else None
    for place, month in enumerate(draft.window.wage_months):
        if days is None:
            break
        workers = sorted({row.worker_id for spot, row in enumerate(draft.employments) if days[spot, place] > 0})
        keys = [(worker, str(month)) for worker in workers]
        owed = [Owed(payable.get(key), tuple(sorted(paid.get(key, [])))) for key in keys]
        late = _late(draft, month, owed)
        if late is not None:
            found.append(late)
    return found


def _late(draft: Draft, month: Month, owed: list[Owed]) -> Arrears | None:
    due = draft.plan.due_on(month)
    began = max(due + timedelta(days=1), month.next.first)
    last = began - timedelta(days=1)
    behind = [one for one in owed if (settled := one.settled_on()) is None or settled > last]
    # What is due after the last day was not made: nobody knows whether it will be paid.
    if not behind or began > draft.window.end:
        return None
    settled_days = [one.settled_on() for one in behind]
    known = [day for day in settled_days if day is not None]
    ended = max(known) if len(known) == len(settled_days) else None
    return Arrears(draft.project_id, month, due, began, ended, tuple(owed))
