"""Who takes part in a case, and whether the offices above see it: each change at once holds for all its proceedings."""

from datetime import datetime

from django.db import transaction

from xinan.casework.cases.enums import Part, Size
from xinan.casework.cases.membership import (
    SINGLE,
    THEIRS,
    can_be_member,
    pass_holding,
    proceedings_of_case,
    refresh_access,
)
from xinan.casework.cases.models import REASON, Case, CaseMember
from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.cases.refusals import (
    case_closed,
    needs_a_successor,
    no_such_person,
    not_a_member_to_be,
    not_yours,
    same_officer,
    words_missing,
)
from xinan.casework.cases.telling import tell_members
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.enums import Access
from xinan.procedures.reckoning import day_of

_WHAT = Text("变更案件成员", "change who takes part")
_OTHER_TRACK = {Part.ARREARS: Part.BACKGROUND, Part.BACKGROUND: Part.ARREARS}


def led_case(case_id: int, *, scope: Scope, what: Text) -> Case:
    """The case, its row held, for somebody who leads it; raises NotFound or NotAllowed."""
    case = visible_case(scope, case_id=case_id)
    if not standing_of(case, scope=scope).leads:
        raise not_yours(what)
    return Case.objects.select_for_update(of=("self",)).select_related("office", "project").get(pk=case.pk)


@transaction.atomic
def add_member(
    case_id: int, *, user_id: int, part: Part, reason: str, by: User, scope: Scope, now: datetime
) -> CaseMember:
    """The part, taken up now. The leader and each track's officer are one: a new one takes over, the former stays a member.

    Raises NotFound, NotAllowed, InvalidValue for somebody who may not be one, and Conflict where one person would be on
    both tracks or the case is closed.
    """
    case = led_case(case_id, scope=scope, what=_WHAT)
    if case.closed_on is not None:
        raise case_closed()
    user = User.objects.select_related("organisation").filter(pk=user_id).first()
    if user is None or not can_be_member(user, on=day_of(now)):
        raise not_a_member_to_be()
    _check_tracks(case, user, part)
    former = _former(case, part, new=user) if part in SINGLE else None
    member, _made = CaseMember.objects.get_or_create(
        case=case,
        user=user,
        part=part,
        to_at=None,
        defaults={"from_at": now, "added_by": by, "reason": reason.strip()[:REASON]},
    )
    if former is not None:
        _take_over(case, former, by=by, now=now, reason=reason)
    _follow_holder(case, part, user, former=former, by=by, now=now)
    refresh_access(case)
    tell_members(case, [user], by=by, now=now)
    return member


@transaction.atomic
def remove_member(case_id: int, member_id: int, *, reason: str, by: User, scope: Scope, now: datetime) -> None:
    """Somebody's part ends now, and with their last part every sight of the case.

    Raises NotFound, NotAllowed, InvalidValue without a reason, and Conflict for the leader or a track's officer.
    """
    case = led_case(case_id, scope=scope, what=_WHAT)
    if not reason.strip():
        raise words_missing(Text("理由", "The reason"))
    member = CaseMember.objects.filter(case=case, pk=member_id, to_at=None).first()
    if member is None:
        raise no_such_person()
    if member.part in SINGLE and case.closed_on is None:
        raise needs_a_successor(Text(str(Part(member.part).label), member.part))
    member.to_at, member.removed_by, member.reason = now, by, reason.strip()[:REASON]
    member.save(update_fields=["to_at", "removed_by", "reason"])
    if not CaseMember.objects.filter(case=case, user_id=member.user_id, to_at=None).exists():
        arrears = CaseMember.objects.filter(case=case, part=Part.ARREARS, to_at=None).select_related("user").first()
        to = arrears.user if arrears is not None else None
        pass_holding(case, from_user_id=member.user_id, to=to, by=by, now=now, why=reason.strip()[:REASON])
    refresh_access(case)


@transaction.atomic
def form_team(case_id: int, *, closed_to_others: bool, by: User, scope: Scope, now: datetime) -> Case:
    """Make it a large case with a team; `closed_to_others`: open to its members alone, not to the offices above.

    Whoever of the office above does it stays a member as supervisor, or nobody above would know of it. Raises NotFound,
    NotAllowed.
    """
    case = led_case(case_id, scope=scope, what=Text("组建专案组", "form a team"))
    case.size = Size.LARGE
    case.access = Access.MEMBERS if closed_to_others else Access.NAMED
    case.save(update_fields=["size", "access"])
    if closed_to_others and not CaseMember.objects.filter(case=case, user=by, to_at=None).exists():
        CaseMember.objects.create(case=case, user=by, part=Part.SUPERVISOR, from_at=now, added_by=by)
    refresh_access(case)
    return case


def _check_tracks(case: Case, user: User, part: Part) -> None:
    other = _OTHER_TRACK.get(part)
    if other and CaseMember.objects.filter(case=case, user=user, part=other, to_at=None).exists():
        raise same_officer()


def _former(case: Case, part: Part, *, new: User) -> CaseMember | None:
    held = CaseMember.objects.filter(case=case, part=part, to_at=None).exclude(user=new)
    return held.select_related("user").first()


def _take_over(case: Case, former: CaseMember, *, by: User, now: datetime, reason: str) -> None:
    former.to_at, former.removed_by = now, by
    former.save(update_fields=["to_at", "removed_by"])
    CaseMember.objects.get_or_create(
        case=case,
        user_id=former.user_id,
        part=Part.MEMBER,
        to_at=None,
        defaults={"from_at": now, "added_by": by, "reason": reason.strip()[:REASON]},
    )


def _follow_holder(case: Case, part: Part, user: User, *, former: CaseMember | None, by: User, now: datetime) -> None:
    """The officer of a track holds what the track's last officer held; a second track that waited begins.

    Whoever comes to mediate or arbitrate holds what is theirs and nobody of their part holds yet.
    """
    holder = (user.pk, user.organisation_id)
    if part == Part.ARREARS and former is not None:
        held = proceedings_of_case(case.pk).filter(closed_at=None, holder_id=former.user_id)
        rows = held.exclude(procedure="background").values_list("pk", flat=True)
        set_holders(dict.fromkeys(rows, holder), by=by, now=now, reason="更换欠薪查办人")
    if part == Part.BACKGROUND:
        track = proceedings_of_case(case.pk).filter(closed_at=None, procedure="background")
        ids = list(track.values_list("pk", flat=True))
        set_holders(dict.fromkeys(ids, holder), by=by, now=now, reason="指定背后问题查办人")
        close_by_system(ids, "take_up", now=now, reason=f"{by.display_name}指定承办人")
    if part in THEIRS:
        others = CaseMember.objects.filter(case=case, part=part, to_at=None).exclude(user=user)
        own = proceedings_of_case(case.pk).filter(closed_at=None, procedure__in=THEIRS[part])
        ids = list(own.exclude(holder__in=others.values("user")).values_list("pk", flat=True))
        set_holders(dict.fromkeys(ids, holder), by=by, now=now, reason="交由调解员、仲裁员承办")
