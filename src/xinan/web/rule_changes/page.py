"""The page of one change from its parts."""

from datetime import date

from django.http import QueryDict

from xinan.kernel.period import Month
from xinan.monitoring.change_enums import OPEN_STATES, UNFINISHED, ChangeState
from xinan.monitoring.change_models import RuleChange
from xinan.monitoring.change_policies import may_approve, may_draft, may_see_workings
from xinan.monitoring.queries.changes import shadow_rows
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.web.components.views import PageView
from xinan.web.rule_changes.forms import TrialForm
from xinan.web.rule_changes.outcomes import by_contractor, by_level, by_place, difference_lines
from xinan.web.rule_changes.presenters import change_line, event_lines, holding_now, place_choices, stages
from xinan.web.rule_changes.trials import trial_view

SHADOW_SHOWN = 20
TRIED_MONTHS = 6
Context = dict[str, object]


def change_context(change: RuleChange, *, user: User, scope: Scope, today: date, query: QueryDict) -> Context:
    """Everything on the page, as far as this person may see it."""
    is_author = change.author_id == user.pk
    decides = may_approve(user, scope, change=change)
    workings = may_see_workings(user, scope, change=change)
    submitted = change.state == ChangeState.SUBMITTED
    may_try = (is_author and change.state in OPEN_STATES) or (submitted and (is_author or decides))
    trials = list(change.trials.select_related("asked_by")) if workings else []
    running = next((trial for trial in trials if trial.state in UNFINISHED), None)
    context: Context = {
        "change": change,
        "line": change_line(change, holding=holding_now(today=today), today=today),
        "stages": stages(change, today=today),
        "events": event_lines(change),
        "is_author": is_author,
        "is_open": is_author and change.state in OPEN_STATES,
        "may_decide": decides and submitted,
        "may_withdraw": is_author and (submitted or change.state in OPEN_STATES),
        "may_revert": _may_revert(change, scope, today=today),
        "workings": workings,
        "trials": [trial_view(trial) for trial in trials],
        "running": trial_view(running) if running else None,
        "trial_form": _trial_form(change, scope, today=today) if may_try and running is None else None,
        "tried": any(trial.state == "done" and trial.revision == change.revision for trial in trials),
        "today": today,
        "reverted_by": change.reverted_by.filter(state=ChangeState.APPROVED).first(),
    }
    if workings and change.shadow_since is not None:
        context |= _shadow(change, scope, query=query)
    return context


def _may_revert(change: RuleChange, scope: Scope, *, today: date) -> bool:
    if change.state != ChangeState.APPROVED or not may_draft(scope, region_code=change.region_code):
        return False
    if change.reverted_by.filter(state=ChangeState.APPROVED).exists():
        return False
    holds = holding_now(today=today).get((change.owner, change.name, change.region_code)) == change.pk
    return holds or bool(change.in_force_from and change.in_force_from > today)


def _trial_form(change: RuleChange, scope: Scope, *, today: date) -> TrialForm:
    month = Month.of(today)
    first = month.shift(1 - TRIED_MONTHS)
    initial = {"first": str(first), "last": str(month), "place": change.region_code}
    return TrialForm(places=place_choices(scope, today=today), initial=initial)


def _shadow(change: RuleChange, scope: Scope, *, query: QueryDict) -> Context:
    rows = shadow_rows(change, scope=scope).order_by("region_code", "project_id", "rule", "pk")
    asked = query.get("shadow", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    page = PageView.near(rows.count(), number=number, size=SHADOW_SHOWN, name="shadow")
    return {
        "shadow_rows": difference_lines(rows[page.slice]),
        "shadow_page": page,
        "shadow_levels": by_level(rows),
        "shadow_places": by_place(rows),
        "shadow_contractors": by_contractor(rows),
    }
