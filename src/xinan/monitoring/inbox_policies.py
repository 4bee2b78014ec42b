"""Whose saved views a person sees, and which of them they may change."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.monitoring.inbox_models import SavedView
from xinan.people.duties.models import Duty
from xinan.people.models import User


def visible_views(user: User) -> QuerySet[SavedView]:
    """The person's own views and those shared in their office."""
    seen = Q(owner=user, office=None)
    if user.organisation_id is not None:
        seen |= Q(office_id=user.organisation_id)
    return SavedView.objects.filter(seen, deleted_at=None)


def changeable_views(user: User, *, today: date) -> QuerySet[SavedView]:
    """The person's own views and, for whoever heads the office, its shared ones; deleted ones too, to bring them back."""
    theirs = Q(owner=user, office=None)
    if user.organisation_id is not None and heads_office(user, today=today):
        theirs |= Q(office_id=user.organisation_id)
    return SavedView.objects.filter(theirs)


def heads_office(user: User, *, today: date) -> bool:
    """Whether the person heads their office today, or is the deputy of whoever does (people.duties)."""
    if user.organisation_id is None:
        return False
    heading = Duty.objects.filter(
        Q(to_on=None) | Q(to_on__gte=today), office_id=user.organisation_id, is_head=True, from_on__lte=today
    )
    return heading.filter(Q(user=user) | Q(deputy=user)).exists()
