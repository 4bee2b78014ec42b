"""Somebody's list of work: what waits for them, ordered by clock, the warnings of a project together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from xinan.kernel.text import Text
from xinan.monitoring.handling.opening import PROCEDURE
from xinan.monitoring.handling.queries import (
    by_first_due,
    closed_of_rule,
    counts_by_state,
    holding,
    overdue,
    states_waiting_for,
    visible_handling,
)
from xinan.monitoring.models import Warning
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.enums import ActorKind
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure
from xinan.registry.models import Project
from xinan.rules.model import Level
from xinan.web.components.views import MaskedPerson, PageView, Tile
from xinan.web.handling.presenters import handling_views
from xinan.web.handling.together import together
from xinan.web.handling.views_data import HandlingView, WorkGroup, WorkLine
from xinan.web.proceedings.firm import is_firm
from xinan.web.projects.people import people_of
from xinan.web.projects.warnings import warning_view
from xinan.web.shell.scope_words import place_words

PER_PAGE: Final = 25
KINDS: Final = {
    Role.COUNTY_INSPECTOR: ActorKind.COUNTY,
    Role.CITY_OFFICE: ActorKind.CITY,
    Role.PROVINCE_OFFICE: ActorKind.PROVINCE,
    Role.INDUSTRY_DEPARTMENT: ActorKind.DEPARTMENT,
    Role.CONTRACTOR: ActorKind.CONTRACTOR,
    Role.OWNER: ActorKind.OWNER,
    Role.BANK: ActorKind.BANK,
}
_LEVELS: Final = {"pushed": Level.ORANGE, "overdue": Level.RED}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for: whose, what of it, which page."""

    whose: str  # mine, all
    which: str  # waiting, open, closed, overdue, or a state
    page: int = 1
    rule: str = ""
    closed_as: str = ""

    @classmethod
    def of(cls, given: QueryDict, *, has_own: bool, waits: bool) -> "Asked":
        """From the address; without a choice, what waits for somebody who holds something, else everything open."""
        states = find_procedure(PROCEDURE).states
        whose, which, page = given.get("whose", ""), given.get("which", ""), given.get("page", "1")
        known = {"waiting", "open", "closed", "overdue", *states}
        return cls(
            whose if whose in {"mine", "all"} else "mine" if has_own else "all",
            which if which in known else "waiting" if waits else "open",
            int(page) if page.isdecimal() and len(page) < 6 else 1,
            given.get("rule", "")[:80],
            given.get("closed_as", "")[:20],
        )

    @property
    def of_rule(self) -> bool:
        """Whether it is asked for by a rule and the way its warnings were closed."""
        return bool(self.rule and self.closed_as)

    def query(self, **changes: object) -> str:
        """The address of this list with something changed; from the first page on."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        of_rule = {"rule": changed.rule, "closed_as": changed.closed_as} if self.of_rule else {}
        return urlencode({"whose": changed.whose, "which": changed.which, **of_rule})


@dataclass(frozen=True, slots=True)
class Work:
    """The page of somebody's work."""

    asked: Asked
    groups: tuple[WorkGroup, ...]
    tiles: tuple[Tile, ...]
    page: PageView
    mine: int
    all: int
    as_firm: bool


def work_of(given: QueryDict, *, scope: Scope, user: User, now: datetime) -> Work:
    """The list as asked for; a fixed number of statements for a page of it."""
    kinds = {KINDS[role].value for role in scope.roles if role in KINDS}
    waiting = states_waiting_for(kinds)
    visible = visible_handling(scope)
    live = visible.filter(closed_at=None)
    own = holding(live, user_id=user.pk, office_id=user.organisation_id)
    firm = is_firm(scope)
    mine = 0 if firm else own.count()
    # A firm is shown what stands against it, also what the county has yet to sign for.
    asked = Asked.of(given, has_own=bool(mine), waits=bool(waiting) and not firm)
    base = holding(visible, user_id=user.pk, office_id=user.organisation_id) if asked.whose == "mine" else visible
    counts = counts_by_state(base.filter(closed_at=None))
    late = overdue(base.filter(closed_at=None)).count()
    chosen = (
        closed_of_rule(asked.rule, scope=scope, closed_as=asked.closed_as).order_by("-opened_at", "-pk")
        if asked.of_rule
        else _chosen(base, asked, waiting=waiting)
    )
    total = chosen.count()
    page = PageView.near(total, number=asked.page, size=PER_PAGE, base=asked.query(), target="#work")
    shown = list(chosen.select_related("holder", "holder_office")[page.slice])
    return Work(
        asked=asked,
        groups=work_groups(shown, scope=scope, user=user, now=now),
        tiles=_tiles(counts, late=late, asked=asked, waiting=waiting),
        page=page,
        mine=mine,
        all=live.count(),
        as_firm=firm,
    )


