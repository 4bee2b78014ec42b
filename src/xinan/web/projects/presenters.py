"""The project page from its parts."""

from collections.abc import Mapping
from datetime import date

from django.urls import reverse

from xinan.intake.switchboard.policies import has_switchboard
from xinan.monitoring.confidential import hears_of_complaints
from xinan.monitoring.enums import WarningState
from xinan.monitoring.queries import GridRow, history
from xinan.people.policies import may_reveal
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.rules.model import Level
from xinan.web.bank.summary import bank_summary
from xinan.web.components.views import HeatRow, HeatTable, MaskedPerson, PageView
from xinan.web.handling.endings import ending_of
from xinan.web.handling.together import together
from xinan.web.handling.views_data import HandlingView
from xinan.web.projects.account import account_line
from xinan.web.projects.chain import chain_of
from xinan.web.projects.facts import contract_facts, head_of, key_facts, parties_of, pay_day_text
from xinan.web.projects.grid import grid_of
from xinan.web.projects.history import event_of
from xinan.web.projects.judged import Judged
from xinan.web.projects.people import people_of
from xinan.web.projects.risk import outlook_of, panel
from xinan.web.projects.since import since_view
from xinan.web.projects.situation import situations
from xinan.web.projects.warnings import grouped, held, warning_view

WORKERS_PER_PAGE = 15
EVENTS_PER_PAGE = 15
Context = dict[str, object]


def project_context(
    project: Project,
    *,
    judged: Judged,
    scope: Scope,
    grid_page: int,
    history_page: int,
    keep: str = "",
    handling: Mapping[int, HandlingView] | None = None,
) -> Context:
    """Everything on the page, as of the day judged; `keep` is what the addresses of its parts carry along.

    `handling` says by warning how it is handled today. What people settled is shown apart and counts as no open warning.
    """
    today, about_firm = judged.day, [each for each in judged.of_firm if not each.settled_as]
    stands, withheld = judged.in_state(WarningState.OPEN), judged.in_state(WarningState.WITHHELD)
    raised = [each for each in stands if not each.settled_as]
    settled = [each for each in (*stands, *judged.of_firm) if each.settled_as]
    quiet = [*withheld, *judged.in_state(WarningState.SUPPRESSED)]
    named = {each.subject_id for each in (*stands, *quiet) if each.subject_kind == "worker"}
    people = people_of(named, project_id=project.pk, scope=scope)
    situation = situations(Project.objects.filter(pk=project.pk), today=today)[project.pk]
    level = max((Level(each.level) for each in raised), key=lambda each: each.rank, default=None)
    risk = panel(project, judged=judged, past=bool(keep))
    head = head_of(project, level=level, index=risk.index if risk else None, paused=situation.paused, today=today)
    return {
        "head": head,
        "keyfacts": key_facts(head, contractor=project.contractor.name, pay_day=pay_day_text(project)),
        "freshness": judged.freshness,
        "chain": chain_of(raised, withheld, situation=situation, today=today),
        "groups": grouped(
            [
                *(warning_view(each, today=today, people=people) for each in raised),
                *(warning_view(each, today=today, people={}, evidence=False) for each in about_firm),
            ]
        ),
        "open_count": len(raised) + len(about_firm),
        "held": held(quiet, today=today, people=people, watches=has_switchboard(scope)),
        "settled": [(warning_view(each, today=today, people=people), ending_of(each)) for each in settled],
        "handling": handling or {},
        "together": together(project.pk, list((handling or {}).values())),
        "risk": risk,
        "account": account_line(project, today=today),
        "bank": bank_summary(project),
        "outlook": outlook_of(project, risk=judged.risk),
        "facts": contract_facts(project),
        "parties": parties_of(project, today=today),
        "since": since_view(judged.since) if judged.since else None,
        **grid_context(project, scope=scope, today=today, number=grid_page, keep=keep),
        **history_context(project, scope=scope, until=today if judged.since else None, number=history_page, keep=keep),
    }


def grid_context(project: Project, *, scope: Scope, today: date, number: int, keep: str = "") -> Context:
    """A page of the month grid; whoever is owed comes first."""
    grid = grid_of(project, today=today)
    base = f"{keep}&part=grid" if keep else "part=grid"
    page = PageView.near(
        len(grid.lines), number=number, size=WORKERS_PER_PAGE, base=base, target="#grid", name="workers"
    )
    shown = grid.lines[page.slice]
    asks = may_reveal(scope)
    rows = tuple(
        HeatRow(masked(line.row, project_id=project.pk, asks=asks), line.row.team, line.cells) for line in shown
    )
    return {"grid": HeatTable(grid.months, rows, grid.totals), "grid_page": page}


def masked(row: GridRow, *, project_id: str, asks: bool) -> MaskedPerson:
    """The worker of a row of the grid."""
    url = reverse("reveal", args=[project_id, row.worker_id]) if asks else ""
    return MaskedPerson(row.worker_id, row.name_masked or row.worker_id[:8], row.id_number_masked, reveal_url=url)


def history_context(project: Project, *, scope: Scope, until: date | None, number: int, keep: str = "") -> Context:
    """A page of the history, up to the end of a past day where one is shown."""
    told = hears_of_complaints(scope)
    page = history(project.pk, until=until, page=number, per_page=EVENTS_PER_PAGE, complaints=told)
    return {"events": [event_of(entry) for entry in page.entries], "history_page": page, "keep": keep}
