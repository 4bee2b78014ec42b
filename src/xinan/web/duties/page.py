"""Everything the page of duties shows."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import PROVINCE_CODE, prefecture_of
from xinan.kernel.text import Text
from xinan.people.duties.policies import may_assign, visible_offices
from xinan.people.duties.queries import roster_on
from xinan.people.duties.roster import Answer, Question, Roster
from xinan.people.enums import OrganisationKind, Role
from xinan.people.models import Organisation, User
from xinan.people.scope import Scope
from xinan.registry.policies import visible_projects
from xinan.web.duties.forms import AskForm, AssignForm, HandOverForm, LeaveForm
from xinan.web.duties.gaps_view import gaps_view, worked_ground
from xinan.web.duties.overview import overview
from xinan.web.duties.roster_view import office_view, people_of, roles_of
from xinan.web.duties.words import top_of
from xinan.web.shell.scope_words import place_name

_PREFILLED = ("role", "region_code", "industry", "link")


@dataclass(slots=True)
class Forms:
    """The forms of one office; a view that refused one puts it back with what was wrong."""

    assign: AssignForm
    leave: LeaveForm
    hand_over: HandOverForm
    opened: str = ""  # which of them stands open


def forms_of(office: Organisation, *, today: date, manages: bool, user: User, given: dict[str, str]) -> Forms:
    """The empty forms; `given` fills some of a new duty in."""
    people = people_of(office)
    own = people if manages else [person for person in people if person.pk == user.pk]
    return Forms(
        assign=AssignForm(
            office=office, people=people, today=today, roles=roles_of(office, on=today), initial=given or None
        ),
        leave=LeaveForm(office=office, people=own, today=today),
        hand_over=HandOverForm(office=office, people=people, today=today),
        opened="assign" if given else "",
    )


def page_context(
    request: HttpRequest, *, user: User, scope: Scope, office: Organisation | None, forms: Forms | None = None
) -> dict[str, object]:
    """The context: the chosen office on the left, what nobody holds on the right."""
    today = wiring().clock.today()
    offices = list(visible_offices(scope, user=user).order_by("region_code", "kind", "pk"))
    roster = roster_on(today)
    context: dict[str, object] = {
        "groups": _grouped(offices),
        "chosen": office,
        "today": today,
        "overview": overview(offices, chosen=office, scope=scope, on=today) if len(offices) > 1 else (),
        "ask": _asked(request, scope=scope, roster=roster, today=today),
        **_gaps(scope, roster=roster, offices=offices, today=today),
    }
    if office is not None:
        manages = may_assign(office, user=user, scope=scope, on=today)
        given = {name: request.GET[name] for name in _PREFILLED if name in request.GET}
        context |= {
            "view": office_view(office, on=today, people=people_of(office), manages=manages, user=user),
            "manages": manages,
            "of_office": office.pk == user.organisation_id,
            "forms": forms or forms_of(office, today=today, manages=manages, user=user, given=given),
        }
    return context


def chosen_office(request: HttpRequest, *, user: User, scope: Scope) -> Organisation | None:
    """The office the address names, else the person's own, else the first they may read."""
    offices = visible_offices(scope, user=user)
    asked = request.GET.get("office", "")
    found = offices.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 12 else None
    own = offices.filter(pk=user.organisation_id or 0).first()
    return found or own or offices.order_by("region_code", "pk").first()


def _grouped(offices: list[Organisation]) -> list[tuple[Text, list[Organisation]]]:
    """Offices by prefecture, the province's own first."""
    groups: dict[str, list[Organisation]] = {}
    for office in offices:
        groups.setdefault(_group_of(office.region_code), []).append(office)
    return [(place_name(code), listed) for code, listed in sorted(groups.items())]


def _group_of(code: str) -> str:
    try:
        return prefecture_of(code) or PROVINCE_CODE
    except InvalidValue:
        return code or PROVINCE_CODE


def _gaps(scope: Scope, *, roster: Roster, offices: list[Organisation], today: date) -> dict[str, object]:
    worked = worked_ground(visible_projects(scope), today=today)
    labour = [office for office in offices if office.kind != OrganisationKind.INDUSTRY_DEPARTMENT]
    shown: dict[str, object] = {}
    if scope.roles != {Role.INDUSTRY_DEPARTMENT}:
        shown["inspector_gaps"] = gaps_view(roster, worked, role=Role.COUNTY_INSPECTOR, offices=labour)
    departments = [office for office in offices if office.kind == OrganisationKind.INDUSTRY_DEPARTMENT]
    if departments:
        shown["department_gaps"] = gaps_view(roster, worked, role=Role.INDUSTRY_DEPARTMENT, offices=departments)
    return shown


def _asked(request: HttpRequest, *, scope: Scope, roster: Roster, today: date) -> tuple[AskForm, Answer | None]:
    """The question and its answer, where one is asked."""
    given = request.GET if "ask_place" in request.GET else None
    form = AskForm(given, place=top_of(scope, on=today), on=today)
    if given is None or not form.is_valid():
        return form, None
    data = form.cleaned_data
    question = Question(data["ask_place"], data["ask_industry"], data["ask_link"], Role(data["ask_role"]))
    return form, roster.answer(question)
