"""Pauses and extensions that wait for the viewer's yes or no, in every procedure."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final, TypeVar

from django.db.models import QuerySet
from django.urls import reverse

from xinan.kernel.deadlines import Length
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.definition import ExtensionRule, PauseRule
from xinan.procedures.enums import RequestState
from xinan.procedures.hooks import Described, describe
from xinan.procedures.models import Clock, ClockExtension, ClockPause, Proceeding
from xinan.procedures.policies import actor_kinds, visible_proceedings
from xinan.procedures.registry import find_procedure
from xinan.web.proceedings.story import proof_views
from xinan.web.proceedings.views_data import RequestView

PAUSE, EXTENSION = "pause", "extension"
MOST: Final = 40
Asked = TypeVar("Asked", ClockPause, ClockExtension)
Request = ClockPause | ClockExtension


def requests_for(*, scope: Scope, user: User, proceeding_id: int | None = None) -> tuple[RequestView, ...]:
    """What this person may decide, the oldest first; of one proceeding where given. What they asked for is not theirs."""
    visible = visible_proceedings(scope).filter(closed_at=None)
    if proceeding_id is not None:
        visible = visible.filter(pk=proceeding_id)
    pauses = _waiting(ClockPause.objects.all(), visible, user=user)
    extensions = _waiting(ClockExtension.objects.all(), visible, user=user)
    asked: list[tuple[str, Request]] = [(PAUSE, each) for each in pauses]
    asked += [(EXTENSION, each) for each in extensions]
    mine = [(kind, each) for kind, each in asked if may_decide(scope, kind=kind, clock=each.clock)]
    described = _described([each.clock.proceeding for _, each in mine])
    return tuple(_view(kind, each, described=described[each.clock.proceeding_id]) for kind, each in mine)


def may_decide(scope: Scope, *, kind: str, clock: Clock) -> bool:
    """Whether the person is of a kind that the definition names as the one who decides."""
    rule = _rule(clock, kind=kind)
    return rule is not None and not actor_kinds(scope, clock.proceeding).isdisjoint(rule.approved_by)


def _rule(clock: Clock, *, kind: str) -> PauseRule | ExtensionRule | None:
    rule = find_procedure(clock.proceeding.procedure).clocks.get(clock.code)
    if rule is None:  # a clock that this release no longer has
        return None
    return rule.pause if kind == PAUSE else rule.extension


def _waiting(rows: QuerySet[Asked], visible: QuerySet[Proceeding], *, user: User) -> list[Asked]:
    waiting = rows.filter(state=RequestState.ASKED, clock__proceeding__in=visible).exclude(asked_by=user)
    related = waiting.select_related("clock__proceeding", "asked_by", "step").prefetch_related("step__proofs")
    return list(related.order_by("asked_at", "pk")[:MOST])


def _described(proceedings: Sequence[Proceeding]) -> dict[int, Described]:
    """Title and page of each; one describer's call a procedure."""
    by_procedure: dict[str, list[Proceeding]] = defaultdict(list)
    for each in proceedings:
        by_procedure[each.procedure].append(each)
    found: dict[int, Described] = {}
    for code, own in by_procedure.items():
        found |= describe(code, own)
    return found


def _view(kind: str, asked: Request, *, described: Described) -> RequestView:
    return RequestView(
        id=asked.pk,
        kind=kind,
        title=described.title,
        url=described.link,
        asked_by=str(asked.asked_by),
        asked_at=asked.asked_at,
        reason=asked.reason,
        span=_span(asked),
        proofs=proof_views(asked.step.proofs.all()),
        approve_url=reverse("clock-request", args=[kind, asked.pk, "approve"]),
        refuse_url=reverse("clock-request", args=[kind, asked.pk, "refuse"]),
    )


def _span(asked: Request) -> Text:
    rule = find_procedure(asked.clock.proceeding.procedure).clocks[asked.clock.code]
    name = rule.name
    if isinstance(asked, ClockExtension):
        more = Length(asked.amount, Length.parse(asked.clock.length).unit).text
        return Text(f"“{name.zh}”期限延长 {more.zh}", f"{more.en} more for “{name.en}”")
    last: date | None = asked.until_on
    until_zh = f"至 {last} 恢复计时" if last else "，恢复日未定"
    until_en = f" until {last}" if last else ", no end given"
    return Text(
        f"“{name.zh}”期限自 {asked.from_on} 起停计{until_zh}",
        f"“{name.en}” to stand still from {asked.from_on}{until_en}",
    )
