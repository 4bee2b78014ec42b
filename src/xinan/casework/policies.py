"""Who takes clues, who sees them. A firm sees none, whatever its part in the project."""

from django.db.models import Q, QuerySet

from xinan.casework.enums import TransferState
from xinan.casework.models import Clue, ClueTransfer, Voice
from xinan.casework.refusals import no_such_clue
from xinan.people.enums import OFFICE_ROLES, OrganisationKind, Role
from xinan.people.models import User
from xinan.people.scope import Grant, Scope

LABOUR = frozenset({Role.PROVINCE_OFFICE, Role.CITY_OFFICE, Role.COUNTY_INSPECTOR})
TAKING = LABOUR | {Role.INDUSTRY_DEPARTMENT}
_LABOUR_KINDS = (OrganisationKind.LEADING_GROUP_OFFICE, OrganisationKind.LABOUR_OFFICE)


def may_read_clues(scope: Scope) -> bool:
    """Whether a person has the pages of clues at all."""
    return bool(scope.roles & OFFICE_ROLES)


def may_take_clues(scope: Scope) -> bool:
    """Whether a person takes clues: whoever hears of one does, labour offices and departments alike (条例 art. 10)."""
    return bool(scope.roles & TAKING)


def may_hear(scope: Scope) -> bool:
    """Whether a person reads the workers' own words: those who enforce the law."""
    return bool(scope.roles & LABOUR)


def visible_clues(scope: Scope) -> QuerySet[Clue]:
    """Clues of an office's places and trades, those passed on to it, and those it passed on itself."""
    seen = Q(pk__in=())
    for grant in scope.offices:
        seen |= _of(grant)
    seen |= Q(pk__in=_passed(scope).values("clue_id"))
    return Clue.objects.filter(seen)


def visible_clue(scope: Scope, *, clue_id: str) -> Clue:
    """The clue; NotFound where there is none, or none that the scope opens."""
    rows = visible_clues(scope).select_related("project", "employer", "office", "merged_into", "group")
    clue = rows.filter(pk=clue_id).first()
    if clue is None:
        raise no_such_clue()
    return clue


def visible_voice(scope: Scope, *, voice_id: int) -> Voice:
    """The voice, for whoever hears workers; NotFound otherwise."""
    voice = Voice.objects.select_related("clue").filter(pk=voice_id, clue__in=visible_clues(scope)).first()
    if voice is None or not may_hear(scope):
        raise no_such_clue()
    return voice


def receives(user: User, *, scope: Scope, transfer: ClueTransfer) -> bool:
    """Whether a person accepts or refuses what was passed on: of that office, or of its place for a labour office."""
    office = transfer.to_office
    if office is None or transfer.sent_by_id == user.pk:
        return False
    if user.organisation_id == office.pk:
        return may_take_clues(scope)
    return office.kind in _LABOUR_KINDS and any(
        grant.role in LABOUR and grant.regions is not None and office.region_code in grant.regions
        for grant in scope.offices
    )


def waiting_transfers(user: User, *, scope: Scope) -> list[ClueTransfer]:
    """What waits for this person's office to accept it, the oldest first."""
    rows = ClueTransfer.objects.filter(state=TransferState.SENT).select_related("clue", "to_office", "from_office")
    narrowed = rows.filter(_to(user, scope=scope)).order_by("sent_at", "pk")
    return [each for each in narrowed if receives(user, scope=scope, transfer=each)]


def _to(user: User, *, scope: Scope) -> Q:
    found = Q(to_office_id=user.organisation_id) if user.organisation_id else Q(pk__in=())
    for grant in scope.offices:
        if grant.regions is not None:
            found |= Q(to_office__region_code__in=grant.regions)
    return found


def _passed(scope: Scope) -> QuerySet[ClueTransfer]:
    """What is on its way to the person's own office or place, and what their place has passed on."""
    found = Q(pk__in=())
    if scope.user_id is not None and may_take_clues(scope):
        going = [TransferState.SENT, TransferState.ACCEPTED, TransferState.ANSWERED]
        found |= Q(state__in=going, to_office__users=scope.user_id)
    regions = scope.regions
    if scope.roles & LABOUR and regions is not None:
        found |= Q(from_region__in=regions) | Q(state=TransferState.SENT, to_office__region_code__in=regions)
    return ClueTransfer.objects.filter(found)


def _of(grant: Grant) -> Q:
    opened = ~Q(pk__in=())  # everything: an empty Q would vanish in an `or`
    if grant.regions is not None:
        opened &= Q(region_code__in=grant.regions)
    if grant.industries is not None:
        opened &= Q(industry__in=grant.industries)
    return opened
