"""The panel of a proceeding: everything about it that one person may see and do, in any procedure."""

from functools import partial
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from xinan.procedures.definition import Procedure
from xinan.procedures.enums import ActorKind
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import actor_kinds
from xinan.procedures.queries import clocks_of, moves_open_to
from xinan.procedures.registry import find_procedure
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.firm import clock_of_firm, is_firm
from xinan.web.proceedings.frame import subject_url, title_for
from xinan.web.proceedings.letters import letter_offers, letters_of
from xinan.web.proceedings.presenters import Addresses, clock_strip, offer_views, waits_for
from xinan.web.proceedings.requests import requests_for
from xinan.web.proceedings.story import story_lines
from xinan.web.proceedings.views_data import ClockStrip, PanelView

__all__ = ["PanelView", "addresses_of", "panel_of", "tone_of"]
_LATE: Final = frozenset({"overdue"})
_NEAR: Final = frozenset({"near", "due_today"})


def panel_of(proceeding: Proceeding, *, who: Asking, back: str = "") -> PanelView:
    """The panel of a proceeding that the person may see; `back` is the page (a path) to which a move leads back."""
    procedure, firm = find_procedure(proceeding.procedure), is_firm(who.scope)
    kinds = actor_kinds(who.scope, proceeding)
    state = procedure.states[proceeding.state]
    addresses = addresses_of(proceeding, back=back)
    clocks = _clocks(proceeding, kinds=kinds, addresses=addresses, who=who)
    offers = moves_open_to(proceeding, scope=who.scope, user=who.user)
    return PanelView(
        id=proceeding.pk,
        version=proceeding.version,
        code=procedure.code,
        procedure=procedure.name,
        law=procedure.law,
        title=title_for(proceeding, scope=who.scope),
        url=reverse("proceeding", args=[proceeding.pk]),
        subject_url=subject_url(proceeding, scope=who.scope),
        diagram_url=f"{reverse('procedure', args=[procedure.code])}?{urlencode({'at': proceeding.state})}",
        state=proceeding.state,
        state_name=state.name,
        tone=tone_of(final=state.final, clocks=clocks),
        final=state.final,
        closed_as=procedure.closings.get(proceeding.closed_as),
        holder=str(proceeding.holder) if proceeding.holder else "",
        office=str(proceeding.holder_office) if proceeding.holder_office else "",
        waits_for=waits_for(state.waits_for, proceeding),
        escalation=0 if firm else proceeding.escalation,
        # The day on which it began may be the day on which somebody complained.
        opened_at=None if firm else proceeding.opened_at,
        closed_at=proceeding.closed_at,
        why_no_clock=state.without_clock,
        clocks=clocks,
        offers=offer_views(
            offers, addresses=addresses, usual=_usual(proceeding, offers, kinds=kinds), staying=_staying(procedure)
        ),
        story=tuple(story_lines([proceeding], as_firm=firm)),
        requests=requests_for(scope=who.scope, user=who.user, proceeding_id=proceeding.pk),
        letters=letters_of(proceeding, who=who),
        writes=letter_offers(proceeding, kinds=kinds),
        as_firm=firm,
        back=back,
    )


def addresses_of(proceeding: Proceeding, *, back: str) -> Addresses:
    """The generic addresses of a proceeding; each carries where to lead back."""
    query = f"?{urlencode({'back': back})}" if back else ""
    return Addresses(move=partial(_move_url, proceeding.pk, query), clock=partial(_clock_url, proceeding.pk, query))


def _move_url(number: int, query: str, code: str) -> str:
    return reverse("proceeding-move", args=[number, code]) + query


def _clock_url(number: int, query: str, clock: int, act: str) -> str:
    return reverse(f"proceeding-{act}", args=[number, clock]) + query


def _clocks(
    proceeding: Proceeding, *, kinds: frozenset[ActorKind], addresses: Addresses, who: Asking
) -> tuple[ClockStrip, ...]:
    procedure, firm = find_procedure(proceeding.procedure), is_firm(who.scope)
    return tuple(
        clock_strip(clock, proceeding=proceeding, kinds=kinds, addresses=addresses)
        for clock in clocks_of([proceeding], now=who.now)[proceeding.pk]
        if not firm or clock_of_firm(procedure.code, procedure.clocks[clock.code])
    )


def tone_of(*, final: bool, clocks: tuple[ClockStrip, ...]) -> str:
    """How loud the state is: by its most urgent clock."""
    if final:
        return "ok"
    states = {clock.state for clock in clocks}
    return "red" if states & _LATE else "orange" if states & _NEAR else "blue"


def _staying(procedure: Procedure) -> frozenset[str]:
    return frozenset(code for code, move in procedure.moves.items() if move.to is None)


def _usual(proceeding: Proceeding, offers: list[MoveOffer], *, kinds: frozenset[ActorKind]) -> frozenset[str]:
    """The step that usually comes next, for whose turn it is: the first that leads on without ending it, or the only one."""
    procedure = find_procedure(proceeding.procedure)
    if kinds.isdisjoint(procedure.states[proceeding.state].waits_for):
        return frozenset()
    onward = [(offer.code, procedure.moves[offer.code].to) for offer in offers if offer.refused is None]
    leads = [(code, to) for code, to in onward if to is not None]
    going_on = [code for code, to in leads if not procedure.states[to].final]
    chosen = going_on[:1] or [code for code, _to in leads][:1] * (len(leads) == 1)
    return frozenset(chosen)
