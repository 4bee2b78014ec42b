"""Who drafts, tries, approves and sees changes of rules.

The province's office changes any value, a city's office those of its own place. Whoever approves is somebody else: for the
province somebody of its office, for a place that or somebody of the city's. Only the province switches off what the law asks.
"""

from django.db.models import Q, QuerySet

from xinan.monitoring.change_enums import OPEN_STATES, ChangeState
from xinan.monitoring.change_models import RuleChange
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import Grant, Scope
from xinan.rules.registry import find_rule
from xinan.rules.switches import ENABLED, is_law

_DECIDED = (ChangeState.APPROVED,)


def may_draft_any(scope: Scope) -> bool:
    """Whether a person may draft changes at all."""
    return bool(scope.roles & {Role.PROVINCE_OFFICE, Role.CITY_OFFICE})


def may_draft(scope: Scope, *, region_code: str) -> bool:
    """Whether a person may draft a change for a place, the province where it is empty."""
    return any(_answers_for(grant, region_code) for grant in scope.grants)


def may_approve(user: User, scope: Scope, *, change: RuleChange) -> bool:
    """Whether this person may be the second one: not the author, and of an office that answers for the place."""
    if user.pk == change.author_id:
        return False
    region_code = "" if takes_the_province(change) else change.region_code
    return may_draft(scope, region_code=region_code)


def takes_the_province(change: RuleChange) -> bool:
    """Whether a change switches off what the law asks for."""
    return change.name == ENABLED and change.value is False and is_law(find_rule(change.owner))


def may_see_workings(user: User, scope: Scope, *, change: RuleChange) -> bool:
    """Whether a person sees the trials and the shadow: the author alone, until it is submitted to others."""
    if user.pk == change.author_id:
        return True
    if change.state in OPEN_STATES or change.state == ChangeState.WITHDRAWN:
        return False
    return may_draft(scope, region_code=change.region_code) or Role.AUDITOR in scope.roles


def visible_changes(user: User, *, scope: Scope) -> QuerySet[RuleChange]:
    """What is decided is everybody's to read; what is submitted, of those who may decide; a draft is its author's."""
    seen = Q(author=user) | Q(state__in=_DECIDED)
    if Role.AUDITOR in scope.roles:
        seen |= ~Q(state__in=OPEN_STATES)
    for grant in scope.grants:
        if grant.role is Role.PROVINCE_OFFICE:
            seen |= ~Q(state__in=[*OPEN_STATES, ChangeState.WITHDRAWN])
        elif grant.role is Role.CITY_OFFICE and grant.regions is not None:
            seen |= Q(state__in=[ChangeState.SUBMITTED, ChangeState.REJECTED], region_code__in=grant.regions)
    return RuleChange.objects.filter(seen)


def _answers_for(grant: Grant, region_code: str) -> bool:
    if grant.role is Role.PROVINCE_OFFICE:
        return True
    return grant.role is Role.CITY_OFFICE and grant.regions is not None and region_code in grant.regions
