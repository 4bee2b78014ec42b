"""Who may take which batch back: the firm's labour manager, those of the firm's own projects that it sent itself."""

from datetime import date

from django.db.models import QuerySet

from xinan.intake.corrections.scope import TABLES_OF
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.intake.policies import importable_projects
from xinan.people.models import User

# What a bank reports is the bank's to correct.
_OWN_SOURCES = (BatchSource.UPLOAD, BatchSource.COMMAND, BatchSource.API, BatchSource.NATIONAL)


def withdrawable_batches(user: User, *, today: date) -> QuerySet[Batch]:
    """The batches the user may take back, or replace."""
    projects = importable_projects(user, today=today).values("project_id")
    return Batch.objects.filter(
        project_id__in=projects,
        kind__in=TABLES_OF,
        source__in=_OWN_SOURCES,
        state=BatchState.DONE,
        withdrawal__isnull=True,
    )
