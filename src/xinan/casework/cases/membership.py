"""Whoever is a member now is named in every proceeding of the case; whoever is not, in none."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from xinan.casework.cases.enums import Part
from xinan.casework.cases.models import Case, CaseMember
from xinan.casework.cases.policies import HANDED_OVER, MEMBERSHIP
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.procedures.actions.set_access import set_access
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.enums import Access
from xinan.procedures.models import Proceeding

SUBJECT: Final = "case"
# What a mediator or an arbitrator is named in; nothing else of the case's procedures.
THEIRS: Final = {
    Part.MEDIATOR: frozenset({"mediation"}),
    Part.ARBITRATOR: frozenset({"arbitration"}),
}
# The step that puts a mediated agreement to the commission (rules of arbitration 74): from it on its arbitrators are named in
# that mediation too, and in no other.
REVIEW: Final = "ask_review"
# Parts of which a case has one holder at a time.
SINGLE: Final = (Part.LEADER, Part.ARREARS, Part.BACKGROUND)

# Told of a case whose members or access have changed, in the same transaction: nouns above that keep things of their own.
Listener = Callable[[Case], None]
_LISTENERS: Final[list[Listener]] = []


def on_members_changed(listener: Listener) -> None:
    """Have `listener` told of each change of who may see a case."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)


def named_in(case: Case, *, procedure: str) -> tuple[int, ...]:
    """The users to be named in a proceeding of the case now."""
    return _named(members_now(case), procedure=procedure)


def members_now(case: Case) -> list[CaseMember]:
    """The members of the moment, the leader first."""
    order = {part: place for place, part in enumerate(Part)}
    members = CaseMember.objects.filter(case=case, to_at=None).select_related("user__organisation", "added_by")
    return sorted(members, key=lambda each: (order[Part(each.part)], each.from_at, each.pk))


def holder_of(case: Case, part: Part) -> User | None:
    """Who holds a part now."""
    return next((each.user for each in members_now(case) if each.part == part), None)


def refresh_access(case: Case) -> None:
    """Set who sees the case's proceedings, open and ended, by its members of now; tell who keeps things of their own."""
    members = members_now(case)
    reviewed = set(proceedings_of_case(case.pk).filter(steps__move=REVIEW).values_list("pk", flat=True))
    for pk, procedure in proceedings_of_case(case.pk).values_list("pk", "procedure"):
        named = _named(members, procedure=procedure, reviewed=pk in reviewed)
        set_access([pk], access=Access(case.access), named=named)
    for listener in _LISTENERS:
        listener(case)


def pass_holding(case: Case, *, from_user_id: int, to: User | None, by: User | None, now: datetime, why: str) -> None:
    """What somebody holds of the case's open proceedings, and what nobody does, goes to another.

    Without another it stands without a holder. The second track that waits for its officer goes on waiting.
    """
    held = proceedings_of_case(case.pk).filter(closed_at=None).filter(Q(holder_id=from_user_id) | Q(holder=None))
    held = held.exclude(procedure="background", state="waiting")
    holder = (to.pk, to.organisation_id) if to is not None else (None, case.office_id)
    set_holders(dict.fromkeys(held.values_list("pk", flat=True), holder), by=by, now=now, reason=why)


def proceedings_of_case(case_id: int) -> QuerySet[Proceeding]:
    """Every proceeding of a case, whoever asks; policies narrow it."""
    return Proceeding.objects.filter(subject_kind=SUBJECT, subject_id=str(case_id))


def can_be_member(user: User, *, on: date) -> bool:
    """Whether a person holds, on a day, a post with which one may be a member."""
    return user.is_active and bool(scope_of(user, on=on).roles & MEMBERSHIP)


def _named(members: Iterable[CaseMember], *, procedure: str, reviewed: bool = False) -> tuple[int, ...]:
    found = {
        each.user_id
        for each in members
        if each.part not in HANDED_OVER
        or procedure in THEIRS.get(Part(each.part), frozenset())
        or (reviewed and each.part == Part.ARBITRATOR)
    }
    return tuple(sorted(found))
