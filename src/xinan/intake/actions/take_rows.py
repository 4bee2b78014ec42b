"""Take the rows of one batch, whatever they came in: every correct one, in one transaction, recorded with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any

import pghistory
from django.db import DataError, IntegrityError, connection, transaction

from xinan.intake.actions.take_accounts import take_accounts
from xinan.intake.actions.take_attendance import take_attendance
from xinan.intake.actions.take_contracts import take_contracts
from xinan.intake.actions.take_deposits import take_deposits
from xinan.intake.actions.take_draws import take_draws
from xinan.intake.actions.take_entries import take_entries
from xinan.intake.actions.take_movements import take_movements
from xinan.intake.actions.take_pauses import take_pauses
from xinan.intake.actions.take_payouts import take_payouts
from xinan.intake.actions.take_payroll import take_payroll
from xinan.intake.actions.take_people import take_people
from xinan.intake.actions.take_projects import take_projects
from xinan.intake.actions.take_statements import take_statements
from xinan.intake.actions.take_teams import take_teams
from xinan.intake.actions.take_units import take_units
from xinan.intake.duplicates import Duplicates
from xinan.intake.feeds import hear
from xinan.intake.models import Batch, BatchState, RowFault
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.rows import Row
from xinan.intake.sheets import Sheet
from xinan.intake.taking import Take, Taken, Taking
from xinan.intake.whose import check_project, project_of
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text

Item = Row | list[Fault]
TAKERS: dict[str, Take] = {
    "projects": take_projects,
    "units": take_units,
    "teams": take_teams,
    "people": take_people,
    "entries": take_entries,
    "contracts": take_contracts,
    "attendance": take_attendance,
    "payroll": take_payroll,
    "accounts": take_accounts,
    "deposits": take_deposits,
    "movements": take_movements,
    "pauses": take_pauses,
    "draws": take_draws,
    "payouts": take_payouts,
    "statements": take_statements,
}
# Only punches come in such numbers that they are taken in parts; other sheets must be seen whole.
_PART = {"attendance": 20_000}
_WHOLE = 1_000_000


@dataclass
class Outcome:
    """What came of a batch, to be recorded on it."""

    project_id: str = ""
    rows: int = 0
    taken: Taken = field(default_factory=Taken)
    projects: set[str] = field(default_factory=set)
    undone: bool = False

    @property
    def accepted(self) -> int:
        """The rows that are in, or were in already."""
        return 0 if self.undone else sum(self.taken.outcomes.values())

    @property
    def refused_rows(self) -> int:
        """The rows with a fault."""
        return len({fault.row for fault in self.taken.faults if fault.row}) + self.taken.rows_left_off

    def record(self, batch: Batch, *, now: datetime) -> None:
        """Write it on the batch, with its faults."""
        self.fill(batch, now=now)
        batch.faults.all().delete()
        batch.faults.bulk_create(self.row_faults(batch), batch_size=2000)
        batch.save()

    def fill(self, batch: Batch, *, now: datetime) -> None:
        """Put it on the batch, which is not written yet: the fields in RECORDED."""
        outcomes = self.taken.outcomes
        batch.project_id = self.project_id
        batch.rows, batch.rejected = self.rows, self.refused_rows
        batch.added, batch.changed, batch.unchanged = (
            0 if self.undone else outcomes[name] for name in ("added", "changed", "unchanged")
        )
        batch.state = _state(batch, self)
        batch.finished_at, batch.progress = now, 100
        if not self.taken.faults and not batch.dry_run:
            batch.original_sealed = ""  # personal data are kept no longer than something is left to correct

    def row_faults(self, batch: Batch) -> list[Any]:
        """Its faults, not written yet, in the order of the rows."""
        return [_row_fault(batch, fault) for fault in sorted(self.taken.faults, key=lambda f: (f.row, f.column))]


RECORDED = (
    "project_id",
    "rows",
    "rejected",
    "added",
    "changed",
    "unchanged",
    "state",
    "finished_at",
    "progress",
    "original_sealed",
)


def record_all(outcomes: Sequence[tuple[Batch, Outcome]], *, now: datetime) -> None:
    """Record what came of several batches, in as many statements as for one."""
    faults = []
    for batch, outcome in outcomes:
        outcome.fill(batch, now=now)
        faults += outcome.row_faults(batch)
    batches = [batch for batch, _outcome in outcomes]
    RowFault.objects.filter(batch__in=batches).delete()
    RowFault.objects.bulk_create(faults, batch_size=2000)
    Batch.objects.bulk_update(batches, RECORDED, batch_size=200)


@dataclass(frozen=True, slots=True)
class Sending:
    """What is known of the rows beforehand: their sheet, their project, and whose projects the sender may speak of.

    `contractors` None means anybody's.
    """

    sheet: Sheet
    project_id: str
    contractors: frozenset[str] | None


def take_rows(
    batch: Batch, items: Iterable[Item], *, sending: Sending, now: datetime, keyring: Keyring, record: bool = True
) -> Outcome:
    """Take `items`, rows or the faults of rows, as one batch.

    With `record` the outcome is written in the same transaction, so that it is never there without the facts.
    A killed process leaves nothing; taking the batch again is safe at any time.
    """
    return settled(
        batch,
        partial(_take, batch, iter(items), sending, now=now, keyring=keyring),
        project_id=sending.project_id,
        now=now,
        record=record,
    )


def settled(batch: Batch, take: Callable[[], Outcome], *, project_id: str, now: datetime, record: bool) -> Outcome:
    """What `take` does, in one transaction with the record of its outcome; a rule of the database refuses it whole."""
    try:
        with transaction.atomic():
            outcome = take()
            if record:
                outcome.record(batch, now=now)
    except (IntegrityError, DataError) as error:
        # The database's own message may hold values of people; the constraint's name does not.
        outcome = refused(_broken_rule(error), project_id=project_id)
        if record:
            outcome.record(batch, now=now)
    return outcome


def refused(error: XinanError, *, project_id: str = "") -> Outcome:
    """The outcome of a batch of which nothing can be taken."""
    outcome = Outcome(project_id=project_id, undone=True)
    outcome.taken.faults.append(Fault.of(error, row=0))
    return outcome


def _take(batch: Batch, items: Iterator[Item], sending: Sending, *, now: datetime, keyring: Keyring) -> Outcome:
    today, sheet = now.date(), sending.sheet
    outcome = Outcome(project_id=sending.project_id)
    parts = _parts(items, _PART.get(sheet.kind, _WHOLE))
    with written_for(batch):
        taking: Taking | None = None
        seen = Duplicates(sheet)
        for part in parts:
            rows = [item for item in part if isinstance(item, Row)]
            outcome.rows += len(part)
            outcome.taken.refuse_all(item for item in part if isinstance(item, list))
            if taking is None:
                try:
                    outcome.project_id = project_of(
                        sheet, rows, given=sending.project_id, contractors=sending.contractors
                    )
                except XinanError as error:
                    return refused(error)
                lock_project(outcome.project_id)
                taking = Taking(outcome.project_id, batch.pk, today, keyring, sending.contractors)
            rows = check_project(sheet, rows, project_id=outcome.project_id, taken=outcome.taken)
            outcome.taken.add(TAKERS[sheet.kind](seen.without(rows, outcome.taken), taking))
            outcome.projects |= taking.projects_named
        if len(outcome.projects) == 1:
            outcome.project_id = next(iter(outcome.projects))
        conclude(batch, outcome, kind=sheet.kind, today=today)
    return outcome


@contextmanager
def written_for(batch: Batch) -> Iterator[None]:
    """What is written within bears the batch in its history, and can be undone by itself."""
    with pghistory.context(user=batch.submitted_by_id, batch=batch.pk), transaction.atomic():
        yield


def conclude(batch: Batch, outcome: Outcome, *, kind: str, today: date) -> None:
    """Undo everything where the sender wants all or nothing and something is wrong; else note that the feed was heard."""
    if outcome.taken.faults and batch.all_or_nothing:
        outcome.undone = True
        transaction.set_rollback(True)
    elif outcome.accepted:
        hear(kind, outcome.project_id, today=today)


def lock_project(project_id: str) -> None:
    """Two imports for one project wait for each other, so that neither trips over the other's rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('xinan.intake'), hashtext(%s))", [project_id])


