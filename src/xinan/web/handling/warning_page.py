"""Everything about one warning on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from xinan.casework.cases.queries import case_of_warning
from xinan.documents.models import Letter
from xinan.documents.policies import may_write_about, visible_letters
from xinan.documents.queries import letters_of_project
from xinan.kernel.text import Text
from xinan.monitoring.enums import WarningState
from xinan.monitoring.handling.lasting import curable_by_data
from xinan.monitoring.models import Warning
from xinan.monitoring.queries.versions import with_version
from xinan.procedures.models import Proceeding
from xinan.registry.models import Enterprise, Project
from xinan.registry.policies import visible_projects
from xinan.web.components.views import MaskedPerson
from xinan.web.handling.asking import Asking
from xinan.web.handling.endings import closing_words, ending_of
from xinan.web.handling.presenters import handling_views
from xinan.web.letters.presenters import letter_lines
from xinan.web.proceedings.firm import is_firm
from xinan.web.proceedings.requests import requests_for
from xinan.web.proceedings.story import story_lines
from xinan.web.projects.people import people_of
from xinan.web.projects.warnings import warning_view
from xinan.web.shell.scope_words import place_words

MOST_LETTERS: Final = 6


@dataclass(frozen=True, slots=True)
class Episode:
    """One life of the warning before this one, or an earlier handling of it."""

    url: str
    opened_at: datetime
    closed_at: datetime | None
    closed: Text


def warning_context(warning: Warning, proceedings: Sequence[Proceeding], *, who: Asking) -> dict[str, object]:
    """The page's parts, as far as this person may see them."""
    current = proceedings[0]
    firm = is_firm(who.scope)
    open_project = _project(warning, who=who)
    people = _people(warning, who=who) if open_project else {}
    live = warning.state != WarningState.CURED
    versioned = with_version(Warning.objects.filter(pk=warning.pk)).get()
    shown = warning_view(versioned, today=who.today, people=people, evidence=live and open_project is not None)
    return {
        "warning": shown,
        "row": warning,
        "project": open_project or warning.project,
        "project_open": open_project is not None,
        "place": place_words(current.region_code, skip=1),
        "handling": handling_views([current], scope=who.scope, user=who.user, now=who.now)[warning.pk],
        "story": story_lines(proceedings, as_firm=firm),
        "ending": ending_of(warning),
        "case": case_of_warning(warning.pk, scope=who.scope),
        "episodes": _episodes(warning, proceedings),
        "requests": requests_for(scope=who.scope, user=who.user, proceeding_id=current.pk),
        "parties": party_names(current),
        "letters": letter_lines(_letters(warning, who=who), today=who.today),
        "may_write": open_project is not None
        and may_write_about(who.user, scope=who.scope, region_code=current.region_code, industry=current.industry),
        "as_firm": firm,
        "curable": curable_by_data(warning.rule),
        "today": who.today,
    }


def party_names(proceeding: Proceeding) -> list[tuple[Text, str, bool]]:
    """The firms concerned: in what role, their name, whether they have to answer."""
    roles = {
        "contractor": Text("施工总承包单位", "General contractor"),
        "owner": Text("建设单位", "Owner"),
        "bank": Text("开户银行", "Bank"),
    }
    pairs = [party.partition(":") for party in proceeding.parties]
    names = dict(Enterprise.objects.filter(pk__in=[code for _, _, code in pairs]).values_list("pk", "name"))
    answers = proceeding.addressee_enterprise_id
    return [(roles[role], names.get(code, code), answers in ("", code)) for role, _, code in pairs if role in roles]


def _letters(warning: Warning, *, who: Asking) -> list[Letter]:
    """The letters about the warning's project that the person may see, the newest first."""
    if warning.project_id is None:
        return []
    about = letters_of_project(str(warning.project_id)).values("pk")
    return list(visible_letters(who.user, scope=who.scope).filter(pk__in=about).order_by("-pk")[:MOST_LETTERS])


def _project(warning: Warning, *, who: Asking) -> Project | None:
    if warning.project_id is None:
        return None
    return visible_projects(who.scope).filter(pk=warning.project_id).first()


def _people(warning: Warning, *, who: Asking) -> dict[str, MaskedPerson]:
    if warning.subject_kind != "worker" or warning.project_id is None:
        return {}
    return people_of([warning.subject_id], project_id=str(warning.project_id), scope=who.scope)


def _episodes(warning: Warning, proceedings: Sequence[Proceeding]) -> list[Episode]:
    """Earlier handlings of this warning, and the episode before it."""
    found = [Episode("", each.opened_at, each.closed_at, closing_words(each.closed_as)) for each in proceedings[1:]]
    before = warning.previous
    if before is not None:
        words = closing_words(before.settled_as)
        found.append(Episode(reverse("warning", args=[before.pk]), before.opened_at, before.cured_at, words))
    return found
