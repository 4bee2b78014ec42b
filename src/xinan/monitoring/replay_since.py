"""What became of a past day's warnings: still standing, cured meanwhile, and what has come since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning

Identity = tuple[str, str | None, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Settled:
    """A warning of that day that does not stand today, and the day on which it was cured, where that was seen."""

    warning: Warning
    cured_on: date | None


@dataclass(frozen=True, slots=True)
class SinceThen:
    """That day against today; `fresh` are warnings open today of which nothing was said then; `open_today` counts all."""

    standing: tuple[Warning, ...]
    settled: tuple[Settled, ...]
    fresh: tuple[Warning, ...]
    open_today: int


def since_then(project_id: str, replayed: Iterable[Warning], *, contractor_id: str, day: date) -> SinceThen:
    """Compare the open warnings of that day with the live ones; one query."""
    about = Q(project_id=project_id) | Q(project=None, subject_kind="enterprise", subject_id=contractor_id)
    live: dict[Identity, Warning] = {}
    cured: dict[Identity, date] = {}
    for warning in Warning.objects.filter(about).order_by("pk"):
        if warning.state != WarningState.CURED:
            live[identity(warning)] = warning
        elif warning.cured_on and warning.cured_on > day:
            cured[identity(warning)] = warning.cured_on
    every = list(replayed)
    then = [warning for warning in every if warning.state == WarningState.OPEN]
    said = {identity(warning) for warning in every}
    today = [warning for warning in live.values() if warning.state == WarningState.OPEN]
    return SinceThen(
        standing=tuple(each for each in then if identity(each) in live),
        settled=tuple(Settled(each, cured.get(identity(each))) for each in then if identity(each) not in live),
        fresh=tuple(each for each in today if identity(each) not in said),
        open_today=len(today),
    )


def identity(warning: Warning) -> Identity:
    """What makes two warnings the same matter."""
    project = str(warning.project_id) if warning.project_id else None
    return (warning.rule, project, warning.subject_kind, warning.subject_id, warning.period or None)