def _parts(items: Iterator[Item], size: int) -> Iterator[Sequence[Item]]:
    """Parts of at most `size`; an empty batch has one empty part, so that what is wrong with it is still told."""
    part = list(islice(items, size))
    yield part
    while len(part) == size and (part := list(islice(items, size))):
        yield part


def _state(batch: Batch, outcome: Outcome) -> BatchState:
    if batch.dry_run:
        return BatchState.DRY
    return BatchState.DONE if outcome.accepted else BatchState.REFUSED


def _row_fault(batch: Batch, fault: Fault) -> Any:
    return batch.faults.model(
        batch=batch,
        sheet=batch.sheet,
        row=fault.row,
        column=fault.column,
        code=fault.code[:60],
        what_zh=fault.what.zh[:300],
        what_en=fault.what.en[:300],
        remedy_zh=fault.remedy.zh[:300],
        remedy_en=fault.remedy.en[:300],
    )


def _broken_rule(error: Exception) -> XinanError:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or type(error).__name__
    return XinanError(
        "batch.constraint",
        Text(
            f"数据违反登记规则（{name}），整个文件未导入。",
            f"The data break a rule of the registry ({name}); nothing was taken.",
        ),
        Text(
            "请核对日期先后和编号；仍不能导入的，联系平台运维。",
            "Check dates and numbers; else ask the platform's operators.",
        ),
    )
