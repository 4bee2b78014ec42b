"""Who sees the duties of which offices, and who may give them out."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.kernel.errors import NotAllowed
from xinan.kernel.text import Text
from xinan.people.duties.queries import duties_on, leaves_on
from xinan.people.enums import OFFICE_ROLES, OrganisationKind, Role
from xinan.people.models import Organisation, User
from xinan.people.scope import Grant, Scope

OFFICE_KINDS = (
    OrganisationKind.LEADING_GROUP_OFFICE,
    OrganisationKind.LABOUR_OFFICE,
    OrganisationKind.INDUSTRY_DEPARTMENT,
)
# These look after the offices below them; an inspector and a department after their own.
_OVER_OTHERS = frozenset({Role.PROVINCE_OFFICE, Role.CITY_OFFICE})
_READS_ALL = _OVER_OTHERS | {Role.COUNTY_INSPECTOR, Role.AUDITOR}


def may_see_duties(scope: Scope) -> bool:
    """Whether a person works in an office at all: firms and banks see no duties."""
    return bool(scope.roles & OFFICE_ROLES)


def visible_offices(scope: Scope, *, user: User) -> QuerySet[Organisation]:
    """The offices whose duties a person may read: those of their places, and their own."""
    if not may_see_duties(scope):
        return Organisation.objects.none()
    opened = Q(pk=user.organisation_id) if user.organisation_id else Q(pk__in=[])
    for grant in scope.offices:
        if grant.role in _READS_ALL:
            opened |= _in_places(grant)
    return Organisation.objects.filter(opened, kind__in=OFFICE_KINDS)


def may_assign(office: Organisation, *, user: User, scope: Scope, on: date) -> bool:
    """Whether a person may give out the duties of an office.

    The province those of all, a city those of its offices and its counties'; within an office its head, or whoever stands in
    for the head; everybody of it while it has none.
    """
    if any(grant.role in _OVER_OTHERS and _covers(grant, office) for grant in scope.offices):
        return True
    if office.pk != user.organisation_id or not scope.roles & {Role.COUNTY_INSPECTOR, Role.INDUSTRY_DEPARTMENT}:
        return False
    heads = duties_on(on).filter(office=office, is_head=True)
    known = {person for pair in heads.values_list("user_id", "deputy_id") for person in pair if person}
    return not known or user.pk in known or leaves_on(on).filter(user_id__in=known, deputy=user).exists()


def require_may_assign(office: Organisation, *, user: User, scope: Scope, on: date) -> None:
    """Raises NotAllowed where the person may not give out the office's duties."""
    if not may_assign(office, user=user, scope=scope, on=on):
        raise NotAllowed(
            "may-not-assign",
            Text("您不能调整这个单位的责任分工。", "You may not change the duties of this office."),
            Text("请单位负责人或上级根治欠薪办办理。", "Ask its head, or the office one level up."),
        )


def may_set_leave(person: User, *, user: User, scope: Scope, on: date) -> bool:
    """Whether a person may enter a leave: their own, or one of an office whose duties they give out."""
    if person.pk == user.pk:
        return True
    return person.organisation is not None and may_assign(person.organisation, user=user, scope=scope, on=on)


def may_name_officials(scope: Scope, *, region_code: str) -> bool:
    """Whether a person may enter who answers for a place: the province for all, a city for its own."""
    return any(
        grant.role in _OVER_OTHERS and (grant.regions is None or region_code in grant.regions)
        for grant in scope.offices
    )


def _in_places(grant: Grant) -> Q:
    return ~Q(pk__in=[]) if grant.regions is None else Q(region_code__in=grant.regions)


def _covers(grant: Grant, office: Organisation) -> bool:
    return grant.regions is None or office.region_code in grant.regions
