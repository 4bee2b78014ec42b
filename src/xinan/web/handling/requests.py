"""Pauses and extensions that wait for the viewer's yes or no."""

from datetime import date
from typing import TypeVar

from django.db.models import QuerySet
from django.urls import reverse

from xinan.kernel.text import Text
from xinan.monitoring.handling.queries import visible_handling
from xinan.monitoring.handling.titles import titles_of
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.definition import ExtensionRule, PauseRule
from xinan.procedures.enums import RequestState
from xinan.procedures.models import Clock, ClockExtension, ClockPause, Proceeding
from xinan.procedures.policies import actor_kinds
from xinan.procedures.registry import find_procedure
from xinan.registry.models import Project
from xinan.web.handling.story import proof_views
from xinan.web.handling.views_data import RequestView

PAUSE, EXTENSION = "pause", "extension"
MOST = 40
Asked = TypeVar("Asked", ClockPause, ClockExtension)


def requests_for(*, scope: Scope, user: User, warning_id: int | None = None) -> tuple[RequestView, ...]:
    """What this person may decide, the oldest first; of one warning where given. What they asked for is not theirs."""
    visible = visible_handling(scope).filter(closed_at=None)
    if warning_id is not None:
        visible = visible.filter(subject_id=str(warning_id))
    pauses = _waiting(ClockPause.objects.all(), visible, user=user)
    extensions = _waiting(ClockExtension.objects.all(), visible, user=user)
    asked: list[tuple[str, ClockPause | ClockExtension]] = [(PAUSE, each) for each in pauses]
    asked += [(EXTENSION, each) for each in extensions]
    mine = [(kind, each) for kind, each in asked if may_decide(scope, kind=kind, clock=each.clock)]
    return _views(mine)


def may_decide(scope: Scope, *, kind: str, clock: Clock) -> bool:
    """Whether the person is of a kind that the definition names as the one who decides."""
    rule = _rule(clock, kind=kind)
    return rule is not None and not actor_kinds(scope, clock.proceeding).isdisjoint(rule.approved_by)


def _rule(clock: Clock, *, kind: str) -> PauseRule | ExtensionRule | None:
    rule = find_procedure(clock.proceeding.procedure).clocks[clock.code]
    return rule.pause if kind == PAUSE else rule.extension


def _waiting(rows: QuerySet[Asked], visible: QuerySet[Proceeding], *, user: User) -> list[Asked]:
    waiting = rows.filter(state=RequestState.ASKED, clock__proceeding__in=visible).exclude(asked_by=user)
    related = waiting.select_related("clock__proceeding", "asked_by", "step").prefetch_related("step__proofs")
    return list(related.order_by("asked_at", "pk")[:MOST])


def _views(asked: list[tuple[str, ClockPause | ClockExtension]]) -> tuple[RequestView, ...]:
    titles = titles_of([each.clock.proceeding for _, each in asked])
    ids = {each.clock.proceeding.project_id for _, each in asked}
    names = dict(Project.objects.filter(pk__in=ids).values_list("pk", "name"))
    return tuple(_view(kind, each, titles=titles, names=names) for kind, each in asked)


def _view(
    kind: str, asked: ClockPause | ClockExtension, *, titles: dict[int, Text], names: dict[str, str]
) -> RequestView:
    proceeding = asked.clock.proceeding
    warning_id = int(proceeding.subject_id)
    return RequestView(
        id=asked.pk,
        kind=kind,
        title=titles.get(proceeding.pk, Text("", "")),
        project=names.get(proceeding.project_id, ""),
        project_url=reverse("project", args=[proceeding.project_id]) if proceeding.project_id else "",
        warning_url=reverse("warning", args=[warning_id]),
        asked_by=str(asked.asked_by),
        asked_at=asked.asked_at,
        reason=asked.reason,
        span=_span(asked),
        proofs=proof_views(asked.step.proofs.all()),
        approve_url=reverse("clock-request", args=[kind, asked.pk, "approve"]),
        refuse_url=reverse("clock-request", args=[kind, asked.pk, "refuse"]),
    )


def _span(asked: ClockPause | ClockExtension) -> Text:
    name = find_procedure(asked.clock.proceeding.procedure).clocks[asked.clock.code].name
    if isinstance(asked, ClockExtension):
        return Text(f"“{name.zh}”期限延长 {asked.amount} 个工作日", f"{asked.amount} working days more for “{name.en}”")
    last: date | None = asked.until_on
    until_zh = f"至 {last} 恢复计时" if last else "，恢复日未定"
    until_en = f" until {last}" if last else ", no end given"
    return Text(
        f"“{name.zh}”期限自 {asked.from_on} 起停计{until_zh}",
        f"“{name.en}” to stand still from {asked.from_on}{until_en}",
    )
