"""Hidden dangers: warnings pushed, verified, cured; and what the second track of cases found behind arrears."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet

from xinan.casework.boards.three_plus_one.model import Row, Span
from xinan.casework.cases.opening import BACKGROUND
from xinan.monitoring.handling.queries import visible_handling
from xinan.people.scope import Scope
from xinan.procedures.enums import ClockState
from xinan.procedures.models import Clock, Proceeding, Step
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.reckoning import day_of

CURED = ("cured_by_data", "evidence")


def raised(scope: Scope, span: Span) -> Iterator[Row]:
    """Warnings pushed in the span, each handling once; one merged into another and never pushed has no clock."""
    clocks = Clock.objects.filter(proceeding=OuterRef("pk"))
    rows = visible_handling(scope).filter(Exists(clocks), opened_at__gte=span.from_at, opened_at__lt=span.until_at)
    yield from _rows(rows, span, by="opened_at")


def verified(scope: Scope, span: Span) -> Iterator[Row]:
    """Warnings of which an officer verified the cure (accepted or sent back) in the span, each once, on the first day."""
    done = Clock.objects.filter(
        proceeding__in=visible_handling(scope),
        code="verify",
        state__in=(ClockState.MET, ClockState.LATE),
        ended_at__gte=span.from_at,
        ended_at__lt=span.until_at,
    )
    first: dict[int, Row] = {}
    for clock in done.select_related("proceeding").order_by("ended_at", "pk"):
        one = clock.proceeding
        if clock.ended_at is not None and span.holds(one.region_code) and one.pk not in first:
            first[one.pk] = Row(
                "warning", one.subject_id, one.region_code, day_of(clock.ended_at), proceeding_id=one.pk
            )
    yield from first.values()


def cured(scope: Scope, span: Span) -> Iterator[Row]:
    """Warnings cured by the data or by evidence in the span."""
    rows = visible_handling(scope).filter(closed_as__in=CURED, closed_at__gte=span.from_at, closed_at__lt=span.until_at)
    yield from _rows(rows, span, by="closed_at")


def found_behind(scope: Scope, span: Span) -> Iterator[Row]:
    """Second tracks of cases in which something was found in the span (illegal letting, missing funds, neglect), each once."""
    steps = Step.objects.filter(
        proceeding__in=visible_proceedings(scope).filter(procedure=BACKGROUND),
        move="record_findings",
        at__gte=span.from_at,
        at__lt=span.until_at,
    )
    first: dict[int, Row] = {}
    for step in steps.select_related("proceeding").order_by("at", "pk"):
        one = step.proceeding
        if span.holds(one.region_code) and one.pk not in first:
            first[one.pk] = Row("case", one.subject_id, one.region_code, day_of(step.at), proceeding_id=one.pk)
    yield from first.values()


def _rows(rows: QuerySet[Proceeding], span: Span, *, by: str) -> Iterator[Row]:
    for pk, subject, place, moment in rows.order_by(by, "pk").values_list("pk", "subject_id", "region_code", by):
        if span.holds(place):
            yield Row("warning", subject, place, day_of(moment), proceeding_id=pk)
