"""Who may make a payment batch, and who may have the list of its payees in clear."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.intake.credentials.policies import banks_of
from xinan.intake.policies import importable_projects
from xinan.payments.models import PaymentBatch
from xinan.people.models import User
from xinan.registry.models import Project


def payable_projects(user: User, *, today: date) -> QuerySet[Project]:
    """The projects whose wages the user may have paid: those of the user's own firm as general contractor."""
    return importable_projects(user, today=today)


def open_batches(user: User, *, today: date) -> QuerySet[PaymentBatch]:
    """The batches whose payees the user may have in clear: the contractor that pays them, and the bank they go to."""
    banks = banks_of(user, today=today) or frozenset()
    own = payable_projects(user, today=today).values("pk")
    return PaymentBatch.objects.filter(Q(project__in=own) | Q(account__bank_id__in=banks))
