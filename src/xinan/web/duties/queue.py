"""`/unassigned/`: open things that nobody holds, by the office in whose queue they wait."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinan.coordination.actions.give import give
from xinan.coordination.actions.route_unassigned import route_unassigned
from xinan.coordination.unassigned import visible_unheld, waiting_by_office
from xinan.gateways.wiring import wiring
from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.people.duties.policies import may_assign
from xinan.people.models import Organisation, User
from xinan.people.scope import Scope, covered_regions
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure
from xinan.registry.models import Project
from xinan.rules.registry import find_rule
from xinan.web.access import requires
from xinan.web.components.views import PageView
from xinan.web.duties.policy import sees_duties
from xinan.web.duties.roster_view import people_of
from xinan.web.duties.words import industry_words, link_words
from xinan.web.shell.scope_words import place_words
from xinan.web.shell.scoping import asker, scope_for

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class QueueTab:
    """An office's queue: its name, how much waits, since when, and its address."""

    name: str
    number: int
    oldest_at: datetime
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ThingLine:
    """One thing that waits."""

    number: int
    title: Text
    url: str  # where it is handled; nothing where it has no page of its own
    project: str
    project_id: str
    place: Text
    kind: Text
    level: str
    state: Text
    opened_at: datetime
    days: int
    office: Organisation | None
    takers: tuple[tuple[int, str], ...]  # who may be given it, by whoever looks


@requires(sees_duties)
@require_safe
def unassigned_page(request: HttpRequest) -> HttpResponse:
    """What nobody holds: queues on top, the things of the chosen queue or place below, the oldest first."""
    now, user = wiring().clock.now(), asker(request.user)
    scope = scope_for(user, today=now.date())
    waiting = _in_place(visible_unheld(scope), place=request.GET.get("place", ""), now=now)
    queues = waiting_by_office(waiting)
    office = request.GET.get("office", "")
    chosen = waiting.filter(holder_office_id=int(office)) if office.isdecimal() and len(office) < 12 else waiting
    asked_page = request.GET.get("page", "")
    number = int(asked_page) if asked_page.isdecimal() and len(asked_page) < 7 else 1
    base = f"office={office}" if chosen is not waiting else ""
    page = PageView.near(chosen.count(), number=number, size=PER_PAGE, base=base)
    context: dict[str, object] = {
        "tabs": [
            QueueTab(
                queue.office.name if queue.office else _("尚未分派到单位"),
                queue.number,
                queue.oldest_at,
                f"{reverse('unassigned')}?office={queue.office.pk}" if queue.office else "",
                bool(queue.office and str(queue.office.pk) == office),
            )
            for queue in queues
        ],
        "total": sum(queue.number for queue in queues),
        "narrowed": chosen is not waiting,
        "things": _lines(list(chosen.select_related("holder_office")[page.slice]), user=user, scope=scope, now=now),
        "page": page,
    }
    return render(request, "duties/unassigned.html", context)


@requires(sees_duties)
@require_POST
def route_again(request: HttpRequest) -> HttpResponse:
    """Ask again whose the things are, by the duties of today."""
    routed = route_unassigned(now=wiring().clock.now(), by=asker(request.user))
    messages.success(request, _("已重新分派：%(n)d 个事项有了承办人。") % {"n": routed})
    return redirect("unassigned")


@requires(sees_duties)
@require_POST
def give_page(request: HttpRequest, number: int) -> HttpResponse:
    """Give one thing to somebody of its office."""
    user, now = asker(request.user), wiring().clock.now()
    taker = request.POST.get("taker", "")
    if not taker.isdecimal() or len(taker) > 11:
        raise Http404
    given = give(number, to_user_id=int(taker), by=user, scope=scope_for(user, today=now.date()), now=now)
    messages.success(request, _("已交%(name)s承办。") % {"name": given.display_name})
    return redirect("unassigned")


def _in_place(waiting: QuerySet[Proceeding], *, place: str, now: datetime) -> QuerySet[Proceeding]:
    covered = covered_regions(place, on=now.date()) if place else None
    return waiting if covered is None else waiting.filter(region_code__in=covered)


def _lines(things: list[Proceeding], *, user: User, scope: Scope, now: datetime) -> list[ThingLine]:
    warnings = Warning.objects.in_bulk(
        [int(thing.subject_id) for thing in things if thing.subject_kind == "warning" and thing.subject_id.isdecimal()]
    )
    names = dict(
        Project.objects.filter(pk__in=[thing.project_id for thing in things]).values_list("project_id", "name")
    )
    takers = _takers({thing.holder_office for thing in things if thing.holder_office}, user=user, scope=scope, now=now)
    return [
        _line(
            thing,
            warning=warnings.get(int(thing.subject_id)) if thing.subject_id.isdecimal() else None,
            project=names.get(thing.project_id, ""),
            takers=takers.get(thing.holder_office_id or 0, ()),
            now=now,
        )
        for thing in things
    ]


def _takers(
    offices: set[Organisation], *, user: User, scope: Scope, now: datetime
) -> dict[int, tuple[tuple[int, str], ...]]:
    return {
        office.pk: tuple((person.pk, person.display_name) for person in people_of(office))
        for office in offices
        if may_assign(office, user=user, scope=scope, on=now.date())
    }


def _line(
    thing: Proceeding,
    *,
    warning: Warning | None,
    project: str,
    takers: tuple[tuple[int, str], ...],
    now: datetime,
) -> ThingLine:
    procedure = find_procedure(thing.procedure)
    industry, link = industry_words(thing.industry), link_words(thing.link)
    return ThingLine(
        number=thing.pk,
        title=find_rule(warning.rule).title if warning and thing.subject_kind == "warning" else procedure.name,
        url=reverse("warning", args=[warning.pk]) if warning and thing.subject_kind == "warning" else "",
        project=project,
        project_id=thing.project_id if project else "",
        place=place_words(thing.region_code, skip=1),
        kind=Text(f"{industry.zh} · {link.zh}", f"{industry.en} · {link.en}"),
        level=thing.level,
        state=procedure.states[thing.state].name,
        opened_at=thing.opened_at,
        days=(now - thing.opened_at).days,
        office=thing.holder_office,
        takers=takers,
    )
