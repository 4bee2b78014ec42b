"""A month's payroll as it stood after each batch and each withdrawal: from the events of its lines and payments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from xinan.intake.actions.settle_reported import reported_key
from xinan.intake.history import event_model
from xinan.intake.models import Batch
from xinan.payments.models import PayrollLine, WagePayment
from xinan.workforce.models import Worker

MOST_VERSIONS = 6


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a line said: days, wages payable, wages reported as paid."""

    days: Decimal
    payable: Decimal
    paid: Decimal | None = None


@dataclass
class Version:
    """One step: a batch that reported, or the withdrawal of one (`withdrew`); the lines as they stood after it."""

    batch: Batch | None
    at: datetime
    withdrew: bool = False
    reason: str = ""
    who: str = ""
    lines: dict[str, Amounts] = field(default_factory=dict)

    @property
    def payable(self) -> Decimal:
        """The sum of wages payable."""
        return sum((line.payable for line in self.lines.values()), Decimal(0))

    @property
    def paid(self) -> Decimal:
        """The sum of wages reported as paid."""
        return sum((line.paid or Decimal(0) for line in self.lines.values()), Decimal(0))


@dataclass(frozen=True)
class Month:
    """The versions of a month, oldest first, and the worker of each line."""

    versions: tuple[Version, ...]
    names: dict[str, str]
    left_off: int = 0

    @property
    def changed(self) -> list[str]:
        """The lines that are not the same in all versions, in the order of their numbers."""
        keys = {key for version in self.versions for key in version.lines}
        return sorted(key for key in keys if len({version.lines.get(key) for version in self.versions}) > 1)


def payroll_versions(project_id: str, month: str) -> Month:
    """The versions of a project's month."""
    lines = event_model(PayrollLine)._default_manager.filter(project_id=project_id, wage_month=month)
    payments = event_model(WagePayment)._default_manager.filter(project_id=project_id, wage_month=month)
    reported = payments.filter(payment_id__startswith="R:").select_related("pgh_context")
    events: list[Any] = [*lines.select_related("pgh_context"), *reported]
    events.sort(key=lambda event: (event.pgh_created_at, event.pgh_id))
    steps = _steps(events)
    versions = _versions(steps)
    workers = {event.line_id: event.worker_id for event in events if hasattr(event, "line_id")}
    names = dict(Worker.objects.filter(worker_id__in=set(workers.values())).values_list("worker_id", "name_masked"))
    shown = versions[-MOST_VERSIONS:]
    return Month(tuple(shown), {key: names.get(w, "") for key, w in workers.items()}, len(versions) - len(shown))


def _steps(events: Iterable[Any]) -> list[tuple[tuple[str, int], list[Any]]]:
    """The events by what caused them, in the order of time."""
    steps: list[tuple[tuple[str, int], list[Any]]] = []
    for event in events:
        said = event.pgh_context.metadata if event.pgh_context else {}
        cause = ("withdrawal", said["withdrawn"]) if "withdrawn" in said else ("batch", said.get("batch", 0))
        if not steps or steps[-1][0] != cause:
            steps.append((cause, []))
        steps[-1][1].append(event)
    return steps


def _versions(steps: Sequence[tuple[tuple[str, int], list[Any]]]) -> list[Version]:
    numbers = {number for (_kind, number), _events in steps if number}
    batches = Batch.objects.filter(pk__in=numbers).select_related("submitted_by", "withdrawal__withdrawn_by")
    known = {batch.pk: batch for batch in batches.defer("original_sealed")}
    versions: list[Version] = []
    lines: dict[str, Amounts] = {}
    paid: dict[str, Decimal] = {}
    for (kind, number), events in steps:
        for event in events:
            _apply(event, lines, paid)
        stands = {key: Amounts(line.days, line.payable, paid.get(reported_key(key))) for key, line in lines.items()}
        versions.append(_version(known.get(number), events[-1].pgh_created_at, kind == "withdrawal", stands))
    return versions


def _version(batch: Batch | None, at: datetime, withdrew: bool, lines: dict[str, Amounts]) -> Version:
    record = getattr(batch, "withdrawal", None) if withdrew else None
    person = record.withdrawn_by if record else batch.submitted_by if batch else None
    reason = record.reason if record else batch.reason if batch else ""
    return Version(batch, at, withdrew, reason, person.display_name if person else "", lines)


def _apply(event: Any, lines: dict[str, Amounts], paid: dict[str, Decimal]) -> None:
    gone = event.pgh_label == "delete"
    if hasattr(event, "line_id"):
        if gone:
            lines.pop(event.line_id, None)
        else:
            lines[event.line_id] = Amounts(event.days, event.payable)
    elif gone:
        paid.pop(event.payment_id, None)
    else:
        paid[event.payment_id] = event.amount
