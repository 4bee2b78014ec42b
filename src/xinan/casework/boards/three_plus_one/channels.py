"""Channels: clues by the way they came, how soon their workers were spoken to, how satisfied they were."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from xinan.casework.boards.three_plus_one.model import Row, Span
from xinan.casework.enums import Answer
from xinan.casework.models import Clue, ReturnCall
from xinan.casework.policies import visible_clues
from xinan.people.scope import Scope
from xinan.procedures.models import Step
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.reckoning import day_of

_NOTHING = Decimal(0)
_SATISFIED = (Answer.VERY, Answer.FAIRLY)


def received(scope: Scope, span: Span) -> Iterator[Row]:
    """Clues received in the span by whatever channel; one merged into another counts where it went."""
    for clue in _clues(scope, span):
        yield Row(
            "clue",
            clue.pk,
            clue.region_code,
            clue.received_on,
            clue.workers,
            clue.amount or _NOTHING,
            group=clue.channel,
        )


def first_contact(scope: Scope, span: Span) -> Iterator[Row]:
    """Of those received in the span: calendar days until an officer first spoke to the worker; those not yet spoken to are no row."""
    clues = {clue.pk: clue for clue in _clues(scope, span)}
    steps = Step.objects.filter(
        proceeding__in=visible_proceedings(scope).filter(procedure="clue", subject_id__in=clues), move="contact"
    )
    first: dict[str, Row] = {}
    for step in steps.select_related("proceeding").order_by("at", "pk"):
        clue = clues[step.proceeding.subject_id]
        if clue.pk not in first:
            days = max(0, (day_of(step.at) - clue.received_on).days)
            first[clue.pk] = Row(
                "clue", clue.pk, clue.region_code, clue.received_on, days=days, proceeding_id=step.proceeding_id
            )
    yield from first.values()


def satisfied(scope: Scope, span: Span) -> Iterator[Row]:
    """The last answer of each worker reached when called back in the span; very or fairly satisfied counts as yes."""
    calls = ReturnCall.objects.filter(
        clue__in=visible_clues(scope), at__gte=span.from_at, at__lt=span.until_at
    ).exclude(answer=Answer.UNREACHABLE)
    last: dict[str, Row] = {}
    for call in calls.select_related("clue").order_by("at", "pk"):
        if span.holds(call.clue.region_code):
            last[call.clue_id] = Row(
                "clue",
                call.clue_id,
                call.clue.region_code,
                day_of(call.at),
                yes=call.answer in _SATISFIED,
                proceeding_id=call.proceeding_id,
            )
    yield from last.values()


def by_channel(scope: Scope, span: Span) -> dict[str, int]:
    """How many clues of the span came by each channel."""
    return dict(Counter(row.group for row in received(scope, span)))


def _clues(scope: Scope, span: Span) -> Iterator[Clue]:
    rows = visible_clues(scope).filter(merged_into=None, received_on__gte=span.begin, received_on__lt=span.end)
    for clue in rows.order_by("received_on", "pk"):
        if span.holds(clue.region_code):
            yield clue
