"""Who may see a proceeding, and as what kind of actor a person stands before it."""

from django.db.models import Q, QuerySet

from xinan.people.enums import FIRM_ROLES, Role
from xinan.people.scope import Grant, Scope
from xinan.procedures.enums import ActorKind
from xinan.procedures.models import Proceeding

_KINDS: dict[Role, ActorKind] = {
    Role.COUNTY_INSPECTOR: ActorKind.COUNTY,
    Role.CITY_OFFICE: ActorKind.CITY,
    Role.PROVINCE_OFFICE: ActorKind.PROVINCE,
    Role.INDUSTRY_DEPARTMENT: ActorKind.DEPARTMENT,
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
    """Offices see those of their places and trades, firms those addressed to them or in which they are a party."""
    seen = Q(pk__in=())
    for grant in scope.grants:
        seen |= _opened_by(grant)
    return Proceeding.objects.filter(seen)


def actor_kinds(scope: Scope, proceeding: Proceeding) -> frozenset[ActorKind]:
    """As what the person stands before this proceeding: by place and trade for offices, by firm for the others.

    A firm acts where it is the addressee; where none is named, where it is a party in its role.
    """
    return frozenset(
        kind for grant in scope.grants if (kind := _KINDS.get(grant.role)) is not None and _stands(grant, proceeding)
    )


def _stands(grant: Grant, proceeding: Proceeding) -> bool:
    if grant.role in FIRM_ROLES:
        if not grant.enterprise_id:
            return False
        named = proceeding.addressee_enterprise_id
        is_party = party(grant.role, grant.enterprise_id) in proceeding.parties
        # A firm that is contractor here and owner elsewhere acts in the role it has here, where the parties say it.
        return is_party and named in ("", grant.enterprise_id) if proceeding.parties else named == grant.enterprise_id
    return (grant.regions is None or proceeding.region_code in grant.regions) and (
        grant.industries is None or proceeding.industry in grant.industries
    )


def _opened_by(grant: Grant) -> Q:
    if grant.role in FIRM_ROLES:
        if not grant.enterprise_id:
            return Q(pk__in=())
        return Q(addressee_enterprise_id=grant.enterprise_id) | Q(
            parties__contains=[party(grant.role, grant.enterprise_id)]
        )
    opened = Q(pk__isnull=False)  # an empty Q would vanish in the disjunction
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
