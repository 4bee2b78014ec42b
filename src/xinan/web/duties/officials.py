"""`/officials/`: who answers for each place, department and project, and what stands against them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.coordination.chain import Ground, Standing, against_projects, gravest_projects, ground, total
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.people.duties.actions.name_official import name_official
from xinan.people.duties.enums import OfficialKind
from xinan.people.duties.models import TopOfficial
from xinan.people.duties.places import places_up
from xinan.people.duties.policies import may_name_officials, visible_offices
from xinan.people.duties.queries import officials_on, posts_on
from xinan.people.enums import OrganisationKind, Role
from xinan.people.models import Organisation, User
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.rules.model import Level
from xinan.web.access import requires
from xinan.web.duties.chain import Figure, inbox_url
from xinan.web.duties.official_forms import OfficialForm
from xinan.web.duties.policy import sees_duties
from xinan.web.duties.words import in_a_row, industry_words, places_below, rows_below, top_of
from xinan.web.shell.errors import status_of
from xinan.web.shell.scope_words import place_name
from xinan.web.shell.scoping import asker, scope_for

PROJECTS = 20
_GRAVE = (Level.RED, Level.ORANGE)


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """What somebody answers for, who it is and since when (nobody entered: empty), and what stands against them."""

    subject: Text
    note: Text | None
    url: str
    name: str
    post: str
    since: date | None
    grave: tuple[Figure, ...]  # red, then orange
    overdue: Figure
    unsigned: Figure
    unassigned: Figure


@requires(sees_duties)
@require_http_methods(["GET", "HEAD", "POST"])
def officials_page(request: HttpRequest) -> HttpResponse:
    """The table; a POST enters somebody."""
    user, now = asker(request.user), wiring().clock.now()
    scope = scope_for(user, today=now.date())
    form = _form(request, user=user, scope=scope, today=now.date())
    status = 200
    if request.method == "POST":
        if form is not None and form.is_valid():
            try:
                name_official(form.wish(), by=user, scope=scope)
            except XinanError as error:
                form.refuse(error)
                status = status_of(error)
            else:
                messages.success(request, _("责任人已登记。"))
                return redirect("officials")
        else:
            status = 422
    return render(request, "duties/officials.html", _context(user, scope, form, now=now), status=status)


def _context(user: User, scope: Scope, form: OfficialForm | None, *, now: datetime) -> dict[str, object]:
    today = now.date()
    found = ground(scope, now=now)
    officials = list(officials_on(today).select_related("office"))
    return {
        "form": form,
        "grave": _GRAVE,
        "opened": form is not None and form.is_bound,
        "places": _places(scope, found, officials, today=today),
        "departments": _departments(scope, found, officials, user=user, today=today),
        "projects": _projects(scope, officials, now=now),
    }


def _form(request: HttpRequest, *, user: User, scope: Scope, today: date) -> OfficialForm | None:
    top = top_of(scope, on=today)
    if not may_name_officials(scope, region_code=top):
        return None
    departments = visible_offices(scope, user=user).filter(kind=OrganisationKind.INDUSTRY_DEPARTMENT)
    return OfficialForm(
        request.POST if request.method == "POST" else None,
        places=places_below(top, on=today),
        offices=[(str(office.pk), office.name) for office in departments.order_by("region_code", "pk")],
        today=today,
        scope=scope,
    )


def _places(scope: Scope, found: Ground, officials: list[TopOfficial], *, today: date) -> list[OfficialRow]:
    top = top_of(scope, on=today)
    by_place = {each.region_code: each for each in officials if each.kind == OfficialKind.PLACE}
    rows = []
    for code in (top, *rows_below(top, on=today)):
        standing = total(value for (place, _), value in found.items() if code in places_up(place, on=today))
        rows.append(
            _row(place_name(code), standing, by_place.get(code), place=code, url=f"{reverse('chain')}?place={code}")
        )
    return rows


def _departments(
    scope: Scope, found: Ground, officials: list[TopOfficial], *, user: User, today: date
) -> list[OfficialRow]:
    offices = visible_offices(scope, user=user).filter(kind=OrganisationKind.INDUSTRY_DEPARTMENT)
    by_office = {each.office_id: each for each in officials if each.kind == OfficialKind.DEPARTMENT}
    trades = _trades(today)
    rows = []
    for office in offices.order_by("region_code", "pk"):
        industries = trades.get(office.pk) or (by_office[office.pk].industries if office.pk in by_office else [])
        rows.append(_department(office, sorted(industries), by_office.get(office.pk), found=found, today=today))
    return rows


def _trades(today: date) -> dict[int, set[str]]:
    """The industries that the posts of a department's people open."""
    found: dict[int, set[str]] = {}
    posts = posts_on(today).filter(role=Role.INDUSTRY_DEPARTMENT, user__organisation__isnull=False)
    for office_id, industries in posts.values_list("user__organisation", "industries"):
        found.setdefault(office_id, set()).update(industries or [])
    return found


def _department(
    office: Organisation, industries: list[str], official: TopOfficial | None, *, found: Ground, today: date
) -> OfficialRow:
    standing = total(
        value
        for (place, industry), value in found.items()
        if industry in industries and office.region_code in places_up(place, on=today)
    )
    note = in_a_row(industry_words(code) for code in industries)
    subject = Text(office.name, office.name)
    return _row(subject, standing, official, place=office.region_code, note=note, industries=industries)


def _projects(scope: Scope, officials: list[TopOfficial], *, now: datetime) -> list[OfficialRow]:
    by_project = {each.project_id: each for each in officials if each.kind == OfficialKind.PROJECT}
    projects = gravest_projects(scope, most=PROJECTS)
    standings = against_projects(scope, [project.pk for project in projects], now=now)
    return [
        _project(project, standings.get(project.pk, Standing()), by_project.get(project.pk)) for project in projects
    ]


def _project(project: Project, standing: Standing, official: TopOfficial | None) -> OfficialRow:
    url = reverse("project", args=[project.pk])
    place = place_name(project.region_code)
    note = Text(f"{place.zh} · {project.contractor.name}", f"{place.en} · {project.contractor.name}")
    return _made(Text(project.name, project.name), standing, official, url=url, note=note, link=lambda **_asked: url)


def _row(
    subject: Text,
    standing: Standing,
    official: TopOfficial | None,
    *,
    place: str,
    url: str = "",
    note: Text | None = None,
    industries: Sequence[str] = (),
) -> OfficialRow:
    def link(**asked: str) -> str:
        return inbox_url(place=place, industries=industries, **asked)

    made = _made(subject, standing, official, url=url or link(), note=note, link=link)
    queue = f"{reverse('unassigned')}?{urlencode({'place': place})}"
    return replace(made, unassigned=Figure(standing.unassigned, queue))


def _made(
    subject: Text,
    standing: Standing,
    official: TopOfficial | None,
    *,
    url: str,
    note: Text | None,
    link: Callable[..., str],
) -> OfficialRow:
    return OfficialRow(
        subject=subject,
        note=note,
        url=url,
        name=official.name if official else "",
        post=official.post if official else "",
        since=official.from_on if official else None,
        grave=tuple(Figure(standing.levels.get(level, 0), link(level=level.value), level) for level in _GRAVE),
        overdue=Figure(standing.overdue, link(todo="overdue")),
        unsigned=Figure(standing.unsigned, link(todo="unsigned")),
        unassigned=Figure(standing.unassigned, link()),
    )
