"""Keeps what was answered about a clue; the same again is no second answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xinan.casework.choosing.models import WayAnswers
from xinan.casework.choosing.queries import last_said
from xinan.casework.models import Clue
from xinan.casework.policies import may_take_clues, visible_clue
from xinan.casework.queries import open_proceeding_of
from xinan.casework.refusals import may_not_take, not_open
from xinan.people.models import User
from xinan.people.scope import Scope


@transaction.atomic
def keep_answers(clue_id: str, said: Mapping[str, Any], *, by: User, scope: Scope, now: datetime) -> WayAnswers | None:
    """The answers with who and when; None where nothing changed. Raises NotFound, NotAllowed, Conflict on a closed clue."""
    if not may_take_clues(scope):
        raise may_not_take()
    visible_clue(scope, clue_id=clue_id)
    clue = Clue.objects.select_for_update(of=("self",)).get(pk=clue_id)
    if open_proceeding_of(clue) is None:
        raise not_open()
    given = {name: value for name, value in said.items() if value}
    if given == last_said(clue):
        return None
    return WayAnswers.objects.create(clue=clue, said=given, at=now, by=by)
