"""Everybody signed in reads the directory; labour offices keep that of their own places."""

from xinan.casework.policies import LABOUR, may_read_clues
from xinan.people.scope import Scope


def reads_directory(scope: Scope) -> bool:
    """Offices, departments, auditors."""
    return may_read_clues(scope)


def keeps_place(scope: Scope, *, region_code: str) -> bool:
    """Whether the person's office keeps the entries of a place."""
    return any(
        grant.role in LABOUR and (grant.regions is None or region_code in grant.regions) for grant in scope.grants
    )


def keeps_any(scope: Scope) -> bool:
    """Whether it keeps any."""
    return bool(scope.roles & LABOUR)