def _chosen(base: QuerySet[Proceeding], asked: Asked, *, waiting: Sequence[str]) -> QuerySet[Proceeding]:
    if asked.which == "closed":
        return base.exclude(closed_at=None).order_by("-closed_at", "-pk")
    live = base.filter(closed_at=None)
    if asked.which == "overdue":
        live = overdue(live)
    elif asked.which == "waiting":
        live = live.filter(state__in=waiting)
    elif asked.which != "open":
        return by_first_due(base.filter(state=asked.which))
    return by_first_due(live)


def _tiles(counts: Mapping[str, int], *, late: int, asked: Asked, waiting: Sequence[str]) -> tuple[Tile, ...]:
    states = find_procedure(PROCEDURE).states
    shown = [
        ("waiting", Text("待我办理", "Waits for me"), sum(counts.get(code, 0) for code in waiting)),
        ("overdue", Text("已逾期", "Overdue"), late),
        *((code, state.name, counts.get(code, 0)) for code, state in states.items() if not state.final),
    ]
    always = {"waiting", "overdue", "pushed", "handling"}
    return tuple(
        Tile(
            title,
            number,
            level=_LEVELS.get(which) if number else None,
            url=f"{reverse('handling')}?{asked.query(which=which)}",
            active=asked.which == which,
        )
        for which, title, number in shown
        if number or which in always
    )


def work_groups(proceedings: Sequence[Proceeding], *, scope: Scope, user: User, now: datetime) -> tuple[WorkGroup, ...]:
    """Projects in the order of their most urgent warning."""
    views = handling_views(proceedings, scope=scope, user=user, now=now)
    warnings = {each.pk: each for each in Warning.objects.filter(pk__in=views).select_related("project")}
    people = _people(list(warnings.values()), scope=scope)
    by_project: dict[str, list[WorkLine]] = {}
    for each in proceedings:
        warning = warnings.get(int(each.subject_id))
        if warning is not None:
            line = _line(warning, handling=views[warning.pk], people=people, today=now.date())
            by_project.setdefault(line.project_id, []).append(line)
    projects = {each.project.pk: each.project for each in warnings.values() if each.project is not None}
    return tuple(_group(key, lines, project=projects.get(key)) for key, lines in by_project.items())


def _line(warning: Warning, *, handling: HandlingView, people: Mapping[str, MaskedPerson], today: date) -> WorkLine:
    project = warning.project
    return WorkLine(
        handling=handling,
        warning=warning_view(warning, today=today, people=people, evidence=False),
        project_id=str(warning.project_id or ""),
        project=project.name if project else "",
        settled=bool(warning.settled_as),
    )


def _people(warnings: Sequence[Warning], *, scope: Scope) -> dict[str, MaskedPerson]:
    by_project: dict[str, set[str]] = {}
    for each in warnings:
        if each.subject_kind == "worker" and each.project_id:
            by_project.setdefault(str(each.project_id), set()).add(each.subject_id)
    found: dict[str, MaskedPerson] = {}
    for project_id, ids in by_project.items():
        found |= people_of(ids, project_id=project_id, scope=scope)
    return found


def _group(key: str, lines: Sequence[WorkLine], *, project: Project | None) -> WorkGroup:
    return WorkGroup(
        project_id=key,
        project=project.name if project else "",
        place=place_words(project.region_code, skip=1) if project else Text("企业预警", "About a firm"),
        url=reverse("project", args=[key]) if project else "",
        lines=tuple(lines),
        offers=together(key, [line.handling for line in lines]) if project else (),
    )
