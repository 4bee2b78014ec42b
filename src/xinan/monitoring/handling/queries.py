"""What the pages read of handling: the proceedings of warnings, what waits for somebody, false alarms by rule."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields import BigIntegerField
from django.db.models.functions import Cast

from xinan.kernel.text import Text
from xinan.monitoring.handling.opening import PROCEDURE, SUBJECT
from xinan.monitoring.models import Warning
from xinan.people.scope import Scope
from xinan.procedures.enums import OPEN_CLOCKS
from xinan.procedures.models import Clock, Proceeding, Step
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure

# What closed a proceeding by people's judgement; what the data cured is no judgement of anybody's.
CLOSED_BY_PEOPLE = ("evidence", "false_alarm", "exempted", "to_case")


def visible_handling(scope: Scope) -> QuerySet[Proceeding]:
    """The proceedings of warnings that a scope opens."""
    return visible_proceedings(scope).filter(procedure=PROCEDURE, subject_kind=SUBJECT)


def proceedings_of(warning_ids: Iterable[int], *, scope: Scope) -> dict[int, Proceeding]:
    """The last proceeding of each warning that the scope opens, by the warning's number; one statement."""
    keys = [str(each) for each in warning_ids]
    last = visible_handling(scope).filter(subject_id__in=keys).order_by("subject_id", "-pk").distinct("subject_id")
    return {int(each.subject_id): each for each in last.select_related("holder", "holder_office")}


def story_of(warning_id: int, *, scope: Scope) -> list[Proceeding]:
    """Every proceeding of one warning, the last first."""
    found = visible_handling(scope).filter(subject_id=str(warning_id)).order_by("-pk")
    return list(found.select_related("holder", "holder_office", "previous"))


def with_first_due(proceedings: QuerySet[Proceeding]) -> QuerySet[Proceeding]:
    """The proceedings with `first_due_at`, the moment from which the first of their open clocks is late."""
    running = Clock.objects.filter(proceeding=OuterRef("pk"), state__in=OPEN_CLOCKS).exclude(state="paused")
    first = running.order_by().values("proceeding").annotate(first=Min("due_at")).values("first")
    return proceedings.annotate(first_due_at=Subquery(first))


def overdue(proceedings: QuerySet[Proceeding]) -> QuerySet[Proceeding]:
    """Those with a clock that has run out."""
    late = Clock.objects.filter(proceeding=OuterRef("pk"), state="expired")
    return proceedings.filter(Exists(late))


def states_waiting_for(kinds: Collection[str]) -> tuple[str, ...]:
    """The states in which the procedure waits for one of these kinds of actors, in its order."""
    states = find_procedure(PROCEDURE).states
    return tuple(code for code, state in states.items() if not set(state.waits_for).isdisjoint(kinds))


def counts_by_state(proceedings: QuerySet[Proceeding]) -> Mapping[str, int]:
    """How many stand in each state."""
    return dict(proceedings.order_by().values_list("state").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How the warnings of a rule were closed by people: the judgement on the rule."""

    evidence: int = 0
    false_alarms: int = 0
    upheld: int = 0
    exempted: int = 0
    cases: int = 0
    disputed: int = 0
    by_data: int = 0

    @property
    def by_people(self) -> int:
        """Everything that people closed; upheld disputes are among the false alarms."""
        return self.evidence + self.false_alarms + self.exempted + self.cases

    @property
    def lines(self) -> tuple[tuple[str, Text, int], ...]:
        """Each count with the code that opens what is behind it (`closed_of_rule`)."""
        return (
            ("false_alarm", Text("误报", "False alarms"), self.false_alarms),
            ("upheld", Text("其中异议成立", "of them by disputes upheld"), self.upheld),
            ("evidence", Text("凭证据核销", "Closed by evidence"), self.evidence),
            ("exempted", Text("豁免", "Exempted"), self.exempted),
            ("to_case", Text("转为案件", "Turned into cases"), self.cases),
            ("disputed", Text("提出过异议", "Ever disputed"), self.disputed),
            ("cured_by_data", Text("数据消除（不计入）", "Cured by the data (not counted)"), self.by_data),
        )

    @property
    def rate(self) -> int | None:
        """False alarms, upheld disputes included, in a hundred closed by people; None where nothing was."""
        return round(self.false_alarms * 100 / self.by_people) if self.by_people else None


def record_of(rule: str, *, scope: Scope) -> RuleRecord:
    """The record of one rule within a scope; three statements."""
    closed = _of_rule(rule, scope=scope).exclude(closed_at=None)
    counts = dict(closed.order_by().values_list("closed_as").annotate(n=Count("pk")))
    steps = Step.objects.filter(proceeding__in=_of_rule(rule, scope=scope).values("pk"))
    return RuleRecord(
        evidence=counts.get("evidence", 0),
        false_alarms=counts.get("false_alarm", 0),
        upheld=steps.filter(move="uphold_dispute").count(),
        exempted=counts.get("exempted", 0),
        cases=counts.get("to_case", 0),
        disputed=steps.filter(move="dispute").values("proceeding").distinct().count(),
        by_data=counts.get("cured_by_data", 0),
    )


def closed_of_rule(rule: str, *, scope: Scope, closed_as: str) -> QuerySet[Proceeding]:
    """The closed proceedings behind a count: by the way of closing, or `upheld`, or `disputed`."""
    found = _of_rule(rule, scope=scope)
    by_move = {"upheld": "uphold_dispute", "disputed": "dispute"}
    if closed_as in by_move:
        return found.filter(pk__in=Step.objects.filter(move=by_move[closed_as]).values("proceeding"))
    return found.filter(closed_as=closed_as)


def _of_rule(rule: str, *, scope: Scope) -> QuerySet[Proceeding]:
    warnings = Warning.objects.filter(rule=rule).values("pk")
    numbered = visible_handling(scope).annotate(warning_id=Cast("subject_id", BigIntegerField()))
    return numbered.filter(warning_id__in=warnings)


def holding(proceedings: QuerySet[Proceeding], *, user_id: int, office_id: int | None) -> QuerySet[Proceeding]:
    """Those that somebody holds, and those in their office's queue that nobody does."""
    mine = Q(holder_id=user_id)
    if office_id is not None:
        mine |= Q(holder=None, holder_office_id=office_id)
    return proceedings.filter(mine)


def by_first_due(proceedings: QuerySet[Proceeding]) -> QuerySet[Proceeding]:
    """The most urgent first: by the first clock to run out, then those without one, the oldest first."""
    return with_first_due(proceedings).order_by(F("first_due_at").asc(nulls_last=True), "opened_at", "pk")
