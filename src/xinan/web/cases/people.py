"""Whom a case may name: people and offices of its place, its city, the province, and those who mediate and arbitrate."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from xinan.casework.cases.models import Case
from xinan.casework.cases.policies import MEMBERSHIP
from xinan.people.duties.places import places_up
from xinan.people.enums import TRIBUNAL_ROLES
from xinan.people.models import Appointment, User

Group = tuple[str, list[tuple[str, str]]]


def people_for(case: Case, *, on: date) -> list[User]:
    """The people whose posts cover the place of a case that day, by office."""
    places = [*places_up(case.region_code, on=on), ""]
    posts = Appointment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on),
        Q(region_code__in=places) | Q(role__in=TRIBUNAL_ROLES),
        from_on__lte=on,
        role__in=MEMBERSHIP,
        user__is_active=True,
    )
    users = User.objects.filter(pk__in=posts.values("user_id")).select_related("organisation")
    return list(users.order_by("organisation__region_code", "organisation_id", "display_name", "pk"))


def user_groups(users: list[User]) -> list[Group]:
    """The people as choices, by office."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for user in users:
        found[user.organisation.name if user.organisation else "—"].append((str(user.pk), user.display_name))
    return list(found.items())


def asked_groups(users: list[User]) -> list[Group]:
    """The offices, and the people, as choices of whom a task is for."""
    offices = {user.organisation.pk: user.organisation.name for user in users if user.organisation}
    whole = [(f"o:{key}", name) for key, name in offices.items()]
    people = [(name, [(f"u:{key}", label) for key, label in own]) for name, own in user_groups(users)]
    return [("单位", whole), *people]
