"""Proceedings of warnings as cards and pages show them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse

from xinan.kernel.text import Text
from xinan.monitoring.handling.opening import PROCEDURE
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.clock_view import ClockView, PauseView
from xinan.procedures.enums import ACTOR_NAMES, ActorKind
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import actor_kinds
from xinan.procedures.queries import clocks_of
from xinan.procedures.registry import find_procedure
from xinan.web.handling.offers import offers_of
from xinan.web.handling.views_data import ClockStrip, HandlingView, OfferView

# Which colours a state has: what waits for signing stands out, what is closed is quiet.
_TONES: Final = {
    "pushed": "orange",
    "signed": "blue",
    "handling": "blue",
    "answered": "yellow",
    "disputed": "yellow",
    "false_alarm_proposed": "yellow",
    "exemption_proposed": "yellow",
    "merged": "grey",
}
# The step that usually comes next in each state; its button is filled.
_USUAL: Final = frozenset(
    {"sign", "verify", "submit_proof", "confirm_false_alarm", "grant_exemption", "reject_dispute"}
)
FIRMS: Final = frozenset({ActorKind.CONTRACTOR, ActorKind.OWNER, ActorKind.BANK})


def handling_views(
    proceedings: Sequence[Proceeding], *, scope: Scope, user: User, now: datetime, offers: bool = True
) -> dict[int, HandlingView]:
    """The view of each by the warning's number; `offers` asks what this person may do with it."""
    if not proceedings:
        return {}
    clocks = clocks_of(proceedings, now=now)
    offered = offers_of(proceedings, scope=scope, user=user) if offers else {}
    return {
        int(each.subject_id): handling_view(
            each,
            clocks=clocks.get(each.pk, ()),
            kinds=actor_kinds(scope, each),
            offers=offered.get(each.pk, ()),
        )
        for each in proceedings
    }


def handling_view(
    proceeding: Proceeding,
    *,
    clocks: Sequence[ClockView],
    kinds: frozenset[ActorKind],
    offers: Sequence[MoveOffer] = (),
) -> HandlingView:
    """One proceeding with its clocks and the moves offered."""
    state = find_procedure(PROCEDURE).states[proceeding.state]
    holder, office = proceeding.holder, proceeding.holder_office
    return HandlingView(
        proceeding_id=proceeding.pk,
        warning_id=int(proceeding.subject_id),
        version=proceeding.version,
        url=reverse("warning", args=[proceeding.subject_id]),
        state=proceeding.state,
        state_name=state.name,
        tone=_TONES.get(proceeding.state, "ok"),
        final=state.final,
        holder=str(holder) if holder else "",
        office=str(office) if office else "",
        waits_for=waits_for(state.waits_for, proceeding),
        clocks=tuple(clock_strip(clock, proceeding=proceeding, kinds=kinds) for clock in clocks),
        offers=tuple(sorted((_offer(each, proceeding=proceeding) for each in offers), key=_place)),
        closed_at=proceeding.closed_at,
        escalation=proceeding.escalation,
        why_no_clock=state.without_clock,
    )


def waits_for(kinds: Sequence[ActorKind], proceeding: Proceeding) -> Text:
    """Whose turn it is, in words; of firms only those that this proceeding concerns."""
    concerned = {each.partition(":")[0] for each in proceeding.parties}
    named = [ACTOR_NAMES[kind] for kind in kinds if kind not in FIRMS or kind.value in concerned]
    return Text("、".join(each.zh for each in named), ", ".join(each.en for each in named))


def clock_strip(clock: ClockView, *, proceeding: Proceeding, kinds: frozenset[ActorKind]) -> ClockStrip:
    """A clock in one line, with where a pause or more time may be asked for."""
    rule = find_procedure(proceeding.procedure).clocks[clock.code]
    may_pause = clock.pausable and rule.pause is not None and not kinds.isdisjoint(rule.pause.asked_by)
    may_extend = clock.extendable and rule.extension is not None and not kinds.isdisjoint(rule.extension.asked_by)
    may_resume = clock.state == "paused" and rule.pause is not None and not kinds.isdisjoint(rule.pause.approved_by)
    here = [int(proceeding.subject_id), clock.id]
    added = f" + {clock.extended}" if clock.extended else ""
    unit = clock.length.text
    return ClockStrip(
        id=clock.id,
        code=clock.code,
        title=clock.title,
        state=clock.state,
        due_on=clock.due_on,
        starts_on=clock.starts_on,
        days_left=clock.days_left,
        late_by=clock.late_by,
        share=clock.share,
        length=Text(f"{unit.zh}{added}", f"{unit.en}{added}"),
        law=clock.law,
        is_law=clock.is_law,
        provisional=clock.provisional,
        first_due_on=clock.first_due_on,
        moved_because=clock.moved_because,
        next_act=clock.next_act,
        next_act_at=clock.next_act_at,
        pauses=tuple(_pause(pause) for pause in clock.pauses),
        pause_url=reverse("warning-pause", args=here) if may_pause else "",
        extend_url=reverse("warning-extend", args=here) if may_extend else "",
        resume_url=reverse("warning-resume", args=here) if may_resume else "",
    )


def _pause(pause: PauseView) -> Text:
    until_zh = f"{pause.until_on} 恢复" if pause.over else f"计划 {pause.until_on} 恢复"
    until_en = f"to {pause.until_on}" if pause.over else f"planned to {pause.until_on}"
    return Text(
        f"{pause.from_on} 起停计，{until_zh}，共 {pause.days} 天：{pause.reason}",
        f"Stood still from {pause.from_on} {until_en}, {pause.days} days: {pause.reason}",
    )


def _offer(offer: MoveOffer, *, proceeding: Proceeding) -> OfferView:
    return OfferView(
        code=offer.code,
        name=offer.name,
        url=reverse("warning-move", args=[int(proceeding.subject_id), offer.code]),
        hint=offer.hint,
        refused=offer.refused,
        primary=offer.code in _USUAL,
    )


def _place(offer: OfferView) -> tuple[bool, bool, bool]:
    """The usual next step first, what is refused last, and a mere note before that."""
    return offer.refused is not None, not offer.primary, offer.code == "note"


def is_firm(scope: Scope) -> bool:
    """Whether the person looks as a firm: no office's grant, a firm's code."""
    return not scope.offices and bool(scope.enterprise_ids)
