"""What nobody holds: open proceedings without a holder, by the office in whose queue they wait."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet

from xinan.coordination.states import resting
from xinan.people.duties.roster import Question
from xinan.people.enums import OrganisationKind, Role
from xinan.people.models import Organisation
from xinan.people.scope import Scope
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import visible_proceedings


@dataclass(frozen=True, slots=True)
class Waiting:
    """An office's queue: how much waits in it and since when the oldest does; no office: not even routed."""

    office: Organisation | None
    number: int
    oldest_at: datetime


def unheld() -> QuerySet[Proceeding]:
    """Open proceedings that nobody holds, those too that wait for the data alone."""
    return Proceeding.objects.filter(closed_at=None, holder=None)


def waiting_unheld() -> QuerySet[Proceeding]:
    """Those that wait for somebody."""
    return unheld().exclude(resting())


def visible_unheld(scope: Scope) -> QuerySet[Proceeding]:
    """Those of a person's scope that wait for somebody, the oldest first."""
    found = visible_proceedings(scope).filter(closed_at=None, holder=None).exclude(resting())
    return found.order_by("opened_at", "pk")


def waiting_by_office(proceedings: QuerySet[Proceeding]) -> list[Waiting]:
    """The queues, the fullest first; two statements."""
    grouped = list(proceedings.order_by().values("holder_office").annotate(number=Count("pk"), oldest=Min("opened_at")))
    offices = Organisation.objects.in_bulk([row["holder_office"] for row in grouped if row["holder_office"]])
    made = [Waiting(offices.get(row["holder_office"]), row["number"], row["oldest"]) for row in grouped]
    return sorted(made, key=lambda queue: (-queue.number, queue.oldest_at))


def question_of(proceeding: Proceeding) -> Question:
    """Whose the proceeding is, asked anew: for the role of the level at which it waits."""
    return Question(proceeding.region_code, proceeding.industry, proceeding.link, _role_at(proceeding))


def _role_at(proceeding: Proceeding) -> Role:
    """A department's own; a level that has taken it up keeps it; everything else begins with the inspectors."""
    office = proceeding.holder_office
    if office is not None and office.kind == OrganisationKind.INDUSTRY_DEPARTMENT:
        return Role.INDUSTRY_DEPARTMENT
    if office is None or not proceeding.escalation or office.kind != OrganisationKind.LEADING_GROUP_OFFICE:
        return Role.COUNTY_INSPECTOR
    if office.region_code.endswith("0000"):
        return Role.PROVINCE_OFFICE
    return Role.CITY_OFFICE if office.region_code.endswith("00") else Role.COUNTY_INSPECTOR
