"""Workers and their time on projects."""

from datetime import date, datetime
from decimal import Decimal

import factory

from tests.registry.factories import ProjectFactory
from xinan.kernel.clock import CHINA
from xinan.workforce import models


class WorkerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Worker

    worker_id = factory.Sequence(lambda n: f"W{n:06d}")
    name_masked = "张*"
    birth_on = date(1985, 5, 1)
    sex = "male"
    identity_valid = True
    wage_card = factory.Sequence(lambda n: f"{n:064x}")
    card_holder_matches = True


class EmploymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Employment

    employment_id = factory.Sequence(lambda n: f"E{n:06d}")
    project = factory.SubFactory(ProjectFactory)
    worker = factory.SubFactory(WorkerFactory)
    employer = factory.SelfAttribute("project.contractor")
    post = "worker"
    registered_on = date(2026, 4, 1)
    contract_signed_on = date(2026, 4, 1)
    entered_on = date(2026, 4, 1)
    day_rate = Decimal("300.00")


class PunchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Punch

    project = factory.SubFactory(ProjectFactory)
    worker = factory.SubFactory(WorkerFactory)
    at = datetime(2026, 9, 1, 7, 0, tzinfo=CHINA)
    direction = "01"
    method = "001"
