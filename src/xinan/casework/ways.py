"""What the data say for triage of a clue; what only the worker knows comes beside it as answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xinan.casework.models import Clue
from xinan.casework.triage import TriageFacts
from xinan.kernel.period import Month
from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.workforce.models import AttendanceDay, Employment

# Findings that say the owner has not paid what wages are paid from.
_PRICE_RULES = ("funding/no-transfer", "funding/below-agreed", "funding/below-payable")


def facts_of(clue: Clue, *, office_region: str, today: date, answers: Mapping[str, Any] | None = None) -> TriageFacts:
    """The facts of a clue, as its columns, its voices, the rosters and the live warnings have them. Six statements.

    `answers` are fields of TriageFacts that somebody was asked; they stand before what the data say.
    """
    voices = list(clue.voices.all())
    project = clue.project
    known: dict[str, Any] = {
        "labour_region": project.region_code if project else clue.region_code,
        "workers": max(1, clue.workers),
        "months": _months(clue),
        "amount": clue.amount,
        "employer_known": bool(clue.employer_id or clue.employer_words),
        "project_known": bool(project or clue.site_words),
        "worker_reachable": not voices or any(voice.phone_index for voice in voices),
        "mediation_refused": bool(voices) and all(voice.wants_mediation is False for voice in voices),
        "price_unpaid_by_owner": bool(project) and _price_unpaid(clue),
        "industry": project.industry if project else clue.industry,
        **_traces(clue, [voice.worker_id for voice in voices if voice.worker_id]),
    }
    return TriageFacts(today=today, office_region=office_region, **{**known, **(answers or {})})


def _months(clue: Clue) -> int:
    if not clue.from_month or not clue.to_month:
        return 1
    first, last = Month.parse(clue.from_month), Month.parse(clue.to_month)
    return max(1, (last.year - first.year) * 12 + last.month - first.month + 1)


def _price_unpaid(clue: Clue) -> bool:
    live = Warning.objects.filter(project=clue.project_id, rule__in=_PRICE_RULES, state=WarningState.OPEN)
    return live.exists()


def _traces(clue: Clue, worker_ids: list[str]) -> dict[str, bool | None]:
    """Whether roster and attendance of the project know the people; not known before the project is, or the people."""
    if clue.project_id is None or not worker_ids:
        return {"on_roster": None, "attended": None}
    return {
        "on_roster": Employment.objects.filter(project=clue.project_id, worker__in=worker_ids).exists(),
        "attended": AttendanceDay.objects.filter(project=clue.project_id, worker__in=worker_ids).exists(),
    }
