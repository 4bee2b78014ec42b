"""What the project page and the inbox say of batches and of days that do not reconcile."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from xinan.payments.models import PaymentBatch
from xinan.payments.queries import BatchStages, batch_stages, open_differences
from xinan.registry.models import Project

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class BankSummary:
    """The newest batches of a project and how many days differ."""

    batches: tuple[BatchStages, ...]
    differences: int

    @property
    def shown(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.batches or self.differences)


@dataclass(frozen=True, slots=True)
class Differing:
    """How many days of how many projects in scope do not reconcile."""

    days: int
    projects: int


def bank_summary(project: Project) -> BankSummary:
    """For the project page, as things stand now."""
    newest = PaymentBatch.objects.filter(project=project).order_by("-made_on", "-number", "batch_key")
    keys = list(newest.values_list("pk", flat=True)[:_SHOWN])
    batches = tuple(batch_stages(PaymentBatch.objects.filter(pk__in=keys))) if keys else ()
    return BankSummary(batches, open_differences([project.pk]).count())


def differing(projects: QuerySet[Project]) -> Differing:
    """For the inbox; one query."""
    days = open_differences(projects.values("pk")).order_by()
    counted = days.aggregate(days=Count("pk"), projects=Count("account__project", distinct=True))
    return Differing(counted["days"], counted["projects"])
