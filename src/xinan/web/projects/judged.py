"""Whose verdict a project page shows: the live warnings, or what would have stood on a past day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from xinan.monitoring.confidential import hears_of_complaints, is_untold, told_risk
from xinan.monitoring.enums import WarningState
from xinan.monitoring.handling.queries import proceedings_of
from xinan.monitoring.models import Warning
from xinan.monitoring.queries.versions import name_versions, with_version
from xinan.monitoring.replay import replay_project
from xinan.monitoring.replay_since import SinceThen, since_then
from xinan.monitoring.risk import risk_of
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.rules.risk.model import Risk
from xinan.web.handling.presenters import handling_views
from xinan.web.handling.views_data import HandlingView
from xinan.web.inbox.judged import freshness, freshness_for
from xinan.web.inbox.views_data import Freshness


@dataclass(frozen=True, slots=True)
class Judged:
    """Live or replayed warnings of a project and of its contractor as a firm, and its risk index; `since` compares a past day
    with today.
    """

    day: date
    of_project: tuple[Warning, ...]
    of_firm: tuple[Warning, ...]
    freshness: Freshness
    risk: Risk | None
    since: SinceThen | None = None

    def told_to(self, scope: Scope) -> "Judged":
        """What a person is told of it."""
        if hears_of_complaints(scope):
            return self
        told = tuple(each for each in self.of_project if not is_untold(each.rule, each.measures))
        if self.since is not None:
            # Numbered by their place among all: a gap would tell that there is another one.
            for number, each in enumerate((*told, *self.of_firm), start=1):
                each.pk = number
        return replace(
            self,
            of_project=told,
            risk=told_risk(self.risk, scope=scope),
            freshness=self.freshness if self.since is not None else freshness_for(scope),
            since=self.since and _without_complaints(self.since),
        )

    def in_state(self, state: WarningState) -> list[Warning]:
        """The project's warnings in one state, the longest standing first."""
        return [warning for warning in self.of_project if warning.state == state]


def _without_complaints(since: SinceThen) -> SinceThen:
    fresh = tuple(each for each in since.fresh if not is_untold(each.rule, each.measures))
    standing = tuple(each for each in since.standing if not is_untold(each.rule, each.measures))
    settled = tuple(each for each in since.settled if not is_untold(each.warning.rule, each.warning.measures))
    return SinceThen(standing, settled, fresh, open_today=len(fresh) + len(standing))


def judged_live(project: Project, *, today: date) -> Judged:
    """As it stands now; two queries and the last evaluation."""
    about = Q(project=project) | Q(project=None, subject_kind="enterprise", subject_id=project.contractor_id)
    live = with_version(Warning.objects.filter(about).exclude(state=WarningState.CURED))
    warnings = list(live.order_by("since", "pk"))
    return _judged(warnings, day=today, freshness=freshness(), risk=risk_of(project.pk))


def judged_on(project: Project, *, day: date, now: datetime) -> Judged:
    """As it would have stood at the end of a past day; an evaluation and a query."""
    found = replay_project(project.pk, as_of=day)
    name_versions(found.warnings, on=day)
    since = since_then(project.pk, found.warnings, contractor_id=str(project.contractor_id), day=day)
    ordered = sorted(found.warnings, key=lambda warning: (warning.since, warning.pk))
    return _judged(ordered, day=day, freshness=Freshness(day, now), risk=found.risk, since=since)


def handling_on(judged: Judged, *, scope: Scope, user: User, now: datetime) -> dict[int, HandlingView]:
    """How each of its warnings is handled, as far as the viewer may see it."""
    ids = [each.pk for each in (*judged.of_project, *judged.of_firm)]
    return handling_views(list(proceedings_of(ids, scope=scope).values()), scope=scope, user=user, now=now)


def _judged(
    warnings: Sequence[Warning],
    *,
    day: date,
    freshness: Freshness,
    risk: Risk | None,
    since: SinceThen | None = None,
) -> Judged:
    # What stands against the firm rests on its other projects, perhaps of other places: only open ones are told, as figures.
    return Judged(
        day=day,
        of_project=tuple(warning for warning in warnings if warning.project_id),
        of_firm=tuple(each for each in warnings if not each.project_id and each.state == WarningState.OPEN),
        freshness=freshness,
        risk=risk,
        since=since,
    )
