"""The visits of a project, for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xinan.patrols.first_visits import first_visits
from xinan.patrols.models import Visit
from xinan.patrols.policies import may_patrol, may_read_visits
from xinan.patrols.queries import SHOWN_VISITS, visits_of
from xinan.people.scope import Scope
from xinan.registry.models import Project


@dataclass(frozen=True, slots=True)
class ProjectVisits:
    """The finished visits, the latest first; `due_on`: the last day for the first visit, where none was made."""

    project_id: str
    made: Sequence[Visit]
    due_on: date | None
    starts: bool


def visits_summary(project: Project, *, scope: Scope, today: date) -> ProjectVisits | None:
    """None for posts that read no visits. Two queries."""
    if not may_read_visits(scope):
        return None
    made = list(visits_of(project.pk)[:SHOWN_VISITS])
    first = {} if made else first_visits([project.pk], on=today)
    due_on = first[project.pk].due_on if project.pk in first else None
    return ProjectVisits(project.pk, made, due_on, may_patrol(scope))
