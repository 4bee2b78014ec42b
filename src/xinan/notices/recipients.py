"""Who holds a post on a day: to whom notices about a place, a firm or the running of the platform go."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.people.enums import Role
from xinan.people.models import User


def holders_of(
    *roles: Role, on: date, region_codes: frozenset[str] | None = None, enterprise_id: str | None = None
) -> QuerySet[User]:
    """Everybody in one of these posts that day; only of these places, or of this firm, where given."""
    held = Q(appointments__role__in=roles, appointments__from_on__lte=on)
    held &= Q(appointments__to_on=None) | Q(appointments__to_on__gte=on)
    if region_codes is not None:
        held &= Q(appointments__region_code__in=region_codes)
    if enterprise_id is not None:
        held &= Q(appointments__enterprise_id=enterprise_id)
    return User.objects.filter(held, is_active=True).distinct().order_by("pk")
