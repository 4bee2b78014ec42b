"""Taking a batch back: its rows go or are as before, the record of it stays. Within the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime

import pghistory
from django.db import IntegrityError, transaction

from xinan.intake.actions.compare_days import compare_days
from xinan.intake.actions.settle_reported import settle_reported
from xinan.intake.actions.take_rows import lock_project
from xinan.intake.correction_models import Withdrawal
from xinan.intake.corrections.follow import bring_terms_in_step, days_of, follow_movements, settle_anew
from xinan.intake.corrections.punches import take_back_punches
from xinan.intake.corrections.rows import TakenBack, take_back_rows
from xinan.intake.corrections.scope import PUNCHES, TABLES_OF
from xinan.intake.corrections.stays import bring_stays_in_step
from xinan.intake.models import Batch
from xinan.kernel.errors import NotAllowed
from xinan.kernel.text import Text
from xinan.people.models import User


@dataclass(frozen=True, slots=True)
class Part:
    """What became of the rows of one table."""

    name: Text
    removed: int
    restored: int
    changed_later: int = 0
    relied_on: int = 0
    said_again: int = 0
    why: Text = Text("", "")
    later: tuple[int, ...] = ()

    @property
    def kept(self) -> int:
        """The rows that could not be taken back, or stay because others said the same."""
        return self.changed_later + self.relied_on + self.said_again


def take_back(
    batch: Batch, *, by: User | None, reason: str, now: datetime, replacement: Batch | None = None
) -> list[Part]:
    """Take back what the batch wrote and no later one has changed, and record who did it and why.

    Raises NotAllowed where a rule of the registry stands against it; then nothing is changed.
    """
    lock_project(batch.project_id)
    try:
        with (
            pghistory.context(user=by.pk if by else None, withdrawn=batch.pk, batch=batch.pk, reason=reason),
            transaction.atomic(),
        ):
            parts = _parts(batch, now=now)
    except IntegrityError as error:
        raise NotAllowed(
            "withdraw.relied_on",
            Text(
                "这一批不能撤回：后来登记的数据以它为依据。", "The batch cannot be taken back: later data rest on it."
            ),
            Text(
                "请先撤回后来的批次，或用更正的方式重新报送。",
                "Take the later batches back first, or send a correction.",
            ),
        ) from error
    Withdrawal.objects.create(
        batch=batch,
        replacement=replacement,
        reason=reason,
        withdrawn_by=by,
        withdrawn_at=now,
        removed=sum(part.removed for part in parts),
        restored=sum(part.restored for part in parts),
        kept=sum(part.kept for part in parts),
    )
    return parts


def _parts(batch: Batch, *, now: datetime) -> list[Part]:
    if batch.kind == "attendance":
        done = take_back_punches(batch.project_id, batch=batch.pk)
        return [
            Part(
                PUNCHES,
                done.removed,
                done.restored,
                changed_later=done.kept,
                said_again=done.said_again,
                later=done.later,
            )
        ]
    days = days_of(batch) if batch.kind == "movements" else set()
    every = [take_back_rows(table, batch=batch.pk) for table in TABLES_OF[batch.kind]]
    if batch.kind == "movements":
        follow_movements(batch)
        settle_anew(batch.project_id)
        compare_days(batch.project_id, days, today=now.date())
    elif batch.kind == "payroll":
        # What an earlier payroll said was paid is back; the bank's payment, where there is one, still takes its place.
        settle_reported(batch.project_id)
    elif batch.kind == "entries":
        bring_stays_in_step(batch)
    elif batch.kind == "contracts":
        bring_terms_in_step(batch)
    parts = ((done.table, _part(done)) for done in every)
    return [part for table, part in parts if not table.may_be_silent or part.removed + part.restored + part.kept]


def _part(done: TakenBack) -> Part:
    return Part(
        done.table.name,
        done.removed,
        done.restored,
        changed_later=done.changed_later,
        relied_on=done.relied_on,
        said_again=done.said_again,
        why=done.table.why,
        later=done.later,
    )
