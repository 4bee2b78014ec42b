"""Says which project and firm a clue concerns, once somebody knows: its place, trade and the rules follow."""

from datetime import datetime

from django.db import transaction

from xinan.casework.likes import put_into_group
from xinan.casework.models import Clue
from xinan.casework.policies import may_take_clues, visible_clue
from xinan.casework.queries import open_proceeding_of
from xinan.casework.refusals import may_not_take, not_open
from xinan.casework.turns import wait_for_site
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.set_place import set_place
from xinan.registry.models import Enterprise
from xinan.registry.policies import visible_project


@transaction.atomic
def identify_clue(
    clue_id: str, *, project_id: str = "", employer_id: str = "", by: User, scope: Scope, now: datetime
) -> Clue:
    """The clue with its project, firm or both; what is left empty stays as it was. The history keeps who said so.

    Raises NotFound (also a project out of the scope: pass the clue on there), NotAllowed, Conflict where it is closed.
    """
    if not may_take_clues(scope):
        raise may_not_take()
    visible_clue(scope, clue_id=clue_id)
    wait_for_site(project_id)
    clue = Clue.objects.select_for_update(of=("self",)).get(pk=clue_id)
    proceeding = open_proceeding_of(clue)
    if proceeding is None:
        raise not_open()
    if employer_id:
        clue.employer = Enterprise.objects.filter(pk=employer_id).first() or clue.employer
    if project_id and project_id != clue.project_id:
        project = visible_project(scope, project_id=project_id)
        clue.project, clue.region_code, clue.industry, clue.group = project, project.region_code, project.industry, None
        place = {"region_code": project.region_code, "industry": project.industry, "project_id": project.pk}
        set_place([proceeding.pk], **place)
    clue.save()
    put_into_group(clue, now=now)
    return clue
