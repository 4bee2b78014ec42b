"""`/rule-changes/<n>/trials/<n>/`: how far a trial is, and what it found."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.text import Text
from xinan.monitoring.change_enums import UNFINISHED, DifferenceKind, TrialState
from xinan.monitoring.change_models import Trial, TrialDifference
from xinan.monitoring.change_policies import may_see_workings, visible_changes
from xinan.monitoring.queries.changes import trial_rows
from xinan.web.access import signed_in
from xinan.web.components.views import PageView
from xinan.web.rule_changes.outcomes import by_contractor, by_level, by_place, chart_of, difference_lines
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scope_words import place_name
from xinan.web.shell.scoping import asker, scope_for

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial in a list, or while it runs."""

    number: int
    url: str
    cancel_url: str
    place: Text
    first: str
    last: str
    state: str
    state_words: str
    waiting: bool
    done: int
    total: int
    projects: int
    asked_by: str
    asked_at: datetime
    revision: int
    error: str
    raised: int
    gone: int
    level: int


def trial_view(trial: Trial) -> TrialView:
    """A trial, with the figures of its last day."""
    last = trial.figures[-1] if trial.figures else {}
    return TrialView(
        number=trial.pk,
        url=reverse("rule-trial", args=[trial.change_id, trial.pk]),
        cancel_url=reverse("rule-change-act", args=[trial.change_id, "cancel-trial"]),
        place=place_name(trial.region_code) if trial.region_code else Text("全省", "Whole province"),
        first=trial.first_month,
        last=trial.last_month,
        state=trial.state,
        state_words=str(TrialState(trial.state).label),
        waiting=trial.state in UNFINISHED,
        done=trial.done,
        total=trial.total,
        projects=trial.projects,
        asked_by=trial.asked_by.display_name,
        asked_at=trial.asked_at,
        revision=trial.revision,
        error=trial.error,
        raised=last.get("raised", 0),
        gone=last.get("gone", 0),
        level=last.get("level", 0),
    )


@signed_in
@require_safe
def trial_page(request: HttpRequest, number: int, trial_number: int) -> HttpResponse:
    """The progress while it runs; then the months, the counts, and the projects by page."""
    today = wiring().clock.today()
    user, scope = asker(request.user), scope_for(request.user, today=today)
    trials = Trial.objects.select_related("change", "asked_by").filter(pk=trial_number, change_id=number)
    trial = trials.filter(change__in=visible_changes(user, scope=scope)).first()
    if trial is None or not may_see_workings(user, scope, change=trial.change):
        raise Http404
    days = [date.fromisoformat(figure["day"]) for figure in trial.figures]
    day = _day(request.GET, days)
    rows = trial_rows(trial, scope=scope)
    rows = rows.filter(day=day) if day else rows.none()
    kind = request.GET.get("kind", "")
    listed = rows.filter(kind=kind) if kind in DifferenceKind.values else rows
    asked = request.GET.get("page", "")
    base = f"day={day or ''}&kind={kind}"
    page = PageView.near(
        listed.count(),
        number=int(asked) if asked.isdecimal() and len(asked) < 7 else 1,
        size=PER_PAGE,
        base=base,
        target="#trial",
    )
    context: dict[str, object] = {
        "trial": trial_view(trial),
        "change": trial.change,
        "chart": chart_of(trial.figures) if trial.figures else None,
        "days": days,
        "day": day,
        "kind": kind,
        "kinds": DifferenceKind.choices,
        "levels": by_level(rows),
        "places": by_place(rows),
        "contractors": by_contractor(rows),
        "rows": difference_lines(_ordered(listed)[page.slice]),
        "page": page,
    }
    return render_page(request, "rule_changes/trial.html", "rule_changes/trial_part.html", context)


def _day(query: QueryDict, days: list[date]) -> date | None:
    """The day asked for where it was judged; else the last one."""
    asked = {day.isoformat(): day for day in days}
    return asked.get(query.get("day", ""), days[-1] if days else None)


def _ordered(rows: QuerySet[TrialDifference]) -> QuerySet[TrialDifference]:
    return rows.order_by("region_code", "project_id", "rule", "period", "pk")
