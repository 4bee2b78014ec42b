"""`/cases/`: the cases one works, leads, supervises, the most urgent first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from xinan.casework.cases.models import Case
from xinan.casework.cases.policies import SUPERVISING, may_open_cases, visible_tasks
from xinan.casework.cases.queries import (
    Officers,
    Shelf,
    Standing,
    cases_on,
    most_urgent,
    officers_of,
    standing_on,
    with_standing,
)
from xinan.casework.cases.wages import Money, money_of, paid_of_many
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure
from xinan.web.access import requires
from xinan.web.cases.policy import has_cases
from xinan.web.components.views import PageView
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.policy import only_tribunal
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scope_words import place_short

SIZE = 25
_Kind = TypeVar("_Kind", Shelf, Standing)
_SHELVES = {
    Shelf.MINE: Text("我承办的", "Mine"),
    Shelf.LED: Text("我负责的", "Led by me"),
    Shelf.SUPERVISED: Text("督办的", "Supervised"),
    Shelf.ALL: Text("全部", "All"),
}
_STANDINGS = {
    Standing.OPEN: Text("办理中", "Open"),
    Standing.OVERDUE: Text("有逾期", "Overdue"),
    Standing.CLOSING: Text("待结案审批", "Closing to approve"),
    Standing.CLOSED: Text("已结案", "Closed"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A list or a state one may choose, with the number of cases in it."""

    title: Text
    number: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a line of the list."""

    case: Case
    url: str
    place: Text
    state: Text
    tone: str
    money: Money
    officers: Officers
    due_on: date | None
    days: int  # to the first due day; negative where it has passed
    background: Text | None
    background_over: bool


@requires(has_cases)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases open to the person: by list, by state, by words of number and title; matters for who is handed those alone."""
    who = asking(request)
    if only_tribunal(who.scope):
        return redirect("matters")
    supervises = bool(who.scope.roles & SUPERVISING)
    shelf = _asked(Shelf, request.GET.get("of", ""), Shelf.SUPERVISED if supervises else Shelf.MINE)
    standing = _asked(Standing, request.GET.get("as", ""), Standing.OPEN)
    words = request.GET.get("q", "").strip()[:60]
    found = with_standing(_matching(cases_on(shelf, user=who.user, scope=who.scope), words))
    shown = most_urgent(standing_on(found, standing, now=who.now))
    number = request.GET.get("page", "")
    page = PageView.near(
        shown.count(),
        number=int(number) if number.isdigit() and len(number) < 6 else 1,
        size=SIZE,
        base=urlencode({"of": shelf, "as": standing, "q": words}),
        target="#cases",
    )
    context: dict[str, object] = {
        "rows": _rows(list(shown.select_related("project", "employer", "office")[page.slice]), who=who),
        "page": page,
        "words": words,
        "shelf": shelf,
        "standing": standing,
        "shelves": _shelf_chips(who, shelf=shelf, standing=standing, supervises=supervises),
        "standings": [
            Chip(title, standing_on(found, each, now=who.now).count(), _url(shelf, each, words), each is standing)
            for each, title in _STANDINGS.items()
        ],
        "opens": may_open_cases(who.scope),
        "tasks": _waiting_tasks(who),
    }
    return render_page(request, "cases/list.html", "cases/list_rows.html", context)


def _matching(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    if not words:
        return cases
    return cases.filter(Q(number__icontains=words) | Q(title__icontains=words) | Q(project__name__icontains=words))


def _shelf_chips(who: Asking, *, shelf: Shelf, standing: Standing, supervises: bool) -> list[Chip]:
    return [
        Chip(
            title,
            cases_on(each, user=who.user, scope=who.scope).filter(closed_on=None).count(),
            _url(each, standing, ""),
            each is shelf,
        )
        for each, title in _SHELVES.items()
        if supervises or each is not Shelf.SUPERVISED
    ]


def _waiting_tasks(who: Asking) -> int:
    tasks = visible_tasks(who.user, scope=who.scope).filter(state="open")
    mine = Q(to_user=who.user) | Q(to_user=None, to_office_id=who.user.organisation_id)
    return tasks.filter(mine).count()


def _rows(cases: list[Case], *, who: Asking) -> list[Row]:
    officers, paid, tracks = officers_of(cases), paid_of_many(cases), _backgrounds(cases)
    return [
        _row(case, officers=officers[case.pk], money=money_of(paid[case.pk]), track=tracks.get(case.pk), now=who.now)
        for case in cases
    ]


def _row(case: Case, *, officers: Officers, money: Money, track: Proceeding | None, now: datetime) -> Row:
    due_at = getattr(case, "first_due_at", None) if case.closed_on is None else None
    # The moment from which it is late is the midnight after the last day in time.
    due_on = _last_day(due_at) if due_at is not None else None
    days = (due_on - now.date()).days if due_on is not None else 0
    states = find_procedure("case").states
    state = states.get(getattr(case, "umbrella_state", "") or "open", states["open"])
    return Row(
        case=case,
        url=reverse("case", args=[case.pk]),
        place=place_short(case.region_code),
        state=state.name,
        tone="ok" if state.final else "red" if due_on and days < 0 else "orange" if due_on and days <= 3 else "blue",
        money=money,
        officers=officers,
        due_on=due_on,
        days=days,
        background=find_procedure("background").states[track.state].name if track is not None else None,
        background_over=track is not None and track.closed_at is not None,
    )


def _last_day(due_at: datetime) -> date:
    local = due_at.astimezone(CHINA)
    return date.fromordinal(local.date().toordinal() - 1) if (local.hour, local.minute) == (0, 0) else local.date()


def _backgrounds(cases: list[Case]) -> dict[int, Proceeding]:
    ids = [str(case.pk) for case in cases]
    rows = Proceeding.objects.filter(subject_kind="case", procedure="background", subject_id__in=ids).order_by("pk")
    return {int(each.subject_id): each for each in rows}


def _asked(kind: type[_Kind], said: str, usual: _Kind) -> _Kind:
    return kind(said) if said in {each.value for each in kind} else usual


def _url(shelf: Shelf, standing: Standing, words: str) -> str:
    asked = {"of": shelf.value, "as": standing.value, **({"q": words} if words else {})}
    return f"?{urlencode(asked)}"
