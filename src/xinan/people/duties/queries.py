"""Whose is this? One question or thousands, in a fixed number of statements."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from xinan.people.duties.enums import DUTY_ROLES
from xinan.people.duties.last_resort import office_of_last_resort
from xinan.people.duties.models import Duty, Leave, TopOfficial
from xinan.people.duties.roster import Answer, Question, Roster
from xinan.people.enums import Role
from xinan.people.models import Appointment


def duties_on(on: date) -> QuerySet[Duty]:
    """The duties held on a day."""
    return Duty.objects.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)


def leaves_on(on: date) -> QuerySet[Leave]:
    """The leaves that run on a day."""
    return Leave.objects.filter(from_on__lte=on, to_on__gte=on)


def officials_on(on: date) -> QuerySet[TopOfficial]:
    """Those in office on a day."""
    return TopOfficial.objects.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)


def posts_on(on: date) -> QuerySet[Appointment]:
    """The posts in offices that active people hold on a day."""
    return Appointment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on, user__is_active=True, role__in=DUTY_ROLES
    )


def roster_on(on: date) -> Roster:
    """The duties, leaves and posts of a day; three statements. Ask it as often as you like."""
    return Roster(
        on=on,
        duties=duties_on(on).select_related("user", "office", "deputy"),
        leaves=leaves_on(on).select_related("deputy"),
        posts=posts_on(on).select_related("user__organisation"),
        last_resort=office_of_last_resort,
    )


def responsible_for(*, region_code: str, industry: str, link: str, role: Role, on: date) -> Answer:
    """Who answers for a thing of this place, industry and link on a day; always an office, always why.

    Raises InvalidValue for a role that has no duties.
    """
    return roster_on(on).answer(Question(region_code, industry, link, role))


def responsible_for_many(questions: Iterable[Question], *, on: date) -> list[Answer]:
    """The answers in the order of the questions; three statements, whatever their number."""
    roster = roster_on(on)
    return [roster.answer(question) for question in questions]
