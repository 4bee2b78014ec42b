"""What the sheets know of a case: what is still owed to each worker, and what was done in its other procedures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xinan.casework.cases.membership import SUBJECT, proceedings_of_case
from xinan.casework.cases.models import Case, CaseWorker
from xinan.casework.cases.wages import NOTHING, PaidWorker, paid_of
from xinan.kernel.money import format_yuan
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.procedures.enums import ClockState
from xinan.procedures.models import Clock, Proceeding, Step
from xinan.procedures.sheets import Shown

_MISSED = (ClockState.EXPIRED, ClockState.LATE)
# What no longer stands in the state that a proceeding has come to is void: it was missed all the same where it ran out before.
_UNENDED = (ClockState.RUNNING, ClockState.PAUSED, ClockState.VOID)


@dataclass(frozen=True, slots=True)
class OpenWorker:
    """A worker to whom something is still owed: masked, how much, for how many months."""

    number: int
    name: str
    amount: Decimal
    months: int


@dataclass(frozen=True, slots=True)
class OpenWages:
    """What the case still owes: to whom how much, and how many workers it has in all."""

    workers: tuple[OpenWorker, ...]
    entered: int

    @property
    def total(self) -> Decimal:
        """Of all workers."""
        return sum((each.amount for each in self.workers), NOTHING)

    @property
    def largest(self) -> Decimal:
        """The largest sum of one worker."""
        return max((each.amount for each in self.workers), default=NOTHING)


def open_wages(proceeding: Proceeding) -> OpenWages:
    """Worker by worker from the case's own sums and the banks' data; nothing where the proceeding is about no case."""
    case = case_for(proceeding)
    if case is None:
        return OpenWages((), 0)
    paid = paid_of(case)
    rows = CaseWorker.objects.filter(case=case).select_related("worker").order_by("pk")
    workers = tuple(_worker(row, paid[row.pk]) for row in rows if not paid[row.pk].excepted and paid[row.pk].open > 0)
    return OpenWages(workers, len(paid))


def case_for(proceeding: Proceeding) -> Case | None:
    """The case that a proceeding is about."""
    if proceeding.subject_kind != SUBJECT or not proceeding.subject_id.isdecimal():
        return None
    return Case.objects.filter(pk=int(proceeding.subject_id)).first()


def wages_shown(wages: OpenWages) -> tuple[Shown, ...]:
    """How many workers and how much, as the sheets say it first."""
    if not wages.entered:
        words = Text("本案尚未登记工人和欠薪金额", "No worker and no sum is entered in the case")
        return (Shown(Text("仍欠工资", "Still owed"), words, "bad"),)
    said = Text(
        f"{len(wages.workers)} 人，{format_yuan(wages.total)}（按本案逐人核定、银行数据已付的已扣除）",
        f"{workers_en(len(wages.workers))}, {format_yuan(wages.total)} (worker by worker, less what banks have paid)",
    )
    return (Shown(Text("仍欠工资", "Still owed"), said),)


def workers_en(number: int) -> str:
    """How many workers, in English."""
    return "1 worker" if number == 1 else f"{number} workers"


def steps_in_case(proceeding: Proceeding, procedure: str, moves: Iterable[str]) -> list[Step]:
    """The steps of one of the case's procedures, in every life of it, the oldest first."""
    if proceeding.subject_kind != SUBJECT:
        return []
    own = proceedings_of_case(int(proceeding.subject_id)).filter(procedure=procedure)
    return list(Step.objects.filter(proceeding__in=own, move__in=list(moves)).order_by("pk"))


def missed_on(proceeding: Proceeding, clock: str, *, now: datetime) -> date | None:
    """The day that was missed, where the last run of a clock ran out without what it waited for; None where not."""
    last = Clock.objects.filter(proceeding=proceeding, code=clock).order_by("-pk").first()
    if last is None:
        return None
    over = last.state in _MISSED or (last.state in _UNENDED and last.due_at <= (last.ended_at or now))
    return last.due_on if over else None


def _worker(row: CaseWorker, paid: PaidWorker) -> OpenWorker:
    name = row.worker.name_masked if row.worker is not None else row.name_masked
    months = sum(_months(each.from_month, each.to_month) for each in paid.wages if each.open > 0)
    return OpenWorker(row.pk, str(name), paid.open, months)


def _months(first: str, last: str) -> int:
    start, end = Month.parse(first), Month.parse(last)
    return (end.year - start.year) * 12 + end.month - start.month + 1
