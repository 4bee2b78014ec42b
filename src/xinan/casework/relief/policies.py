"""Who sees relief: the members of its case and who supervises it; the bank, the contractor and the payer it concerns."""

from dataclasses import dataclass

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from xinan.casework.relief.models import Fund, Relief
from xinan.casework.relief.refusals import no_such_fund, no_such_relief
from xinan.kernel.regions import prefecture_of
from xinan.people.enums import FIRM_ROLES, Role
from xinan.people.scope import Scope
from xinan.procedures.enums import ActorKind
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import actor_kinds, visible_proceedings

SUBJECT = "relief"
_OFFICES = frozenset({Role.COUNTY_INSPECTOR, Role.CITY_OFFICE, Role.PROVINCE_OFFICE})
_OFFICERS = frozenset({ActorKind.COUNTY, ActorKind.CITY, ActorKind.PROVINCE})
# A firm is asked once something is asked of it; before, the office prepares.
_NOT_YET = ("prepared", "found", "drafted")


@dataclass(frozen=True, slots=True)
class Standing:
    """As what a person stands before relief that is open to them."""

    kinds: frozenset[ActorKind]
    as_firm: bool

    @property
    def works(self) -> bool:
        """Whether they are officers of it."""
        return bool(self.kinds & _OFFICERS)

    @property
    def pays(self) -> bool:
        """Whether they are the bank that was told to pay."""
        return ActorKind.BANK in self.kinds

    @property
    def sees_people(self) -> bool:
        """Whether the list is theirs to see, masked: officers, and the bank that pays it. A debtor sees sums alone."""
        return not self.as_firm or self.pays


def visible_reliefs(scope: Scope) -> QuerySet[Relief]:
    """The relief open to a person, as its proceedings are."""
    open_to = visible_proceedings(scope).filter(subject_kind=SUBJECT)
    if is_firm(scope):
        open_to = open_to.exclude(state__in=_NOT_YET)
    return Relief.objects.annotate(key=Cast("pk", TextField())).filter(key__in=open_to.values("subject_id"))


def visible_relief(scope: Scope, *, relief_id: int) -> Relief:
    """The relief; NotFound where there is none, and with the same words where it is not open to the person."""
    related = ("case", "project", "project__contractor", "project__owner", "payer", "deposit", "fund", "opened_by")
    found = visible_reliefs(scope).select_related(*related).filter(pk=relief_id).first()
    if found is None:
        raise no_such_relief()
    return found


def standing_of(proceeding: Proceeding, *, scope: Scope) -> Standing:
    """As what the person stands before the proceeding of relief that is open to them."""
    return Standing(actor_kinds(scope, proceeding), is_firm(scope))


def is_firm(scope: Scope) -> bool:
    """Whether the person holds posts of firms alone."""
    return bool(scope.roles) and scope.roles <= FIRM_ROLES


def visible_funds(scope: Scope) -> QuerySet[Fund]:
    """The funds of the person's places; a county sees its city's too, from which it may be helped."""
    places: set[str] = set()
    for grant in scope.grants:
        if grant.role not in _OFFICES:
            continue
        if grant.regions is None:
            return Fund.objects.all()
        places |= grant.regions | {city for region in grant.regions if (city := prefecture_of(region))}
    return Fund.objects.filter(region_code__in=places)


def visible_fund(scope: Scope, *, fund_id: int) -> Fund:
    """The fund; NotFound where it is not of the person's places."""
    found = visible_funds(scope).select_related("office").filter(pk=fund_id).first()
    if found is None:
        raise no_such_fund()
    return found


def keeps_fund(scope: Scope, *, region_code: str) -> bool:
    """Whether the person's office keeps the fund of a place: its own, or one beneath it."""
    return any(
        grant.role in _OFFICES and (grant.regions is None or region_code in grant.regions) for grant in scope.grants
    )


def handles_relief(scope: Scope) -> bool:
    """Whether relief is part of the person's work: offices, banks, and firms that have to pay."""
    return bool(scope.roles & (_OFFICES | FIRM_ROLES))


def keeps_funds(scope: Scope) -> bool:
    """Whether the person's office keeps funds at all."""
    return bool(scope.roles & _OFFICES)


def may_set_limits(scope: Scope, *, region_code: str) -> bool:
    """Whether the person's office may ask for a limit of a place: its own or one beneath it; the province's default, the province."""
    if region_code == "":
        return any(grant.role in _OFFICES and grant.regions is None for grant in scope.grants)
    return keeps_fund(scope, region_code=region_code)


def decides_limits(scope: Scope, *, region_code: str) -> bool:
    """Whether the person may approve a limit: a city's office for its places, the province's for every place."""
    above = frozenset({Role.CITY_OFFICE, Role.PROVINCE_OFFICE})
    return any(
        grant.role in above and (grant.regions is None or region_code in grant.regions) for grant in scope.grants
    )
