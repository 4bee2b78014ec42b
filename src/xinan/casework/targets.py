"""Who is meant by the words of a form: an office to pass a clue on to, a colleague to handle it."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.casework.policies import LABOUR
from xinan.casework.refusals import no_such_office
from xinan.people.enums import OrganisationKind, Role
from xinan.people.models import Appointment, Organisation, User
from xinan.procedures.models import Proceeding

_TAKES = (
    OrganisationKind.LEADING_GROUP_OFFICE,
    OrganisationKind.LABOUR_OFFICE,
    OrganisationKind.INDUSTRY_DEPARTMENT,
)


def offices() -> QuerySet[Organisation]:
    """The offices and departments to which a clue may be passed on."""
    return Organisation.objects.filter(kind__in=_TAKES).order_by("region_code", "kind", "name")


def office_of(words: str, *, not_office: int | None) -> Organisation:
    """The office of this number or name; raises InvalidValue, also for one's own."""
    text = words.strip()
    key = Q(name=text) | (Q(pk=int(text)) if text.isdecimal() and len(text) < 10 else Q(pk=None))
    found = offices().filter(key)[:2]
    if len(found) != 1 or found[0].pk == not_office:
        raise no_such_office()
    return found[0]


def officers_for(proceeding: Proceeding, *, on: date) -> QuerySet[User]:
    """The labour officers whose posts of that day cover the place."""
    posts = Appointment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on, role__in=LABOUR, user__is_active=True
    )
    near = Q(region_code=proceeding.region_code) | Q(region_code=f"{proceeding.region_code[:4]}00")
    top = Q(role=Role.PROVINCE_OFFICE, region_code="") | Q(region_code="220000")
    return User.objects.filter(pk__in=posts.filter(near | top).values("user_id")).order_by("display_name", "pk")


def officer_of(words: str, *, proceeding: Proceeding, on: date) -> User:
    """The officer of this sign-in or name; raises InvalidValue where there is none, or several of that name."""
    text = words.strip()
    found = officers_for(proceeding, on=on).filter(Q(username=text) | Q(display_name=text))[:2]
    if len(found) != 1:
        raise no_such_office()
    return found[0]
