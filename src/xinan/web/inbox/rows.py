"""The projects of a list as its rows show them: chain, headlines, risk, and why each stands where it does."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.registry.models import Project
from xinan.rules.model import Level
from xinan.rules.registry import find_rule
from xinan.rules.risk.model import Risk
from xinan.web.inbox.judged import Judged
from xinan.web.inbox.standing import Standing
from xinan.web.inbox.views_data import Headline, InboxRow
from xinan.web.inbox.why import against_next, why_here
from xinan.web.projects.chain import Situation, chain_of
from xinan.web.projects.situation import situations
from xinan.web.risk.presenters import risk_of_warnings, risk_view
from xinan.web.shell.scope_words import place_words

HEADLINES = 3


def rows_of(
    shown: Sequence[Standing], *, first: int, visible: QuerySet[Project], judged: Judged, after: Standing | None = None
) -> tuple[InboxRow, ...]:
    """The rows of some standings in their order, numbered from `first`; `after` is the one that follows the last of them."""
    today, ids = judged.day, [standing.project_id for standing in shown]
    live = judged.of_projects(ids, states=[WarningState.OPEN, WarningState.WITHHELD])
    by_project: dict[str, list[Warning]] = defaultdict(list)
    for warning in live:
        by_project[str(warning.project_id)].append(warning)
    where = situations(visible.filter(pk__in=ids), today=today)
    risks = judged.risks_of(ids)
    following = [*shown[1:], after][: len(shown)]
    return tuple(
        _row(
            standing, by_project[key], rank=rank, situation=where[key], risk=risks.get(key), today=today, behind=behind
        )
        for rank, (standing, behind) in enumerate(zip(shown, following, strict=True), start=first)
        for key in (standing.project_id,)
    )


def _row(
    standing: Standing,
    warnings: list[Warning],
    *,
    rank: int,
    situation: Situation,
    risk: Risk | None,
    today: date,
    behind: Standing | None,
) -> InboxRow:
    raised = [warning for warning in warnings if warning.state == WarningState.OPEN]
    held = [warning for warning in warnings if warning.state == WarningState.WITHHELD]
    headlines = _headlines(raised, today=today)
    seen = risk_view(risk or risk_of_warnings(standing.project_id, raised, day=today), complete=risk is not None)
    return InboxRow(
        rank=rank,
        project_id=standing.project_id,
        name=standing.name,
        place=place_words(standing.region_code, skip=1),
        industry=standing.industry,
        contractor=standing.contractor,
        level=standing.level,
        chain=chain_of(raised, held, situation=situation, today=today),
        headlines=headlines,
        shown=headlines[:HEADLINES],
        more=sum(headline.count for headline in headlines[HEADLINES:]),
        risk=seen,
        withheld=standing.withheld,
        tasks=standing.tasks,
        why=why_here(seen, level=standing.level, headlines=headlines, tasks=standing.tasks),
        against=against_next(standing, behind),
    )


def _headlines(raised: list[Warning], *, today: date) -> tuple[Headline, ...]:
    """One line a rule: its worst level, how many, and since when the oldest stands; the worst first."""
    by_rule: dict[str, list[Warning]] = defaultdict(list)
    for warning in raised:
        by_rule[warning.rule].append(warning)
    lines = [_headline(rule, warnings, today=today) for rule, warnings in by_rule.items()]
    return tuple(sorted(lines, key=lambda line: (-line.level.rank, -line.count, -line.days)))


def _headline(rule: str, warnings: list[Warning], *, today: date) -> Headline:
    since = min(warning.since for warning in warnings)
    level = max((Level(warning.level) for warning in warnings), key=lambda each: each.rank)
    months = sorted({warning.period for warning in warnings if warning.period})
    return Headline(
        title=find_rule(rule).title,
        level=level,
        since=since,
        days=(today - since).days + 1,
        period=months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}" if months else "",
        count=len(warnings),
    )
