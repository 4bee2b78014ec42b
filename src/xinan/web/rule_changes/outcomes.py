"""What a trial or a shadow found: the chart by month, the tables by level, place and contractor, the projects."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from xinan.kernel.text import Text
from xinan.monitoring.change_enums import DifferenceKind
from xinan.monitoring.change_models import ShadowDifference, TrialDifference
from xinan.monitoring.queries.changes import KINDS, Counted, Rows, counted
from xinan.registry.models import Enterprise, Project
from xinan.rules.model import Level
from xinan.web.rule_changes.presenters import owner_title
from xinan.web.rule_changes.views_data import Bar, Chart, Column, DifferenceLine, Share
from xinan.web.shell.scope_words import place_name

HEIGHT: Final = 120
TOP: Final = 18
_STEP: Final = 62
_WIDTH: Final = 15
CONTRACTORS_SHOWN: Final = 10
_FIRM: Final = Text("企业（不属某地）", "Firms (no place)")


def chart_of(figures: Sequence[Mapping[str, Any]]) -> Chart:
    """Bars of one height for the same number, in a drawing that scales with the page."""
    most = max((figure[kind] for figure in figures for kind in KINDS), default=0) or 1
    columns = tuple(_column(number, figure, most=most) for number, figure in enumerate(figures))
    return Chart(columns, max(len(columns), 1) * _STEP, HEIGHT + TOP + 24, HEIGHT + TOP)


def _column(number: int, figure: Mapping[str, Any], *, most: int) -> Column:
    left = number * _STEP + 6
    bars = []
    for place, kind in enumerate(KINDS):
        height = round(HEIGHT * figure[kind] / most)
        x = left + place * (_WIDTH + 2)
        bars.append(Bar(kind, x, TOP + HEIGHT - height, _WIDTH, height, figure[kind]))
    return Column(
        label=figure["day"],
        month=figure["day"][:7],
        x=left + (3 * _WIDTH + 4) // 2,
        bars=tuple(bars),
        before=figure["before"],
        after=figure["after"],
        raised=figure["raised"],
        gone=figure["gone"],
        level=figure["level"],
    )


def by_level(rows: QuerySet[Rows]) -> list[Share]:
    """By the level a finding would have, or had where it would go; the gravest first."""
    found = {each.key: each for each in counted(rows, "grade")}
    ordered = sorted((Level(key) for key in found if key), key=lambda level: -level.rank)
    return [_share(level.title, found[level.value], grade=level) for level in ordered]


def by_place(rows: QuerySet[Rows]) -> list[Share]:
    """By the county of the project."""
    return [_share(place_name(each.key) if each.key else _FIRM, each) for each in counted(rows, "region_code")]


def by_contractor(rows: QuerySet[Rows]) -> list[Share]:
    """By the general contractor, those with the most first."""
    found = counted(rows, "contractor_id")[:CONTRACTORS_SHOWN]
    names = firm_names(each.key for each in found)
    return [_share(Text(names[each.key], names[each.key]), each) for each in found]


def difference_lines(rows: Iterable[TrialDifference | ShadowDifference]) -> list[DifferenceLine]:
    """The rows of one page of the list, with the names of projects and firms."""
    shown = list(rows)
    projects = dict(Project.objects.filter(pk__in={row.project_id for row in shown}).values_list("pk", "name"))
    firms = firm_names(row.contractor_id for row in shown)
    return [_line(row, projects=projects, firms=firms) for row in shown]


def firm_names(numbers: Iterable[str]) -> dict[str, str]:
    """Names by credit code; the code where there is none."""
    wanted = set(numbers)
    known = dict(Enterprise.objects.filter(pk__in=wanted).values_list("pk", "name"))
    return {number: known.get(number, number or "—") for number in wanted}


def _line(
    row: TrialDifference | ShadowDifference, *, projects: Mapping[str, str], firms: Mapping[str, str]
) -> DifferenceLine:
    known = row.project_id in projects
    return DifferenceLine(
        kind=row.kind,
        kind_words=str(DifferenceKind(row.kind).label),
        rule=owner_title(row.rule),
        project=projects.get(row.project_id) or firms[row.contractor_id],
        project_url=reverse("project", args=[row.project_id]) if known else "",
        place=place_name(row.region_code) if row.region_code else _FIRM,
        contractor=firms[row.contractor_id],
        period=row.period,
        before=Level(row.level_before) if row.level_before else None,
        after=Level(row.level_after) if row.level_after else None,
        day=_day(row),
    )


def _day(row: TrialDifference | ShadowDifference) -> date:
    return row.day if isinstance(row, TrialDifference) else row.as_of


def _share(title: Text, each: Counted, *, grade: Level | None = None) -> Share:
    return Share(title, each.raised, each.gone, each.level, grade)
