"""Payroll, payments and account movements."""

from datetime import date
from decimal import Decimal

import factory

from tests.registry.factories import ProjectFactory, WageAccountFactory
from tests.workforce.factories import WorkerFactory
from xinan.payments import models


class PayrollLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PayrollLine

    line_id = factory.Sequence(lambda n: f"L{n:06d}")
    project = factory.SubFactory(ProjectFactory)
    worker = factory.SubFactory(WorkerFactory)
    wage_month = "2026-09"
    days = Decimal("20")
    payable = Decimal("6000.00")
    submitted_on = date(2026, 10, 8)
    confirmed_on = date(2026, 10, 9)
    approved_on = date(2026, 10, 9)


class WagePaymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.WagePayment

    payment_id = factory.Sequence(lambda n: f"Z{n:06d}")
    project = factory.SubFactory(ProjectFactory)
    worker = factory.SubFactory(WorkerFactory)
    wage_month = "2026-09"
    amount = Decimal("6000.00")
    paid_on = date(2026, 10, 14)
    status = "paid"
    account = factory.SubFactory(WageAccountFactory, project=factory.SelfAttribute("..project"))


class AccountEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AccountEntry

    entry_id = factory.Sequence(lambda n: f"X{n:06d}")
    account = factory.SubFactory(WageAccountFactory)
    booked_on = date(2026, 10, 10)
    direction = "in"
    amount = Decimal("800000.00")
    counterparty_kind = "owner"
    balance_after = Decimal("800000.00")
