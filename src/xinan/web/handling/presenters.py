"""Proceedings of warnings as cards and pages show them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse

from xinan.monitoring.handling.opening import PROCEDURE
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.clock_view import ClockView
from xinan.procedures.enums import ActorKind
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import actor_kinds
from xinan.procedures.queries import clocks_of
from xinan.procedures.registry import find_procedure
from xinan.web.handling.views_data import HandlingView
from xinan.web.proceedings.offers import offers_of
from xinan.web.proceedings.presenters import Addresses, clock_strip, offer_views, waits_for

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
    addresses = _addresses(proceeding)
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
        clocks=tuple(clock_strip(clock, proceeding=proceeding, kinds=kinds, addresses=addresses) for clock in clocks),
        offers=offer_views(offers, addresses=addresses, usual=_USUAL),
        closed_at=proceeding.closed_at,
        escalation=proceeding.escalation,
        why_no_clock=state.without_clock,
    )


def _addresses(proceeding: Proceeding) -> Addresses:
    """Where moves and requests of a warning's proceeding are sent."""
    warning_id = int(proceeding.subject_id)
    return Addresses(
        move=lambda code: reverse("warning-move", args=[warning_id, code]),
        clock=lambda clock, act: reverse(f"warning-{act}", args=[warning_id, clock]),
    )
