"""Tells of tasks whose day has passed without an answer: whoever was asked, and who gave them; once each."""

from datetime import datetime

from django.db import transaction

from xinan.casework.cases.actions.give_task import asked_people
from xinan.casework.cases.enums import TaskState
from xinan.casework.cases.models import CaseTask
from xinan.casework.cases.telling import OVERDUE, tell_task
from xinan.procedures.reckoning import day_of


@transaction.atomic
def remind_tasks(*, now: datetime) -> int:
    """Tell of each open task that is overdue and has not been told of; how many tasks."""
    late = CaseTask.objects.filter(state=TaskState.OPEN, due_on__lt=day_of(now), overdue_told_at=None)
    tasks = list(late.select_for_update(of=("self",), skip_locked=True).select_related("to_user", "made_by"))
    for task in tasks:
        people = {user.pk: user for user in (*asked_people(task), task.made_by)}
        tell_task(task, people.values(), kind=OVERDUE, now=now)
        task.overdue_told_at = now
        task.save(update_fields=["overdue_told_at"])
    return len(tasks)
