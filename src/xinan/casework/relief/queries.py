"""What is read of relief: how it stands, what is left to grant, what a fund holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from xinan.casework.cases.models import Case, CaseWage, CaseWorker
from xinan.casework.cases.wages import NOTHING, PaidWorker, paid_of
from xinan.casework.relief.book import Entry, MonthLine, balance, by_month, lowest_from
from xinan.casework.relief.doubles import off_roster_paid
from xinan.casework.relief.enums import PAID_BY_ORDER, Kind
from xinan.casework.relief.models import Fund, FundEntry, Relief, ReliefWorker
from xinan.casework.relief.policies import SUBJECT
from xinan.intake.actions.enter_relief import KIND
from xinan.intake.models import Batch
from xinan.procedures.models import Proceeding
from xinan.registry.models import Deposit, DepositDraw


@dataclass(frozen=True, slots=True)
class Line:
    """What is owed to one worker of a case for a month, or a run of months, and how much of it relief may still give."""

    wage_id: int
    case_worker_id: int
    from_month: str
    to_month: str
    open: Decimal
    under_way: Decimal

    @property
    def most(self) -> Decimal:
        """What may be granted."""
        return max(self.open - self.under_way, NOTHING)


@dataclass(frozen=True, slots=True)
class FundStanding:
    """What a fund holds, and how much of it is promised by approvals not paid out yet."""

    balance: Decimal
    promised: Decimal

    @property
    def left(self) -> Decimal:
        """What may be approved."""
        return self.balance - self.promised


def proceeding_of(relief: Relief) -> Proceeding:
    """The proceeding of relief."""
    return Proceeding.objects.filter(subject_kind=SUBJECT, subject_id=str(relief.pk)).latest("pk")


def proceedings_by_relief(reliefs: Iterable[Relief]) -> dict[int, Proceeding]:
    """The proceedings of several; one statement."""
    keys = [str(relief.pk) for relief in reliefs]
    rows = Proceeding.objects.filter(subject_kind=SUBJECT, subject_id__in=keys).order_by("pk")
    return {int(row.subject_id): row for row in rows.select_related("holder", "holder_office")}


def of_case(case: Case) -> Q:
    """The proceedings of the relief a case led to; for the case's file."""
    keys = [str(pk) for pk in Relief.objects.filter(case=case).values_list("pk", flat=True)]
    return Q(subject_kind=SUBJECT, subject_id__in=keys)


def lines_of(case: Case, *, but: Relief | None = None) -> list[Line]:
    """Every line of the case with what is open of it; what other relief under way has granted is taken off."""
    paid = paid_of(case)
    under_way = _under_way(case, but=but)
    off_roster: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for row in off_roster_paid(case.pk):
        off_roster[row.case_worker_id].append((row.month, row.paid))
    wages = CaseWage.objects.filter(case_worker__case=case).order_by("case_worker_id", "from_month")
    return [
        Line(
            wage_id=wage.pk,
            case_worker_id=wage.case_worker_id,
            from_month=wage.from_month,
            to_month=wage.to_month,
            open=max(_open(paid[wage.case_worker_id], wage) - _between(off_roster[wage.case_worker_id], wage), NOTHING),
            under_way=_between(under_way[wage.case_worker_id], wage),
        )
        for wage in wages
    ]


def owed_in(case: Case) -> Decimal:
    """What the case was about: the sum of which a fund advances a share."""
    return sum((worker.owed for worker in paid_of(case).values()), NOTHING)


def left_of(deposit: Deposit, *, but: Relief | None = None) -> Decimal:
    """What may still be drawn: its sum less draws not made good and draws under way."""
    drawn = DepositDraw.objects.filter(deposit=deposit, replenished_on=None).aggregate(sum=Sum("amount"))["sum"]
    rows = ReliefWorker.objects.filter(relief__deposit=deposit, relief__in=_open_reliefs(), paid_on=None, failed="")
    waiting = rows.exclude(relief=but).aggregate(sum=Sum("granted"))["sum"]
    left: Decimal = deposit.amount - (drawn or NOTHING) - (waiting or NOTHING)
    return max(left, NOTHING)


def told_by_bank(relief: Relief, *, since: date) -> list[DepositDraw]:
    """What the bank itself has told of draws on the deposit since a day; what results of relief wrote is not among it."""
    own = Batch.objects.filter(kind=KIND).values("pk")
    rows = DepositDraw.objects.filter(deposit=relief.deposit_id, drawn_on__gte=since).exclude(batch_id=None)
    return list(rows.exclude(batch_id__in=own).order_by("drawn_on"))


