"""Begin handling: many at once, in a number of statements that does not grow with them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from xinan.procedures.calendars import calendar_in_force
from xinan.procedures.clockwork import Fired, apply_triggers
from xinan.procedures.enums import ActorKind
from xinan.procedures.errors import AlreadyOpen
from xinan.procedures.given import Opening
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.registry import find_procedure
from xinan.procedures.transitions import opening_triggers

OPEN = "open"
_ONCE = "proceeding_open_once"


def open_proceedings(openings: Sequence[Opening], *, now: datetime) -> list[Proceeding]:
    """Open a proceeding for each, in the order given, with its opening step, its clocks and their first act.

    One transaction of a fixed number of statements. Raises AlreadyOpen where a subject has one that is not closed.
    """
    if not openings:
        return []
    try:
        with transaction.atomic():
            return _opened(openings, now=now)
    except IntegrityError as error:
        if _ONCE in str(error):
            raise AlreadyOpen from error
        raise


def _opened(openings: Sequence[Opening], *, now: datetime) -> list[Proceeding]:
    opened = Proceeding.objects.bulk_create(_proceeding(opening, now=now) for opening in openings)
    Step.objects.bulk_create(
        Step(
            proceeding=one,
            move=OPEN,
            state_after=one.state,
            as_kind=ActorKind.SYSTEM,
            at=now,
            version=0,
            reason=opening.reason,
            other=dict(opening.other),
        )
        for one, opening in zip(opened, openings, strict=True)
    )
    fired = [Fired(one, opening_triggers(one.state), now) for one in opened]
    apply_triggers(fired, now=now, calendar=calendar_in_force(), fresh=True)
    return opened


def _proceeding(opening: Opening, *, now: datetime) -> Proceeding:
    procedure = find_procedure(opening.procedure)
    state = opening.state or procedure.initial
    if state not in procedure.first_states:
        raise ValueError(f"{procedure.code} does not open in the state {state}")
    return Proceeding(
        procedure=procedure.code,
        state=state,
        subject_kind=opening.subject_kind,
        subject_id=opening.subject_id,
        project_id=opening.project_id,
        region_code=opening.region_code,
        industry=opening.industry,
        link=opening.link,
        level=opening.level,
        holder_id=opening.holder_id,
        holder_office_id=opening.holder_office_id,
        addressee_enterprise_id=opening.addressee_enterprise_id,
        parties=list(opening.parties),
        opened_at=now,
        moved_at=now,
        previous_id=opening.previous_id,
        access=opening.access,
        named=list(opening.named),
    )
