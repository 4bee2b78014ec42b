"""How stress shows in the facts, step by step; the hooks are those of a planted violation."""

from datetime import date, timedelta

from xinan.kernel.period import Month
from xinan.simulation.arrears import Arrears, arrears_of
from xinan.simulation.chance import Chance
from xinan.simulation.distress.cash import pay_from_balance
from xinan.simulation.distress.course import Course, Lapse
from xinan.simulation.draft import Draft
from xinan.simulation.facts import FEN, ClueRow, Transfer, Truth
from xinan.simulation.plantings.base import LOOK_BACK, Planting, of_project
from xinan.simulation.site import days_of

_ROUND = 1_000 * FEN
_STAY_AWAY = 0.45  # of the crew, at full stress
_COMPLAIN = 0.55  # once wages are late
_MURMUR = 0.16  # a month, at full stress, while wages are still paid


class Trouble(Planting):
    """A project with a course: under stress, or with a lapse."""

    def __init__(self, chance: Chance, course: Course) -> None:
        super().__init__(chance)
        self.course = course

    def attendance(self, draft: Draft) -> None:
        """People stay away from a site that is short of money, from some day of the month on."""
        crew = [place for place, row in enumerate(draft.employments) if row.post == "worker"]
        for place, month in enumerate(draft.window.wage_months):
            span, stress = days_of(draft.window, month), self.course.stress[place]
            share = stress * _STAY_AWAY if stress > 0.3 else 0.0
            if self.course.lapses.get(place) is Lapse.DIP:
                share = self.chance.real(0.2, 0.5)
            for person in crew:
                if share and self.chance.happens(share):
                    begin = span.start + self.chance.whole(0, max(0, span.stop - span.start - 1))
                    draft.site.clear([person], slice(begin, span.stop))

    def payroll(self, draft: Draft) -> None:
        """Payrolls are made up late."""
        late = [self._payroll_delay(place) for place in range(len(draft.window.wage_months))]
        delay = {str(month): timedelta(days=late[place]) for place, month in enumerate(draft.window.wage_months)}
        for line in draft.lines:
            days = delay[line.wage_month]
            line.submitted_on += days
            line.confirmed_on = line.confirmed_on + days if line.confirmed_on else None
            line.approved_on = line.approved_on + days if line.approved_on else None
            line.disputed_on = line.disputed_on + days if line.disputed_on else None
            line.dispute_closed_on = line.dispute_closed_on + days if line.dispute_closed_on else None

    def payments(self, draft: Draft) -> None:
        """Nothing is paid before its payroll stands; a lapse pays a month some days late."""
        submitted = {(line.worker_id, line.wage_month): line.submitted_on for line in draft.lines}
        lapse = {
            str(month): timedelta(days=self.chance.whole(2, 12))
            for place, month in enumerate(draft.window.wage_months)
            if self.course.lapses.get(place) is Lapse.LATE_WAGES
        }
        for row in draft.payments:
            known = submitted[row.worker_id, row.wage_month]
            row.paid_on = max(row.paid_on, known + timedelta(days=1)) + lapse.get(row.wage_month, timedelta())

    def transfers(self, draft: Draft) -> None:
        """Transfers come late and short, and are made up for when things ease; then wages are paid from what is there."""
        if draft.account is None or not draft.transfers:
            return
        if self.course.thin:
            self._thin_out(draft)
        self._reserve(draft)
        months, owing, kept = draft.window.wage_months, 0, []
        for one in sorted(draft.transfers, key=lambda row: row.booked_on):
            month = Month.parse(one.wage_month)
            place = months.index(month) if month in months else -1
            owing = self._touch(one, place, owing) if place >= 0 else owing
            if one.amount > 0:
                kept.append(one)
        draft.transfers[:] = kept
        outflows = {place for place, lapse in self.course.lapses.items() if lapse is Lapse.OUTFLOW}
        if kept:
            pay_from_balance(draft, self.course, chance=self.chance, outflows=outflows)

    def entries(self, draft: Draft) -> None:
        """Complaints: most after wages were late, some before, a few for no reason of money."""
        for late in arrears_of(draft):
            if self.chance.happens(_COMPLAIN):
                self._complain(draft, late.began_on + timedelta(days=self.chance.whole(1, 30)))
        for place, month in enumerate(draft.window.wage_months):
            murmur = self.chance.happens(_MURMUR * self.course.stress[place])
            if murmur or self.course.lapses.get(place) is Lapse.COMPLAINT:
                self._complain(draft, self.chance.day(month.first, month.last))

    def truth(self, draft: Draft) -> list[Truth]:
        """The wages owed on the last day; what else shows on the project follows from its facts and is not listed."""
        months = draft.window.past_months[-LOOK_BACK:]
        return [
            of_project(rule, draft, month=late.month)
            for late in arrears_of(draft)
            if late.month in months
            for rule in _rules_of(late, draft.window.end)
        ]

    def _payroll_delay(self, place: int) -> int:
        if self.course.lapses.get(place) is Lapse.LATE_PAYROLL:
            return self.chance.whole(4, 12)
        stress = self.course.stress[place]
        return self.chance.whole(1, 1 + int(14 * stress)) if self.chance.happens(stress) else 0

    def _thin_out(self, draft: Draft) -> None:
        """No more than each month's wages, give or take."""
        for one in draft.transfers:
            owed = sum(line.payable for line in draft.lines if line.wage_month == one.wage_month)
            if owed:
                one.amount = max(_ROUND, int(owed * self.chance.real(0.98, 1.04)) // _ROUND * _ROUND)

    def _reserve(self, draft: Draft) -> None:
        """The first transfer is as large as a project without trouble needs, and a little more."""
        moves = [(one.booked_on, 0, one.amount) for one in draft.transfers]
        moves += [(row.paid_on, 1, -row.amount) for row in draft.payments if row.status == "paid"]
        balance = lowest = 0
        for _, _, amount in sorted(moves):
            balance += amount
            lowest = min(lowest, balance)
        monthly = sum(line.payable for line in draft.lines) // max(1, len(draft.window.wage_months))
        first = min(draft.transfers, key=lambda one: one.booked_on)
        first.amount += (-lowest + int(monthly * self.chance.real(0.0, 0.3))) // _ROUND * _ROUND + _ROUND

    def _touch(self, one: Transfer, place: int, owing: int) -> int:
        """One transfer under the stress of its month; what the owner then owes."""
        stress, lapse = self.course.stress[place], self.course.lapses.get(place)
        if lapse is Lapse.LATE_TRANSFER:
            one.booked_on += timedelta(days=self.chance.whole(6, 24))
        if lapse is Lapse.SHORT_TRANSFER:
            missing = int(one.amount * self.chance.real(0.2, 0.6)) // _ROUND * _ROUND
            one.amount -= missing
            return owing + missing
        if not stress:
            one.amount += owing
            return 0
        if self.course.easing[place]:
            made_up = int(owing * self.chance.real(0.3, 0.9)) // _ROUND * _ROUND
            one.amount += made_up
            return owing - made_up
        late = stress * float(self.chance.numpy.exponential(16.0)) + self.chance.real(-3, 3)
        one.booked_on += timedelta(days=max(0, int(late)))
        if not self.chance.happens(0.45 + 0.5 * stress):
            return owing
        skipped = self.chance.happens(max(0.0, stress - 0.55))
        missing = (
            one.amount
            if skipped
            else int(one.amount * (0.15 + 0.85 * stress) * self.chance.real(0.3, 0.9)) // _ROUND * _ROUND
        )
        one.amount -= missing
        return owing + missing

    def _complain(self, draft: Draft, received: date) -> None:
        workers = self.chance.whole(1, 9)
        closed = received + timedelta(days=self.chance.whole(3, 45))
        draft.clues.append(
            ClueRow(
                f"C{draft.plan.number + 1:05d}{len(draft.clues) + 2}",
                draft.project_id,
                received,
                workers,
                workers * self.chance.whole(2, 12) * 1000 * FEN,
                closed,
            )
        )


def _rules_of(late: Arrears, day: date) -> list[str]:
    if late.began_on > day or (late.ended_on is not None and late.ended_on <= day):
        return []
    return [
        rule
        for rule, holds in (
            ("wages/unpaid", late.unpaid_on(day)),
            ("wages/part-paid", late.part_paid_on(day)),
        )
        if holds
    ]
