"""Take an approved change back: another change, approved like any other, that restores what would hold without it."""

from datetime import date, datetime

from django.db import transaction

from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text
from xinan.monitoring.actions.draft_change import Wish, draft_change
from xinan.monitoring.book import book_without, current_book
from xinan.monitoring.change_enums import ChangeState
from xinan.monitoring.change_log import held_change, require_state
from xinan.monitoring.change_models import RuleChange
from xinan.people.models import User
from xinan.rules.values import same_value, value_to_json


@transaction.atomic
def draft_revert(number: int, *, from_on: date, reason: str, author: User, now: datetime) -> RuleChange:
    """A draft that restores the value as it would be without this change, from a day on.

    A change whose day has not come is undone from that day. Raises as `draft_change`; Conflict where it is undone already.
    """
    change = held_change(number)
    require_state(change, {ChangeState.APPROVED})
    since = change.in_force_from or from_on
    day = max(from_on, since)
    if change.reverted_by.filter(state=ChangeState.APPROVED).exists():
        raise _undone()
    former = book_without(change).parameter(change.owner, change.name)
    standing = current_book().parameter(change.owner, change.name)
    own = former.own_step(on=day, region=change.region_code) if change.region_code else former.step(on=day)
    there = standing.own_step(on=day, region=change.region_code) if change.region_code else standing.step(on=day)
    if (own is None and there is None) or (own and there and same_value(own.value, there.value)):
        raise _undone()
    kept = None if own is None else value_to_json(own.value)
    given = {level: str(text) for level, text in kept.items()} if isinstance(kept, dict) else _written(kept)
    return draft_change(
        Wish(
            owner=change.owner,
            name=change.name,
            region_code=change.region_code,
            given=given,
            from_on=day,
            source=f"撤销第 {change.pk} 号规则变更",
            reason=reason,
            ends=own is None,
            reverts=change.pk,
        ),
        author=author,
        now=now,
    )


def _written(kept: object) -> str:
    return str(kept).lower() if isinstance(kept, bool) else str(kept)


def _undone() -> Conflict:
    return Conflict(
        "change-undone-already",
        Text("这项变更已不起作用。", "The change has no effect any more."),
        Text("它已被撤销，或已被后来的变更取代。", "It was taken back, or a later change took its place."),
    )
