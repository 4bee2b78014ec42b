"""Hardship relieved: what workers got from deposits, emergency funds and advances, and what came back of it."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from xinan.casework.boards.three_plus_one.model import Row, Span
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.models import Recovery, Relief, ReliefWorker
from xinan.casework.relief.policies import SUBJECT
from xinan.people.scope import Scope
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import visible_proceedings


def paid(kind: Kind, scope: Scope, span: Span) -> Iterator[Row]:
    """Workers helped in the span and what they got, a row for each relief and day of payment."""
    reliefs = _visible(scope, kind=kind)
    rows = ReliefWorker.objects.filter(
        relief__in=list(reliefs), paid_on__gte=span.begin, paid_on__lt=span.end, paid__gt=0
    )
    found: dict[tuple[int, object], list[ReliefWorker]] = defaultdict(list)
    for row in rows.select_related("relief").order_by("paid_on", "pk"):
        if span.holds(row.relief.region_code):
            found[row.relief_id, row.paid_on].append(row)
    for (relief_id, _), members in found.items():
        first = members[0]
        yield Row(
            "relief",
            str(relief_id),
            first.relief.region_code,
            first.paid_on or span.begin,
            len({row.case_worker_id for row in members}),
            sum((row.paid for row in members), Decimal(0)),
            proceeding_id=reliefs[relief_id],
        )


drawn = partial(paid, Kind.DEPOSIT_DRAW)
funded = partial(paid, Kind.EMERGENCY_FUND)
advanced = partial(paid, Kind.ADVANCE_PAYMENT)


def recovered(scope: Scope, span: Span) -> Iterator[Row]:
    """What came back to emergency funds in the span from whoever owed the wages."""
    reliefs = _visible(scope, kind=None)
    rows = Recovery.objects.filter(relief__in=list(reliefs), received_on__gte=span.begin, received_on__lt=span.end)
    for row in rows.select_related("relief").order_by("received_on", "pk"):
        if span.holds(row.relief.region_code):
            yield Row(
                "relief",
                str(row.relief_id),
                row.relief.region_code,
                row.received_on,
                amount=row.amount,
                proceeding_id=reliefs[row.relief_id],
            )


def _visible(scope: Scope, *, kind: Kind | None) -> dict[int, int]:
    """The reliefs open to a person, each with its last proceeding."""
    seen: dict[int, int] = {}
    rows: list[Proceeding] = list(visible_proceedings(scope).filter(subject_kind=SUBJECT).order_by("pk"))
    for one in rows:
        seen[int(one.subject_id)] = one.pk
    kept = Relief.objects.filter(pk__in=seen)
    if kind is not None:
        kept = kept.filter(kind=kind)
    return {pk: seen[pk] for pk in kept.values_list("pk", flat=True)}
