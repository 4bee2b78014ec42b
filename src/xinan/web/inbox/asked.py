"""What a request asks of the inbox: which projects, whose verdict, which filters, which day."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from xinan.gateways.wiring import wiring
from xinan.monitoring.actions.replay_scope import ask_replay
from xinan.monitoring.models import ReplayRun
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.registry.policies import visible_projects
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.judged import Judged, judged_by, judged_live
from xinan.web.replay.asked import PARAMETER, asked_day
from xinan.web.replay.views_data import DayPicker
from xinan.web.shell.scoping import scope_for


@dataclass(frozen=True, slots=True)
class Asked:
    """`judged` is None while the past day is still being worked out, or could not be: `run` then says how it stands."""

    scope: Scope
    visible: QuerySet[Project]
    filters: Filters
    picker: DayPicker
    judged: Judged | None
    run: ReplayRun | None = None


def asked_of(request: HttpRequest) -> Asked:
    """From the address; a past day that nobody has looked at is asked for. Raises XinanError for no such day."""
    clock, address = wiring().clock, reverse("inbox")
    today, now = clock.today(), clock.now()
    day = asked_day(request.GET.get(PARAMETER, ""), today=today)
    scope = scope_for(request.user, today=today)
    visible, filters = visible_projects(scope), Filters.parse(request.GET)
    picker = DayPicker(address, day, today, rest=filters.query())
    if not picker.past:
        return Asked(scope, visible, filters, picker, judged_live(now=now).told_to(scope))
    visible, filters = visible.filter(contract_signed_on__lte=day), replace(filters, as_of=day)
    run = ask_replay(numbers(visible), as_of=day, now=now)
    ready = run.finished_at is not None and not run.error
    return Asked(scope, visible, filters, picker, judged_by(run).told_to(scope) if ready else None, run)


def numbers(visible: QuerySet[Project]) -> list[str]:
    """The numbers of the projects, as a replay is asked for."""
    return list(visible.order_by().values_list("pk", flat=True))
