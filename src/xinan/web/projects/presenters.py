"""The project page from its parts."""

from collections import defaultdict
from datetime import date

from xinan.monitoring.enums import LEVEL_WEIGHTS, WarningState
from xinan.monitoring.models import Warning
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.rules.model import Level
from xinan.web.components.views import HeatRow, HeatTable, PageView
from xinan.web.inbox.presenters import freshness
from xinan.web.projects.account import account_line
from xinan.web.projects.chain import chain_of
from xinan.web.projects.facts import contract_facts, head_of, key_facts, parties_of, pay_day_text
from xinan.web.projects.grid import grid_of
from xinan.web.projects.history import PER_PAGE as EVENTS_PER_PAGE
from xinan.web.projects.history import history_of
from xinan.web.projects.people import people_of, teams_of
from xinan.web.projects.situation import situations
from xinan.web.projects.warnings import grouped, held, warning_view

WORKERS_PER_PAGE = 15
Context = dict[str, object]


def project_context(project: Project, *, scope: Scope, today: date, grid_page: int, history_page: int) -> Context:
    """Everything on the page."""
    by_state = _warnings(project)
    raised, withheld = by_state[WarningState.OPEN], by_state[WarningState.WITHHELD]
    quiet = [*withheld, *by_state[WarningState.SUPPRESSED]]
    named = {each.subject_id for each in (*raised, *quiet) if each.subject_kind == "worker"}
    people = people_of(named, project_id=project.pk, scope=scope)
    situation = situations(Project.objects.filter(pk=project.pk), today=today)[project.pk]
    level = max((Level(each.level) for each in raised), key=lambda each: each.rank, default=None)
    score = sum(LEVEL_WEIGHTS[each.level] for each in raised)
    head = head_of(project, level=level, score=score, paused=situation.paused, today=today)
    return {
        "head": head,
        "keyfacts": key_facts(head, contractor=project.contractor.name, pay_day=pay_day_text(project)),
        "freshness": freshness(),
        "chain": chain_of(raised, withheld, situation=situation, today=today),
        "groups": grouped(warning_view(each, today=today, people=people) for each in raised),
        "open_count": len(raised),
        "held": held(quiet, today=today, people=people),
        "account": account_line(project, today=today),
        "facts": contract_facts(project),
        "parties": parties_of(project),
        **grid_context(project, scope=scope, today=today, number=grid_page),
        **history_context(project, number=history_page),
    }


def grid_context(project: Project, *, scope: Scope, today: date, number: int) -> Context:
    """A page of the month grid; whoever is owed comes first."""
    grid = grid_of(project, today=today)
    page = PageView.near(
        len(grid.lines), number=number, size=WORKERS_PER_PAGE, base="part=grid", target="#grid", name="workers"
    )
    shown = grid.lines[page.slice]
    ids = [line.worker_id for line in shown]
    people, teams = people_of(ids, project_id=project.pk, scope=scope), teams_of(ids, project_id=project.pk)
    rows = tuple(HeatRow(people[line.worker_id], teams.get(line.worker_id, ""), line.cells) for line in shown)
    return {
        "grid": HeatTable(tuple(str(month) for month in grid.months), rows, grid.totals),
        "grid_page": page,
    }


def history_context(project: Project, *, number: int) -> Context:
    """A page of the history."""
    events = history_of(project)
    page = PageView.near(
        len(events), number=number, size=EVENTS_PER_PAGE, base="part=history", target="#history", name="events"
    )
    return {"events": events[page.slice], "history_page": page}


def _warnings(project: Project) -> dict[str, list[Warning]]:
    live = Warning.objects.filter(project=project).exclude(state=WarningState.CURED).order_by("since", "pk")
    found: dict[str, list[Warning]] = defaultdict(list)
    for warning in live:
        found[warning.state].append(warning)
    return found
