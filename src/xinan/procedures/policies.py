"""Who may see a proceeding, and as what kind of actor a person stands before it."""

from django.db.models import Q, QuerySet

from xinan.people.enums import FIRM_ROLES, Role
from xinan.people.scope import Grant, Scope
from xinan.procedures.enums import Access, ActorKind
from xinan.procedures.models import Proceeding

_KINDS: dict[Role, ActorKind] = {
    Role.COUNTY_INSPECTOR: ActorKind.COUNTY,
    Role.CITY_OFFICE: ActorKind.CITY,
    Role.PROVINCE_OFFICE: ActorKind.PROVINCE,
    Role.INDUSTRY_DEPARTMENT: ActorKind.DEPARTMENT,
    Role.MEDIATOR: ActorKind.MEDIATOR,
    Role.ARBITRATOR: ActorKind.ARBITRATOR,
    Role.CONTRACTOR: ActorKind.CONTRACTOR,
    Role.OWNER: ActorKind.OWNER,
    Role.BANK: ActorKind.BANK,
}


def party(role: Role | ActorKind, enterprise_id: str) -> str:
    """How a firm stands in `Proceeding.parties`.

    >>> party(ActorKind.OWNER, "91220101MA0000000X")
    'owner:91220101MA0000000X'
    """
    return f"{role.value}:{enterprise_id}"


def visible_proceedings(scope: Scope) -> QuerySet[Proceeding]:
    """Offices see those of their places and trades, firms those addressed to them or in which they are a party.

    What is not open by place (`Proceeding.access`) is open to the people it names, while they hold a post.
    """
    seen = Q(pk__in=())
    for grant in scope.grants:
        seen |= _opened_by(grant)
    if scope.user_id is not None and any(grant.role not in FIRM_ROLES for grant in scope.grants):
        seen |= ~Q(access=Access.PLACE) & Q(named__contains=[scope.user_id])
    return Proceeding.objects.filter(seen)


def open_to(scope: Scope, proceeding: Proceeding) -> bool:
    """Whether `visible_proceedings` would hold a proceeding that is at hand."""
    holds_a_post = any(grant.role not in FIRM_ROLES for grant in scope.grants)
    return any(_opens(grant, proceeding) for grant in scope.grants) or (holds_a_post and _names(scope, proceeding))


def actor_kinds(scope: Scope, proceeding: Proceeding) -> frozenset[ActorKind]:
    """As what the person stands before this proceeding: by place and trade for offices, by firm for the others.

    A firm acts where it is the addressee; where none is named, where it is a party in its role. Who is named acts in
    every post they hold, wherever it is.
    """
    named = _names(scope, proceeding)
    return frozenset(
        kind
        for grant in scope.grants
        if (kind := _KINDS.get(grant.role)) is not None
        and (_stands(grant, proceeding) or (named and grant.role not in FIRM_ROLES))
    )


def _names(scope: Scope, proceeding: Proceeding) -> bool:
    """Whether it is open to the person by name."""
    return proceeding.access != Access.PLACE and scope.user_id is not None and scope.user_id in proceeding.named


def _stands(grant: Grant, proceeding: Proceeding) -> bool:
    if grant.role in FIRM_ROLES:
        if not grant.enterprise_id:
            return False
        named = proceeding.addressee_enterprise_id
        is_party = party(grant.role, grant.enterprise_id) in proceeding.parties
        # A firm that is contractor here and owner elsewhere acts in the role it has here, where the parties say it.
        return is_party and named in ("", grant.enterprise_id) if proceeding.parties else named == grant.enterprise_id
    return (
        proceeding.access in _accesses(grant)
        and (grant.regions is None or proceeding.region_code in grant.regions)
        and (grant.industries is None or proceeding.industry in grant.industries)
    )


def _opens(grant: Grant, proceeding: Proceeding) -> bool:
    if grant.role in FIRM_ROLES and grant.enterprise_id:
        is_party = party(grant.role, grant.enterprise_id) in proceeding.parties
        return is_party or proceeding.addressee_enterprise_id == grant.enterprise_id
    return grant.role not in FIRM_ROLES and _stands(grant, proceeding)


def _accesses(grant: Grant) -> tuple[Access, ...]:
    """What an office's place opens: cities and the province supervise what others see only by name."""
    if grant.role in (Role.CITY_OFFICE, Role.PROVINCE_OFFICE):
        return (Access.PLACE, Access.NAMED)
    return (Access.PLACE,)


def _opened_by(grant: Grant) -> Q:
    if grant.role in FIRM_ROLES:
        if not grant.enterprise_id:
            return Q(pk__in=())
        return Q(addressee_enterprise_id=grant.enterprise_id) | Q(
            parties__contains=[party(grant.role, grant.enterprise_id)]
        )
    opened = Q(access__in=_accesses(grant))
    if grant.regions is not None:
        opened &= Q(region_code__in=grant.regions)
    if grant.industries is not None:
        opened &= Q(industry__in=grant.industries)
    return opened


def may_set_lengths(scope: Scope, *, region_code: str) -> bool:
    """Whether the person's office may set lengths for a place: the province everywhere, cities and counties at home."""
    return any(
        grant.role is Role.PROVINCE_OFFICE
        or (
            grant.role in (Role.CITY_OFFICE, Role.COUNTY_INSPECTOR)
            and bool(region_code)
            and grant.regions is not None
            and region_code in grant.regions
        )
        for grant in scope.grants
    )
