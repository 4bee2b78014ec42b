"""Open things to route, without the run that would have opened them."""

from datetime import datetime
from itertools import count

from xinan.kernel.clock import CHINA
from xinan.procedures.models import Clock, Proceeding
from xinan.registry.models import Project

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
_NUMBERS = count(1)


def proceeding(project: Project | None = None, **fields: object) -> Proceeding:
    """A warning that waits to be signed for, of a project or of 南关区."""
    given: dict[str, object] = {
        "procedure": "warning",
        "state": "pushed",
        "subject_kind": "warning",
        "subject_id": f"9{next(_NUMBERS):06}",
        "project_id": project.pk if project else "",
        "region_code": project.region_code if project else "220102",
        "industry": project.industry if project else "housing",
        "link": "wages",
        "level": "red",
        "opened_at": NOW,
        "moved_at": NOW,
        **fields,
    }
    return Proceeding.objects.create(**given)


def clock(of: Proceeding, *, due_at: datetime, state: str = "running") -> Clock:
    """A clock of a proceeding that ends at a moment."""
    ended = {"ended_at": NOW} if state in {"met", "late", "void"} else {}
    return Clock.objects.create(
        proceeding=of, code="sign", started_at=NOW, length="1 WD", due_on=due_at.date(), due_at=due_at,
        first_due_on=due_at.date(), state=state, **ended,
    )  # fmt: skip
