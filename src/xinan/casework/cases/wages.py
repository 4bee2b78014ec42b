"""What was owed and what the banks have paid since: reckoned anew each time, never typed.

A bank's payment is one through a wage account, or out of a deposit or fund by order. What a firm alone reports as paid
(its key begins with R) proves nothing and is shown beside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from xinan.casework.cases.models import Case, CaseWage, CaseWorker
from xinan.payments.enums import PaymentStatus
from xinan.payments.models import WagePayment
from xinan.payments.queries import VOUCHED
from xinan.workforce.models import Employment

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class PaidWage:
    """A month, or a run of months, of one worker: what was open when it was reckoned and what banks paid since."""

    from_month: str
    to_month: str
    owed: Decimal
    paid: Decimal
    claimed: Decimal  # what the firm alone says it paid
    basis: str
    words: str

    @property
    def open(self) -> Decimal:
        """What is still owed; never less than nothing."""
        return max(self.owed - self.paid, NOTHING)


@dataclass(frozen=True, slots=True)
class PaidWorker:
    """One worker of the case with every month."""

    case_worker_id: int
    wages: tuple[PaidWage, ...]
    excepted: bool  # approved by a second person
    exception_asked: bool

    @property
    def owed(self) -> Decimal:
        """What was open when it was reckoned."""
        return sum((each.owed for each in self.wages), NOTHING)

    @property
    def paid(self) -> Decimal:
        """What of it banks have paid: of no month more than was owed for it."""
        return sum((max(min(each.paid, each.owed), NOTHING) for each in self.wages), NOTHING)

    @property
    def open(self) -> Decimal:
        """What is still owed: every month by itself."""
        return sum((each.open for each in self.wages), NOTHING)

    @property
    def settled(self) -> bool:
        """Whether every month is paid, or an approved exception stands for it."""
        return self.excepted or (bool(self.wages) and self.open == NOTHING)


@dataclass(frozen=True, slots=True)
class Money:
    """A case in figures."""

    workers: int
    settled: int
    owed: Decimal
    paid: Decimal
    excepted: Decimal
    open: Decimal

    @property
    def share(self) -> int:
        """What is paid, in hundredths of what was owed; all of it where nothing was."""
        return int(self.paid * 100 / self.owed) if self.owed else 100

    @property
    def excepted_share(self) -> int:
        """What approved exceptions stand for, in hundredths."""
        return int(self.excepted * 100 / self.owed) if self.owed else 0


_Sums = Mapping[tuple[str, str], Decimal]


def paid_of(case: Case) -> dict[int, PaidWorker]:
    """Of each worker of the case (by the number of its CaseWorker): owed, paid by banks, open. Four statements."""
    return paid_of_many([case]).get(case.pk, {})


def paid_of_many(cases: Sequence[Case]) -> dict[int, dict[int, PaidWorker]]:
    """The same of several cases, by case; the statements do not grow with their workers."""
    workers = list(CaseWorker.objects.filter(case__in=cases).order_by("pk"))
    wages: dict[int, list[CaseWage]] = defaultdict(list)
    for row in CaseWage.objects.filter(case_worker__in=workers).order_by("from_month", "pk"):
        wages[row.case_worker_id].append(row)
    found: dict[int, dict[int, PaidWorker]] = {case.pk: {} for case in cases}
    for case in cases:
        own = [worker for worker in workers if worker.case_id == case.pk]
        payments = payments_for(case, own)
        by_bank, claimed = _sums(payments, proven=True), _sums(payments, proven=False)
        for worker in own:
            found[case.pk][worker.pk] = _paid(worker, wages[worker.pk], by_bank=by_bank, claimed=claimed)
    return found


def money_of(paid: Mapping[int, PaidWorker]) -> Money:
    """The figures of a case from its workers."""
    rows = paid.values()
    return Money(
        workers=len(paid),
        settled=sum(row.settled for row in rows),
        owed=sum((row.owed for row in rows), NOTHING),
        paid=sum((row.paid for row in rows), NOTHING),
        excepted=sum((row.open for row in rows if row.excepted), NOTHING),
        open=sum((row.open for row in rows if not row.excepted), NOTHING),
    )


def payments_for(case: Case, workers: Iterable[CaseWorker]) -> QuerySet[WagePayment]:
    """The payments to these workers for work on the case's project, or for its firm where no project is known."""
    ids = [worker.worker_id for worker in workers if worker.worker_id]
    rows = WagePayment.objects.filter(worker_id__in=ids, status=PaymentStatus.PAID)
    if case.project_id is not None:
        return rows.filter(project_id=case.project_id)
    if case.employer_id is None:
        return rows.none()
    sites = Employment.objects.filter(employer_id=case.employer_id, worker_id__in=ids).values("project_id")
    return rows.filter(project_id__in=sites)


def paid_until_now(case: Case, worker: CaseWorker, *, from_month: str, to_month: str) -> Decimal:
    """What banks have paid a worker for a run of months, at the moment it is reckoned."""
    return _between(_sums(payments_for(case, [worker]), proven=True), worker.worker_id or "", from_month, to_month)


def _sums(payments: QuerySet[WagePayment], *, proven: bool) -> _Sums:
    through_bank = payments.filter(VOUCHED)
    rows = through_bank if proven else payments.exclude(pk__in=through_bank.values("pk"))
    summed = rows.order_by().values_list("worker_id", "wage_month").annotate(total=Sum("amount"))
    return {(str(worker), str(month)): total for worker, month, total in summed}


def _paid(worker: CaseWorker, wages: Sequence[CaseWage], *, by_bank: _Sums, claimed: _Sums) -> PaidWorker:
    key = worker.worker_id or ""
    rows = tuple(
        PaidWage(
            from_month=wage.from_month,
            to_month=wage.to_month,
            owed=wage.owed,
            paid=_between(by_bank, key, wage.from_month, wage.to_month) - wage.paid_before,
            claimed=_between(claimed, key, wage.from_month, wage.to_month),
            basis=wage.basis,
            words=wage.words,
        )
        for wage in wages
    )
    asked = bool(worker.exception_reason)
    return PaidWorker(worker.pk, rows, asked and worker.exception_approved_by_id is not None, asked)


def _between(sums: _Sums, worker: str, from_month: str, to_month: str) -> Decimal:
    own = (amount for (key, month), amount in sums.items() if key == worker and from_month <= month <= to_month)
    return sum(own, NOTHING)
