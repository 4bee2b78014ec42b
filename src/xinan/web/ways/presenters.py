"""Ways as the page shows them: what each begins, who is nearest, what was chosen before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from xinan.casework.cases.policies import visible_cases
from xinan.casework.choosing.effects import Effect, effect_of
from xinan.casework.choosing.models import WayChoice
from xinan.casework.directory.models import PublicBody
from xinan.casework.directory.queries import for_way
from xinan.casework.models import Clue
from xinan.casework.triage import TITLES, Way
from xinan.casework.triage.table import shipped_table
from xinan.kernel.text import Text
from xinan.web.handling.asking import Asking


@dataclass(frozen=True, slots=True)
class WayView:
    """A way with what choosing it begins, and the public bodies it leads to, the nearest."""

    way: Way
    effect: Effect
    bodies: Sequence[PublicBody]
    url: str


@dataclass(frozen=True, slots=True)
class ChosenView:
    """A way that was chosen. `case_url` is empty for whom the case is not open to."""

    title: Text
    as_recommended: bool
    recommended: Text
    reason: str
    by: str
    at: datetime
    passed_to: str
    case_number: str
    case_url: str


def way_views(clue: Clue, ways: Sequence[Way], *, region_code: str, today: date) -> list[WayView]:
    """The ways in their order."""
    return [
        WayView(
            way,
            effect_of(way),
            for_way(way.code, region_code=region_code, on=today),
            reverse("clue-way", args=[clue.pk, way.row]),
        )
        for way in ways
    ]


def chosen_views(choices: Sequence[WayChoice], *, who: Asking) -> list[ChosenView]:
    """What was chosen, the last first."""
    cases = {choice.case_id for choice in choices if choice.case_id}
    seen = set(visible_cases(who.scope).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    return [
        ChosenView(
            title=TITLES[choice.way],
            as_recommended=choice.row == choice.recommended,
            recommended=_title_of_row(choice.recommended),
            reason=choice.reason,
            by=str(choice.by),
            at=choice.at,
            passed_to=choice.passed_to.name if choice.passed_to is not None else "",
            case_number=choice.case.number if choice.case is not None and choice.case_id in seen else "",
            case_url=reverse("case", args=[choice.case_id]) if choice.case_id in seen else "",
        )
        for choice in choices
    ]


def _title_of_row(row: str) -> Text:
    ways = {one.id: one.way for one in shipped_table().rows}
    return TITLES[ways[row]] if row in ways else Text(row, row)
