"""Warnings of the small province in people's hands: proceedings opened as the engine would, moved through the real actions."""

from collections.abc import Iterable
from datetime import datetime

from xinan.monitoring.models import Warning
from xinan.people.models import Organisation, User
from xinan.people.scope import scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.given import Opening
from xinan.procedures.models import Proceeding


def handled(
    warnings: Iterable[Warning], *, now: datetime, holder: User | None = None, office: Organisation | None = None
) -> list[Proceeding]:
    """A proceeding for each warning, pushed."""
    openings = [
        Opening(
            procedure="warning",
            subject_kind="warning",
            subject_id=str(warning.pk),
            project_id=str(warning.project_id),
            region_code=warning.project.region_code if warning.project else "",
            industry=warning.project.industry if warning.project else "",
            link=warning.rule.split("/")[0],
            level=warning.level,
            holder_id=holder.pk if holder else None,
            holder_office_id=office.pk if office else None,
            addressee_enterprise_id=warning.project.contractor_id if warning.project else "",
            parties=(f"contractor:{warning.project.contractor_id}",) if warning.project else (),
        )
        for warning in warnings
    ]
    return open_proceedings(openings, now=now)


def moved(proceeding: Proceeding, move: str, *, by: User, now: datetime, **given: object) -> Proceeding:
    """The proceeding after a move by an officer or a firm's clerk."""
    fresh = Proceeding.objects.get(pk=proceeding.pk)
    scope = scope_of(by, on=now.date())
    return make_move(fresh.pk, move, by=by, scope=scope, now=now, version=fresh.version, **given)  # type: ignore[arg-type]
