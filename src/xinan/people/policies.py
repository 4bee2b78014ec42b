"""Who may do what with people's data and with the record of looks."""

from django.db.models import QuerySet

from xinan.people.enums import Role
from xinan.people.models import AccessRecord, User
from xinan.people.scope import Scope

# Whoever enforces the law, and the firm whose own workers they are. A department, an owner, a bank work with masked data.
_MAY_REVEAL = frozenset({Role.PROVINCE_OFFICE, Role.CITY_OFFICE, Role.COUNTY_INSPECTOR, Role.CONTRACTOR})
_MAY_AUDIT = frozenset({Role.PROVINCE_OFFICE, Role.AUDITOR})


def may_reveal(scope: Scope) -> bool:
    """Whether a person may ask for personal data in clear at all; whose, the noun's policy says."""
    return bool(scope.roles & _MAY_REVEAL)


def may_audit(scope: Scope) -> bool:
    """Whether a person may read everybody's looks."""
    return bool(scope.roles & _MAY_AUDIT)


def visible_looks(user: User, *, scope: Scope) -> QuerySet[AccessRecord]:
    """The looks a person may read: their own, and everybody's for auditors and the province's office."""
    looks = AccessRecord.objects.select_related("user", "user__organisation")
    return looks if may_audit(scope) else looks.filter(user_id=user.pk)
