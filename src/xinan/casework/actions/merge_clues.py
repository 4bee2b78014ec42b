"""Makes one matter of two clues: every voice is kept, the merged-in clue keeps its number and says where it went."""

from datetime import datetime

from django.db import transaction

from xinan.casework.decisions import summed
from xinan.casework.models import Clue, Voice
from xinan.casework.policies import may_take_clues, visible_clue
from xinan.casework.queries import open_proceeding_of
from xinan.casework.refusals import may_not_take, not_open
from xinan.casework.voices import said_of
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.close_by_system import close_by_system


@transaction.atomic
def merge_clues(clue_id: str, *, into: str, reason: str, by: User, scope: Scope, now: datetime) -> Clue:
    """The clue that goes on. Raises NotFound, NotAllowed, Conflict where one of them is closed or merged already."""
    if not may_take_clues(scope):
        raise may_not_take()
    visible_clue(scope, clue_id=clue_id)
    visible_clue(scope, clue_id=into)
    return put_together(clue_id, into=into, reason=f"{by}：{reason}".strip("："), by=by, now=now)


def put_together(clue_id: str, *, into: str, reason: str, by: User | None, now: datetime) -> Clue:
    """As `merge_clues`, without asking who does it. Inside a transaction."""
    if clue_id == into:
        raise not_open()
    # In one order, so that two merges of the same clues wait for each other.
    rows = {
        each.pk: each
        for each in Clue.objects.select_for_update(of=("self",)).filter(pk__in=[clue_id, into]).order_by("pk")
    }
    gone, kept = rows[clue_id], rows[into]
    proceeding = open_proceeding_of(gone)
    if proceeding is None or kept.merged_into_id is not None or open_proceeding_of(kept) is None:
        raise not_open()
    Voice.objects.filter(clue=gone).update(clue=kept)
    # What was merged into the one that goes now went where it goes.
    Clue.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.conclusion = "repeated"
    gone.save(update_fields=["merged_into", "conclusion"])
    other = {"into": kept.pk, "number": kept.number, "by": by.pk if by is not None else None}
    close_by_system([proceeding.pk], "merge", now=now, reason=reason[:1000], other=other)
    follow_voices(kept)
    if kept.project_id is None and gone.project_id is not None:
        Clue.objects.filter(pk=kept.pk).update(project_id=gone.project_id)
    return Clue.objects.get(pk=kept.pk)


def follow_voices(clue: Clue) -> None:
    """Bring amount, people and months to what the voices say."""
    voices = list(clue.voices.order_by("received_at", "pk"))
    if not voices:
        return
    total = summed([said_of(voice) for voice in voices])
    clue.amount, clue.workers = total.amount, total.workers
    clue.from_month, clue.to_month = total.from_month, total.to_month
    clue.save(update_fields=["amount", "workers", "from_month", "to_month"])
