"""`/proceedings/`: the mediations and arbitrations that name somebody, the most urgent first; their first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinan.casework.cases.membership import SUBJECT, THEIRS
from xinan.kernel.text import Text
from xinan.monitoring.handling.queries import by_first_due
from xinan.procedures.hooks import describe
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import actor_kinds, visible_proceedings
from xinan.procedures.queries import clocks_of
from xinan.procedures.registry import find_procedure
from xinan.registry.models import Project
from xinan.web.access import requires
from xinan.web.components.views import PageView
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.panel import addresses_of, tone_of
from xinan.web.proceedings.policy import has_matters
from xinan.web.proceedings.presenters import clock_strip, waits_for
from xinan.web.proceedings.requests import requests_for
from xinan.web.proceedings.views_data import ClockStrip
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scope_words import place_short

SIZE: Final = 25
_PROCEDURES: Final = tuple(sorted({code for codes in THEIRS.values() for code in codes}))


@dataclass(frozen=True, slots=True)
class Matter:
    """One proceeding as a line of the list."""

    url: str
    title: Text
    procedure: Text
    state_name: Text
    tone: str
    final: bool
    escalation: int
    closed_as: Text | None
    project: str
    place: Text
    clocks: tuple[ClockStrip, ...]
    waits: Text
    turn: bool


@requires(has_matters)
@require_safe
def matter_list(request: HttpRequest) -> HttpResponse:
    """What names the person: open ones by the first clock to run out, or those that have ended."""
    who, ended = asking(request), request.GET.get("as") == "closed"
    mine = matters_for(who)
    running, over = mine.filter(closed_at=None), mine.exclude(closed_at=None)
    shown = over.order_by("-closed_at", "-pk") if ended else by_first_due(running)
    number = request.GET.get("page", "")
    page = PageView.near(
        shown.count(),
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
        size=SIZE,
        base="as=closed" if ended else "",
        target="#matters",
    )
    context: dict[str, object] = {
        "matters": matter_lines(list(shown.select_related("holder")[page.slice]), who=who),
        "requests": requests_for(scope=who.scope, user=who.user),
        "running": running.count(),
        "over": over.count(),
        "ended": ended,
        "page": page,
    }
    return render_page(request, "proceedings/matters.html", "proceedings/matters_rows.html", context)


def matters_for(who: Asking) -> QuerySet[Proceeding]:
    """The mediations and arbitrations that name the person, while they may see them."""
    named = visible_proceedings(who.scope).filter(named__contains=[who.user.pk])
    return named.filter(subject_kind=SUBJECT, procedure__in=_PROCEDURES)


def matter_lines(proceedings: Sequence[Proceeding], *, who: Asking) -> tuple[Matter, ...]:
    """The proceedings as lines; a fixed number of statements for any number of them and of procedures."""
    clocks = clocks_of(proceedings, now=who.now)
    projects = dict(Project.objects.filter(pk__in={each.project_id for each in proceedings}).values_list("pk", "name"))
    titles = {
        pk: found.title
        for code in {each.procedure for each in proceedings}
        for pk, found in describe(code, [each for each in proceedings if each.procedure == code]).items()
    }
    found = []
    for each in proceedings:
        procedure, kinds = find_procedure(each.procedure), actor_kinds(who.scope, each)
        state, addresses = procedure.states[each.state], addresses_of(each, back="")
        strips = tuple(
            clock_strip(clock, proceeding=each, kinds=kinds, addresses=addresses) for clock in clocks[each.pk]
        )
        found.append(
            Matter(
                url=reverse("case", args=[int(each.subject_id)]),
                title=titles[each.pk],
                procedure=procedure.name,
                state_name=state.name,
                tone=tone_of(final=state.final, clocks=strips),
                final=state.final,
                escalation=each.escalation,
                closed_as=procedure.closings.get(each.closed_as),
                project=projects.get(each.project_id, ""),
                place=place_short(each.region_code),
                clocks=tuple(strip for strip in strips if strip.is_open),
                waits=waits_for(state.waits_for, each),
                turn=not kinds.isdisjoint(state.waits_for),
            )
        )
    return tuple(found)
