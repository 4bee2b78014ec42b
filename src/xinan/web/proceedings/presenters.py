"""Clocks, moves and states of a proceeding in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from xinan.documents.kinds import all_kinds
from xinan.kernel.text import Text
from xinan.procedures.clock_view import ClockView, PauseView
from xinan.procedures.enums import ACTOR_NAMES, ActorKind
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure
from xinan.web.proceedings.firm import FIRMS
from xinan.web.proceedings.views_data import ClockStrip, OfferView

# Where a move or a request about a clock is sent.
MoveUrl = Callable[[str], str]
ClockUrl = Callable[[int, str], str]
NOTE: Final = "note"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one proceeding: of a move by its code, of a clock by its number and `pause`, `extend`, `resume`."""

    move: MoveUrl
    clock: ClockUrl


def waits_for(kinds: Sequence[ActorKind], proceeding: Proceeding) -> Text:
    """Whose turn it is, in words; of firms only those that this proceeding concerns, where it says which."""
    concerned = {each.partition(":")[0] for each in proceeding.parties}
    named = [
        ACTOR_NAMES[kind]
        for kind in kinds
        if kind not in FIRMS or kind.value in concerned or (not concerned and proceeding.addressee_enterprise_id)
    ]
    return Text("、".join(each.zh for each in named), ", ".join(each.en for each in named))


def clock_strip(
    clock: ClockView, *, proceeding: Proceeding, kinds: frozenset[ActorKind], addresses: Addresses
) -> ClockStrip:
    """A clock in one line, with where a pause or more time may be asked for."""
    rule = find_procedure(proceeding.procedure).clocks[clock.code]
    may_pause = clock.pausable and rule.pause is not None and not kinds.isdisjoint(rule.pause.asked_by)
    may_extend = clock.extendable and rule.extension is not None and not kinds.isdisjoint(rule.extension.asked_by)
    may_resume = clock.state == "paused" and rule.pause is not None and not kinds.isdisjoint(rule.pause.approved_by)
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
        pause_url=addresses.clock(clock.id, "pause") if may_pause and clock.pause_asked is None else "",
        extend_url=addresses.clock(clock.id, "extend") if may_extend and clock.extension_asked is None else "",
        resume_url=addresses.clock(clock.id, "resume") if may_resume else "",
        due_at=clock.due_at,
        hours_left=clock.hours_left if clock.in_hours else None,
    )


def _pause(pause: PauseView) -> Text:
    until_zh = f"{pause.until_on} 恢复" if pause.over else f"计划 {pause.until_on} 恢复"
    until_en = f"to {pause.until_on}" if pause.over else f"planned to {pause.until_on}"
    return Text(
        f"{pause.from_on} 起停计，{until_zh}，共 {pause.days} 天：{pause.reason}",
        f"Stood still from {pause.from_on} {until_en}, {pause.days} days: {pause.reason}",
    )


def offer_views(
    offers: Sequence[MoveOffer],
    *,
    addresses: Addresses,
    usual: frozenset[str] = frozenset(),
    staying: frozenset[str] = frozenset(),
) -> tuple[OfferView, ...]:
    """The moves as buttons: the usual next step first, what is refused last, and a mere note before that."""
    names = {kind.code: kind.name for kind in all_kinds()}
    views = (
        OfferView(
            code=offer.code,
            name=offer.name,
            url=addresses.move(offer.code),
            hint=offer.hint,
            refused=offer.refused,
            primary=offer.code in usual,
            letter=names.get(offer.letter),
            stays=offer.code in staying,
        )
        for offer in offers
    )
    return tuple(sorted(views, key=_place))


def _place(offer: OfferView) -> tuple[bool, bool, bool]:
    return offer.refused is not None, not offer.primary, offer.code == NOTE
