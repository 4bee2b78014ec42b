"""Who enters and approves a figure of the law: the province's office for any place, a city's office for its own."""

from xinan.casework.lawbook.models import LegalFigure
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import Scope

READERS = frozenset(
    {Role.PROVINCE_OFFICE, Role.CITY_OFFICE, Role.COUNTY_INSPECTOR, Role.ARBITRATOR, Role.MEDIATOR, Role.AUDITOR}
)


def may_read(scope: Scope) -> bool:
    """Whoever decides by these figures."""
    return bool(scope.roles & READERS)


def may_enter_any(scope: Scope) -> bool:
    """Whether a person enters figures at all."""
    return bool(scope.roles & {Role.PROVINCE_OFFICE, Role.CITY_OFFICE})


def may_enter(scope: Scope, *, region_code: str) -> bool:
    """Whether a person enters figures of a place."""
    return any(
        grant.role is Role.PROVINCE_OFFICE
        or (grant.role is Role.CITY_OFFICE and grant.regions is not None and region_code in grant.regions)
        for grant in scope.grants
    )


def may_approve(user: User, scope: Scope, *, figure: LegalFigure) -> bool:
    """Whether this person may be the second one: not the author, and of an office that answers for the place."""
    return user.pk != figure.author_id and may_enter(scope, region_code=figure.region_code)
