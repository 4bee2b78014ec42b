"""Investigations: cases opened and closed, in time, what was recovered, and how strictly the law was used."""

from collections.abc import Iterator

from xinan.casework.boards.three_plus_one.model import Row, Span
from xinan.casework.cases.membership import SUBJECT
from xinan.casework.cases.models import Case
from xinan.casework.cases.opening import UMBRELLA
from xinan.casework.cases.policies import visible_cases
from xinan.casework.cases.wages import money_of, paid_of_many
from xinan.people.scope import Scope
from xinan.procedures.enums import ClockState
from xinan.procedures.models import Clock, Proceeding, Step
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.reckoning import day_of

PENALTIES = ("decide_penalty", "decide_serious")
CLOSED = "settled"


def opened(scope: Scope, span: Span) -> Iterator[Row]:
    """Cases opened in the span."""
    for case in (
        visible_cases(scope).filter(opened_on__gte=span.begin, opened_on__lt=span.end).order_by("opened_on", "pk")
    ):
        if span.holds(case.region_code):
            yield Row("case", str(case.pk), case.region_code, case.opened_on)


def closed(scope: Scope, span: Span) -> Iterator[Row]:
    """Cases closed for good in the span; one cancelled is none, one closed again after it was reopened is one more."""
    for one in _umbrellas(scope, span):
        yield _row(one)


def in_time(scope: Scope, span: Span) -> Iterator[Row]:
    """Of those closed in the span: whether within the month that a case may take, with pauses and extensions granted."""
    umbrellas = list(_umbrellas(scope, span))
    met = set(
        Clock.objects.filter(proceeding__in=umbrellas, code="solve", state=ClockState.MET).values_list(
            "proceeding_id", flat=True
        )
    )
    for one in umbrellas:
        yield _row(one, yes=one.pk in met)


def recovered(scope: Scope, span: Span) -> Iterator[Row]:
    """Of those closed in the span: workers settled and what banks have paid of what was owed. Never what a firm says it paid."""
    umbrellas = list(_umbrellas(scope, span))
    cases = list(Case.objects.filter(pk__in={int(one.subject_id) for one in umbrellas}))
    paid = paid_of_many(cases)
    last = {one.subject_id: one for one in umbrellas}  # closed twice in the span, its money counts once
    for case in cases:
        one, money = last[str(case.pk)], money_of(paid[case.pk])
        on = day_of(one.closed_at) if one.closed_at else case.opened_on
        yield Row("case", str(case.pk), case.region_code, on, money.settled, money.paid, proceeding_id=one.pk)


def penalised(scope: Scope, span: Span) -> Iterator[Row]:
    """Penalties decided in inspections in the span."""
    yield from _steps(scope, span, procedure="inspection", moves=PENALTIES)


def ordered(scope: Scope, span: Span) -> Iterator[Row]:
    """Orders to pay made in inspections in the span, those of extra compensation too."""
    yield from _steps(scope, span, procedure="inspection", moves=("order_pay", "order_extra"))


def to_police(scope: Scope, span: Span) -> Iterator[Row]:
    """Transfers sent to the police in the span."""
    yield from _steps(scope, span, procedure="police_transfer", moves=("send",))


def listed(scope: Scope, span: Span) -> Iterator[Row]:
    """Decisions in the span to put a firm on the joint-punishment list."""
    yield from _steps(scope, span, procedure="listing", moves=("decide_listing",))


def _umbrellas(scope: Scope, span: Span) -> Iterator[Proceeding]:
    """The lives of cases that ended settled in the span, of the cases open to the person."""
    cases = [str(pk) for pk in visible_cases(scope).values_list("pk", flat=True)]
    rows = Proceeding.objects.filter(
        procedure=UMBRELLA,
        subject_kind=SUBJECT,
        subject_id__in=cases,
        closed_as=CLOSED,
        closed_at__gte=span.from_at,
        closed_at__lt=span.until_at,
    )
    for one in rows.order_by("closed_at", "pk"):
        if span.holds(one.region_code):
            yield one


def _row(one: Proceeding, *, yes: bool = True) -> Row:
    on = day_of(one.closed_at or one.opened_at)
    return Row("case", one.subject_id, one.region_code, on, yes=yes, proceeding_id=one.pk)


def _steps(scope: Scope, span: Span, *, procedure: str, moves: tuple[str, ...]) -> Iterator[Row]:
    steps = Step.objects.filter(
        proceeding__in=visible_proceedings(scope).filter(procedure=procedure, subject_kind=SUBJECT),
        move__in=moves,
        at__gte=span.from_at,
        at__lt=span.until_at,
    )
    for step in steps.select_related("proceeding").order_by("at", "pk"):
        one = step.proceeding
        if span.holds(one.region_code):
            yield Row("case", one.subject_id, one.region_code, day_of(step.at), proceeding_id=one.pk)
