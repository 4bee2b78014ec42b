"""Where a clue belongs while it is not known better."""

from xinan.casework.policies import LABOUR
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import PROVINCE_CODE, region
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.models import Project


def place_of(told: str, *, project: Project | None, by: User | None, scope: Scope) -> str:
    """The project's place, else the one told, else that of whoever takes it, else the province.

    Whoever takes a clue keeps it in sight: a place out of their scope is theirs until somebody has accepted it there.
    """
    if project is not None:
        return project.region_code
    if told and _known(told) and (by is None or _within(told, scope=scope)):
        return told
    if by is not None:
        return _own(by, scope=scope)
    return PROVINCE_CODE


def _known(code: str) -> bool:
    try:
        region(code)
    except InvalidValue:
        return False
    return True


def _within(code: str, *, scope: Scope) -> bool:
    return any(grant.regions is None or code in grant.regions for grant in scope.offices)


def _own(by: User, *, scope: Scope) -> str:
    office = by.organisation.region_code if by.organisation is not None else ""
    if office and _within(office, scope=scope):
        return office
    for grant in scope.offices:
        if grant.role in LABOUR and grant.regions:
            return min(grant.regions)
    named = [min(grant.regions) for grant in scope.offices if grant.regions]
    return named[0] if named else PROVINCE_CODE