def banks_of(deposit: Deposit) -> list[str]:
    """The banks that may hold a deposit: those of the project's wage accounts, the newest first."""
    accounts = deposit.project.wage_accounts.order_by("-opened_on").values_list("bank_id", flat=True)
    return list(dict.fromkeys(str(bank) for bank in accounts if bank))


def entries_of(fund: Fund) -> list[Entry]:
    """The book of a fund, as its pure parts read it."""
    rows = FundEntry.objects.filter(fund=fund).order_by("on", "pk").values_list("kind", "amount", "on")
    return [Entry(kind, amount, on) for kind, amount, on in rows]


def standing_of_fund(fund: Fund, *, but: Relief | None = None) -> FundStanding:
    """What it holds now and what is promised of it."""
    approved = Proceeding.objects.filter(subject_kind=SUBJECT, procedure=Kind.EMERGENCY_FUND, state="approved")
    ids = [int(key) for key in approved.values_list("subject_id", flat=True)]
    rows = ReliefWorker.objects.filter(relief__fund=fund, relief__in=ids, paid_on=None, failed="").exclude(relief=but)
    promised = rows.aggregate(sum=Sum("granted"))["sum"] or NOTHING
    return FundStanding(balance(entries_of(fund)), promised)


def can_be_paid_from(fund: Fund, *, on: date) -> Decimal:
    """The most that can be paid out on a day without a hole in the book then or later."""
    return lowest_from(entries_of(fund), on=on)


def months_of(fund: Fund) -> list[MonthLine]:
    """The book by months."""
    return by_month(entries_of(fund))


def unpaid_by_data(relief: Relief) -> tuple[int, Decimal]:
    """Of the lines of an order to pay first: how many the banks' data leave open, and how much."""
    paid = paid_of(relief.case)
    wanted: dict[int, list[ReliefWorker]] = defaultdict(list)
    for row in relief.rows.all():
        wanted[row.case_worker_id].append(row)
    count, left = 0, NOTHING
    for worker, rows in wanted.items():
        open_now = paid[worker].open if worker in paid and not paid[worker].excepted else NOTHING
        total = sum((row.granted for row in rows), NOTHING)
        owed = paid[worker].owed if worker in paid else NOTHING
        # What the order did not ask for may go on being open.
        missing = max(open_now - max(owed - total, NOTHING), NOTHING)
        count, left = count + bool(missing), left + missing
    return count, left


def workers_of(case: Case) -> dict[int, CaseWorker]:
    """The workers of a case by number, with who they are on the roster."""
    rows = CaseWorker.objects.filter(case=case).select_related("worker")
    return {row.pk: row for row in rows}


def rows_of(relief: Relief) -> Sequence[ReliefWorker]:
    """The list, with who is on it."""
    return list(relief.rows.select_related("worker", "case_worker", "case_worker__worker").order_by("pk"))


def reliefs_of(case: Case) -> QuerySet[Relief]:
    """What a case led to; for callers who have shown that the case is open to whoever asks."""
    return Relief.objects.filter(case=case)


def _open_reliefs() -> list[int]:
    rows = Proceeding.objects.filter(subject_kind=SUBJECT, closed_at=None)
    return [int(key) for key in rows.values_list("subject_id", flat=True)]


def _under_way(case: Case, *, but: Relief | None) -> dict[int, list[tuple[str, Decimal]]]:
    """By worker of the case; a worker who stands in another case of the same project is waited for there too."""
    mine = dict(CaseWorker.objects.filter(case=case).values_list("pk", "worker_id"))
    by_person = {worker: number for number, worker in mine.items() if worker}
    elsewhere = Q(relief__project=case.project_id, worker__in=by_person) if case.project_id else Q(pk=None)
    rows = ReliefWorker.objects.filter(
        Q(relief__case=case) | elsewhere,
        relief__kind__in=PAID_BY_ORDER,
        relief__in=_open_reliefs(),
        paid_on=None,
        failed="",
    ).exclude(relief=but)
    found: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for number, worker, month, amount in rows.values_list("case_worker_id", "worker_id", "month", "granted"):
        found[number if number in mine else by_person[worker]].append((month, amount))
    return found


def _between(rows: Iterable[tuple[str, Decimal]], wage: CaseWage) -> Decimal:
    return sum((amount for month, amount in rows if wage.from_month <= month <= wage.to_month), NOTHING)


def _open(worker: PaidWorker, wage: CaseWage) -> Decimal:
    own = (each.open for each in worker.wages if (each.from_month, each.to_month) == (wage.from_month, wage.to_month))
    return NOTHING if worker.excepted else sum(own, NOTHING)
