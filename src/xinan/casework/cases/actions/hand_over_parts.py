"""Somebody leaves or goes on leave: their parts in open cases go to whoever takes over, or to the head of the office."""

from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import SINGLE, can_be_member, pass_holding, refresh_access
from xinan.casework.cases.models import Case, CaseMember
from xinan.casework.cases.telling import tell_members
from xinan.people.duties.models import HandOver
from xinan.people.duties.queries import roster_on
from xinan.people.models import User
from xinan.procedures.reckoning import day_of

_TRACKS = (Part.ARREARS, Part.BACKGROUND)


def hand_over_parts(hand_over: HandOver) -> int:
    """Move every part in cases that are not closed; how many. Within the transaction of the hand-over.

    Who leaves is out of the case, and sees it no more; who is on leave stays as a member, for they come back to it.
    """
    parts = CaseMember.objects.filter(user_id=hand_over.from_user_id, to_at=None, case__closed_on=None)
    by_case: dict[int, list[CaseMember]] = {}
    for each in parts.select_related("case").order_by("case_id", "pk"):
        by_case.setdefault(each.case_id, []).append(each)
    for own in by_case.values():
        _hand_over_case(own[0].case, own, hand_over=hand_over)
    return sum(len(own) for own in by_case.values())


def _hand_over_case(case: Case, parts: list[CaseMember], *, hand_over: HandOver) -> None:
    for each in parts:
        each.to_at, each.removed_by = hand_over.at, hand_over.by
        each.save(update_fields=["to_at", "removed_by"])
    successor = _successor(case, hand_over=hand_over)
    for each in parts:
        if successor is not None:
            _give(case, Part(each.part), to=successor, hand_over=hand_over)
    if hand_over.leave_id is not None:
        _join(case, hand_over.from_user, Part.MEMBER, hand_over=hand_over)
    pass_holding(
        case,
        from_user_id=hand_over.from_user_id,
        to=successor,
        by=hand_over.by,
        now=hand_over.at,
        why=hand_over.reason,
    )
    refresh_access(case)
    if successor is not None:
        tell_members(case, [successor], by=hand_over.by, now=hand_over.at)


def _successor(case: Case, *, hand_over: HandOver) -> User | None:
    day = day_of(hand_over.at)
    heads = roster_on(day).heads_of(case.office_id)
    asked = [hand_over.to_user] if hand_over.to_user is not None else heads
    return next(
        (each for each in asked if each.pk != hand_over.from_user_id and can_be_member(each, on=day)),
        None,
    )


def _give(case: Case, part: Part, *, to: User, hand_over: HandOver) -> None:
    """The part, unless they would then be on both tracks: nobody takes the second track who has the first."""
    held = set(CaseMember.objects.filter(case=case, user=to, to_at=None).values_list("part", flat=True))
    if part in _TRACKS and held & (set(_TRACKS) - {part}):
        return
    if part in SINGLE and CaseMember.objects.filter(case=case, part=part, to_at=None).exists():
        return
    _join(case, to, part, hand_over=hand_over)


def _join(case: Case, user: User, part: Part, *, hand_over: HandOver) -> None:
    CaseMember.objects.get_or_create(
        case=case,
        user=user,
        part=part,
        to_at=None,
        defaults={"from_at": hand_over.at, "added_by": hand_over.by, "reason": hand_over.reason[:300]},
    )
