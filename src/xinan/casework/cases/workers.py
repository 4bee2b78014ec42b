"""The workers of a case as it is opened: from the payrolls behind its warnings, and from what workers said."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, Sum

from xinan.casework.cases.enums import WageBasis
from xinan.casework.cases.models import Case, CaseWage, CaseWorker
from xinan.casework.cases.wages import NOTHING, paid_until_now
from xinan.casework.models import Clue, Voice
from xinan.kernel.ciphers import Keyring
from xinan.monitoring.models import Warning
from xinan.payments.enums import PaymentStatus
from xinan.payments.models import PayrollLine, WagePayment
from xinan.payments.queries import VOUCHED
from xinan.people.models import User
from xinan.workforce.models import Employment

ID_NUMBER = "case_worker.id_number"


@dataclass(frozen=True, slots=True)
class Owed:
    """What the data say a worker is owed for a month."""

    worker_id: str
    month: str
    payable: Decimal
    paid: Decimal

    @property
    def open(self) -> Decimal:
        """What is not paid."""
        return self.payable - self.paid


def owed_by_data(project_id: str, *, months: Iterable[str], worker_ids: Iterable[str] | None = None) -> list[Owed]:
    """Payroll against the banks' payments through wage accounts, where something is open; by worker and month."""
    wanted = Q(project_id=project_id, wage_month__in=list(months))
    if worker_ids is not None:
        wanted &= Q(worker_id__in=list(worker_ids))
    lines = PayrollLine.objects.filter(wanted).order_by().values_list("worker_id", "wage_month")
    by_bank = WagePayment.objects.filter(VOUCHED, wanted, status=PaymentStatus.PAID)
    through = by_bank.order_by().values_list("worker_id", "wage_month")
    paid = {(worker, month): total for worker, month, total in through.annotate(total=Sum("amount"))}
    rows = (
        Owed(str(worker), str(month), payable, paid.get((worker, month), NOTHING))
        for worker, month, payable in lines.annotate(total=Sum("payable"))
    )
    return sorted((row for row in rows if row.open > 0), key=lambda row: (row.worker_id, row.month))


def enter_owed(case: Case, rows: Sequence[Owed], *, by: User, now: datetime) -> int:
    """Workers with their months as the data say; months a worker has already stay as they are. How many months came in."""
    by_worker: dict[str, list[Owed]] = defaultdict(list)
    for row in rows:
        by_worker[row.worker_id].append(row)
    known = {each.worker_id: each for each in CaseWorker.objects.filter(case=case, worker__in=by_worker)}
    entered = 0
    for worker_id, own in by_worker.items():
        worker = known.get(worker_id) or CaseWorker.objects.create(
            case=case,
            worker_id=worker_id,
            from_month=own[0].month,
            to_month=own[-1].month,
            added_at=now,
            added_by=by,
        )
        taken = list(worker.wages.values_list("from_month", "to_month"))
        fresh = [row for row in own if not any(first <= row.month <= last for first, last in taken)]
        CaseWage.objects.bulk_create(_wage(worker, row, by=by, now=now) for row in fresh)
        entered += len(fresh)
        settle_sums(worker)
    return entered


def settle_sums(worker: CaseWorker) -> None:
    """Make the worker's sum and months what the rows beneath say."""
    rows = list(worker.wages.all())
    if rows:
        worker.from_month = min(row.from_month for row in rows)
        worker.to_month = max(row.to_month for row in rows)
    worker.owed = sum((row.owed for row in rows), NOTHING)
    worker.save(update_fields=["from_month", "to_month", "owed"])


def workers_of_warnings(case: Case, warnings: Sequence[Warning], *, by: User, now: datetime) -> None:
    """Whom the payrolls behind the warnings show as unpaid, in the months they speak of."""
    if case.project_id is None:
        return
    for warning in warnings:
        if warning.period is None or warning.project_id != case.project_id:
            continue
        rows = owed_by_data(case.project_id, months=[warning.period], worker_ids=_meant(warning))
        enter_owed(case, rows, by=by, now=now)


def workers_of_voices(case: Case, clues: Sequence[Clue], *, by: User, now: datetime, keyring: Keyring) -> None:
    """Each worker who spoke in the clues, sealed anew for the case; what they said is owed is to be verified."""
    for voice in Voice.objects.filter(clue__in=clues).select_related("clue").order_by("pk"):
        _enter_voice(case, voice, by=by, now=now, keyring=keyring)


def _enter_voice(case: Case, voice: Voice, *, by: User, now: datetime, keyring: Keyring) -> None:
    clear = {name: _opened(voice, name, keyring=keyring) for name in ("name", "id_number", "phone")}
    index = keyring.look_up(clear["id_number"], context=ID_NUMBER) if clear["id_number"] else ""
    same = Q(pk__in=())
    if voice.worker_id:
        same |= Q(worker_id=voice.worker_id)
    if index:
        same |= Q(id_number_index=index)
    if CaseWorker.objects.filter(same, case=case).exists():
        return
    month = voice.received_at.strftime("%Y-%m")
    first = voice.from_month or voice.to_month or voice.clue.from_month or month
    worker = CaseWorker.objects.create(
        case=case,
        worker_id=voice.worker_id,
        name_masked=voice.name_masked,
        id_number_masked=voice.id_number_masked,
        id_number_index=index,
        phone_masked=voice.phone_masked[:20],
        from_month=first,
        to_month=max(first, voice.to_month or voice.clue.to_month or first),
        added_at=now,
        added_by=by,
        **{f"{name}_sealed": seal(value, name, keyring=keyring) for name, value in clear.items()},
    )
    if voice.amount:
        enter_stated(worker, voice.amount, words="工人自述，待核实", by=by, now=now)


def enter_stated(worker: CaseWorker, amount: Decimal, *, words: str, by: User, now: datetime) -> None:
    """The sum somebody states for the worker's months together."""
    CaseWage.objects.create(
        case_worker=worker,
        from_month=worker.from_month,
        to_month=worker.to_month,
        owed=amount,
        paid_before=paid_until_now(worker.case, worker, from_month=worker.from_month, to_month=worker.to_month),
        basis=WageBasis.STATED,
        words=words,
        reckoned_at=now,
        reckoned_by=by,
    )
    settle_sums(worker)


def seal(value: str, field: str, *, keyring: Keyring) -> str:
    """A value of a worker of a case as it is kept; nothing stays nothing."""
    return keyring.seal(value, context=f"case_worker.{field}") if value else ""


def _opened(voice: Voice, field: str, *, keyring: Keyring) -> str:
    token = voice.sealed(field)
    return keyring.open(token, context=f"voice.{field}") if token else ""


def _wage(worker: CaseWorker, row: Owed, *, by: User, now: datetime) -> CaseWage:
    return CaseWage(
        case_worker=worker,
        from_month=row.month,
        to_month=row.month,
        owed=row.open,
        paid_before=row.paid,
        basis=WageBasis.DATA,
        words="",
        reckoned_at=now,
        reckoned_by=by,
    )


def _meant(warning: Warning) -> list[str] | None:
    """The workers a warning speaks of; None for everybody on the project."""
    if warning.subject_kind == "worker":
        return [warning.subject_id]
    if warning.subject_kind == "team":
        own = Employment.objects.filter(project_id=warning.project_id, team_id=warning.subject_id)
        return [str(each) for each in own.values_list("worker_id", flat=True).distinct()]
    return None
