"""What follows a hand-over: what nobody took over is routed anew, and whoever took over is told."""

from django.urls import reverse

from xinan.coordination.actions.route_unassigned import route_unassigned
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.people.duties.hooks import after_hand_over
from xinan.people.duties.models import HandOver


def register() -> None:
    """Have both done after each hand-over."""
    after_hand_over("routing", route_what_is_left)
    after_hand_over("notice", tell_successor)


def route_what_is_left(hand_over: HandOver) -> None:
    """Without a successor everything went back to the office: give it to whoever answers for it now."""
    if hand_over.to_user is None and hand_over.total:
        route_unassigned(now=hand_over.at, by=hand_over.by)


def tell_successor(hand_over: HandOver) -> None:
    """One notice for the whole of it."""
    successor, number = hand_over.to_user, hand_over.total
    if successor is None or not (number or hand_over.duties):
        return
    leaver = hand_over.from_user.display_name
    notify(
        [successor],
        kind="handed_over",
        subject=Text(f"{leaver}移交 {number} 个事项", f"{leaver} handed over {number} open things"),
        body=Text(
            f"{hand_over.reason}。同时移交 {hand_over.duties} 项责任分工。",
            f"{hand_over.reason}. {hand_over.duties} duties came with them.",
        ),
        link=reverse("duties"),
        about_kind="hand_over",
        about_id=str(hand_over.pk),
        now=hand_over.at,
    )
