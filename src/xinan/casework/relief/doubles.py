"""No worker gets the wages of a month twice: what may still be paid of a line, and who paid what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from xinan.casework.cases.models import CaseWage
from xinan.casework.cases.wages import NOTHING, PaidWage, paid_of, payments_for
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.models import Relief, ReliefWorker
from xinan.kernel.text import Text
from xinan.payments.queries import VOUCHED

_ACCOUNT = Text("工资专户", "the wage account")


@dataclass(frozen=True, slots=True)
class Source:
    """A payment of the same wages: from where, when, how much. It names nobody."""

    name: Text
    on: date
    amount: Decimal

    @property
    def words(self) -> Text:
        """As refusals and pages say it."""
        return Text(
            f"{self.name.zh} {self.on} 已付 {self.amount:,.2f} 元",
            f"{self.name.en} paid {self.amount:,.2f} yuan on {self.on}",
        )


class Room:
    """What may still be paid for the lines of a case, as the banks' data and the results of relief stand now.

    Of lines that are changed, what they say now is counted as not paid.
    """

    def __init__(self, relief: Relief, changed: Sequence[ReliefWorker] = ()) -> None:
        self._case = relief.case
        self._wages: dict[int, list[CaseWage]] = {}
        for wage in CaseWage.objects.filter(case_worker__case=relief.case).order_by("from_month", "pk"):
            self._wages.setdefault(wage.case_worker_id, []).append(wage)
        paid = paid_of(relief.case)
        self._left = {
            wage.pk: wage.owed - next(each.paid for each in paid[worker].wages if _same_months(each, wage))
            for worker, wages in self._wages.items()
            for wage in wages
        }
        for row in off_roster_paid(relief.case_id):
            self._add(row, -row.paid)
        for row in changed:
            self._add(row, row.paid)

    def most(self, row: ReliefWorker) -> Decimal:
        """The most that may be paid on a line; nothing where the case does not say that its month is owed."""
        wage = self._wage(row)
        return max(self._left[wage.pk], NOTHING) if wage is not None else NOTHING

    def take(self, row: ReliefWorker, amount: Decimal) -> None:
        """So much is paid on it."""
        self._add(row, -amount)

    def _add(self, row: ReliefWorker, amount: Decimal) -> None:
        wage = self._wage(row)
        if wage is not None:
            self._left[wage.pk] += amount

    def _wage(self, row: ReliefWorker) -> CaseWage | None:
        months = self._wages.get(row.case_worker_id, [])
        return next((wage for wage in months if wage.from_month <= row.month <= wage.to_month), None)


def off_roster_paid(case_id: int) -> QuerySet[ReliefWorker]:
    """What relief paid in a case to people who are on no roster: no facts say so."""
    return ReliefWorker.objects.filter(case_worker__case=case_id, worker=None, paid__gt=0)


def sources_of(row: ReliefWorker) -> list[Source]:
    """Who else paid the worker of a line for its month, the oldest first."""
    others = ReliefWorker.objects.filter(month=row.month, paid__gt=0).exclude(pk=row.pk).select_related("relief")
    mine = Q(case_worker=row.case_worker_id)
    if row.worker_id is not None:
        mine |= Q(worker=row.worker_id, relief__project=row.relief.project_id)
    found = [Source(_name(one.relief), one.paid_on, one.paid) for one in others.filter(mine) if one.paid_on is not None]
    facts = payments_for(row.relief.case, [row.case_worker]).filter(VOUCHED, wage_month=row.month)
    found += [
        Source(_ACCOUNT, fact.paid_on, fact.amount)
        for fact in facts.exclude(payment_id__startswith="S:")
        if fact.paid_on is not None
    ]
    return sorted(found, key=lambda one: (one.on, one.name.zh))


def _name(relief: Relief) -> Text:
    kind = Kind(relief.kind)
    return Text(f"{_KINDS[kind].zh}（{relief.number}）", f"{_KINDS[kind].en} ({relief.number})")


_KINDS = {
    Kind.DEPOSIT_DRAW: Text("工资保证金", "The wage deposit"),
    Kind.EMERGENCY_FUND: Text("应急周转金", "The emergency fund"),
    Kind.ADVANCE_PAYMENT: Text("先行清偿", "An order to pay first"),
}


def _same_months(each: PaidWage, wage: CaseWage) -> bool:
    return (each.from_month, each.to_month) == (wage.from_month, wage.to_month)
