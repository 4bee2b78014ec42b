"""Which acts a person may do on many projects at once."""

from xinan.documents.policies import may_write_letters
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.patrols.policies import may_patrol
from xinan.people.duties.enums import DUTY_ROLES
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.web.inbox.bulk.holders import HandOver
from xinan.web.inbox.bulk.letters import DraftReminders
from xinan.web.inbox.bulk.model import BulkAct
from xinan.web.inbox.bulk.moves import move_acts
from xinan.web.inbox.bulk.visits import VisitToday


def bulk_acts(user: User, *, scope: Scope) -> list[BulkAct]:
    """In the order of the day's work: moves of the warnings, who holds them, visits, letters. No query."""
    acts: list[BulkAct] = [*move_acts(scope)]
    if user.organisation_id is not None and not scope.roles.isdisjoint(DUTY_ROLES):
        acts.append(HandOver())
    if may_patrol(scope):
        acts.append(VisitToday())
    if may_write_letters(user, scope=scope):
        acts.append(DraftReminders())
    return acts


def find_act(code: str, *, user: User, scope: Scope) -> BulkAct:
    """The act of this code; NotFound where there is none, or none of this person's."""
    found = next((act for act in bulk_acts(user, scope=scope) if act.code == code), None)
    if found is None:
        raise NotFound(
            "bulk-act",
            Text("没有这个批量办理，或不是您的职责。", "There is no such act, or it is not yours."),
            Text("从列表中选择。", "Choose one from the list."),
        )
    return found
