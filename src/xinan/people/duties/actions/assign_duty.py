"""Gives somebody a duty."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from xinan.kernel.errors import Conflict, InvalidValue
from xinan.kernel.regions import region
from xinan.kernel.text import Text
from xinan.people.duties.asked import asked_office, asked_person
from xinan.people.duties.enums import DUTY_ROLES
from xinan.people.duties.models import Duty
from xinan.people.duties.places import places_up
from xinan.people.duties.policies import require_may_assign
from xinan.people.enums import Role
from xinan.people.models import Appointment, Organisation, User
from xinan.people.scope import Scope
from xinan.rules.model import Link
from xinan.rules.vocabulary import TABLES

INDUSTRIES = tuple(TABLES["project"].column("industry").choices)


@dataclass(frozen=True, slots=True)
class NewDuty:
    """A duty as wished for: empty `industry` or `link` means all; `to_on` is the last day."""

    user_id: int
    office_id: int
    role: Role
    region_code: str
    from_on: date
    industry: str = ""
    link: str = ""
    is_head: bool = False
    deputy_id: int | None = None
    to_on: date | None = None


@transaction.atomic
def assign_duty(wish: NewDuty, *, by: User, scope: Scope, today: date) -> Duty:
    """The duty, in force from its first day on.

    Raises NotFound for an office or person that is not there, NotAllowed where `by` may not give out the office's duties,
    InvalidValue where the person's post does not open what the duty covers, Conflict where the office has given the same duty
    to somebody for some of these days.
    """
    office = asked_office(wish.office_id, lock=True)
    require_may_assign(office, user=by, scope=scope, on=today)
    _check_terms(wish, today=today)
    people = [wish.user_id] if wish.deputy_id is None else [wish.user_id, wish.deputy_id]
    for person_id in people:
        _check_person(asked_person(person_id), wish=wish, office=office)
    _check_free(wish)
    return Duty.objects.create(
        user_id=wish.user_id,
        office=office,
        role=wish.role,
        region_code=wish.region_code,
        industry=wish.industry,
        link=wish.link,
        is_head=wish.is_head,
        deputy_id=wish.deputy_id,
        from_on=wish.from_on,
        to_on=wish.to_on,
    )


def _check_terms(wish: NewDuty, *, today: date) -> None:
    region(wish.region_code, on=wish.from_on)
    if wish.role not in DUTY_ROLES or wish.industry not in ("", *INDUSTRIES) or wish.link not in ("", *Link):
        raise InvalidValue(
            "duty-not-readable",
            Text("角色、行业或环节不在规定的范围内。", "Role, industry or link is none of those there are."),
            Text("从列表中选择。", "Choose from the lists."),
        )
    if wish.is_head and (wish.industry or wish.link):
        raise InvalidValue(
            "head-covers-all",
            Text("单位负责人的分工不限行业和环节。", "The head of an office answers for all industries and links."),
            Text("行业和环节都选“全部”，或另立一项分工。", "Choose all of both, or make another duty."),
        )
    if wish.from_on < today or (wish.to_on is not None and wish.to_on < wish.from_on):
        raise InvalidValue(
            "duty-dates",
            Text("分工的起止日不对。", "The days of the duty will not do."),
            Text(
                f"起始日不早于今天（{today}），结束日不早于起始日；过去的分派不改写。",
                f"It begins today ({today}) or later and ends no sooner than it begins; what was routed stays.",
            ),
        )
    if wish.deputy_id == wish.user_id:
        raise InvalidValue(
            "deputy-is-holder",
            Text("B角不能是承办人本人。", "The deputy is the holder."),
            Text("另选一人，或不设 B 角。", "Choose another person, or none."),
        )


def _check_person(person: User, *, wish: NewDuty, office: Organisation) -> None:
    if not person.is_active or person.organisation_id != office.pk:
        raise InvalidValue(
            "not-of-the-office",
            Text("该人员不在这个单位，或已停用。", "The person is not of this office, or no longer signs in."),
            Text("从本单位在用人员中选择。", "Choose one of the office's people."),
        )
    posts = Appointment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=wish.from_on), user=person, role=wish.role, from_on__lte=wish.from_on
    )
    places = places_up(wish.region_code, on=wish.from_on)
    if not any(_opens(post, places=places, industry=wish.industry) for post in posts):
        raise InvalidValue(
            "post-does-not-open-it",
            Text(
                "该人员的任职不包括这个角色、地区或行业，看不到要办的事项。",
                "The person's post does not open this role, place or industry: they could not see the work.",
            ),
            Text("先调整任职，或另选一人。", "Change the post first, or choose another person."),
        )


def _opens(post: Appointment, *, places: tuple[str, ...], industry: str) -> bool:
    in_place = not post.region_code or post.region_code in places
    return in_place and (not post.industries or not industry or industry in post.industries)


def _check_free(wish: NewDuty) -> None:
    same = Duty.objects.filter(
        Q(to_on=None) | Q(to_on__gte=wish.from_on),
        office_id=wish.office_id,
        role=wish.role,
        region_code=wish.region_code,
        industry=wish.industry,
        link=wish.link,
        is_head=wish.is_head,
    )
    if wish.to_on is not None:
        same = same.filter(from_on__lte=wish.to_on)
    taken = same.select_related("user").first()
    if taken is not None:
        raise Conflict(
            "duty-taken",
            Text(f"同样的分工已由{taken.user}承担。", f"{taken.user} holds the same duty."),
            Text("先结束那一项，或把新的人设为 B 角。", "End that one first, or make the new person the deputy."),
        )
