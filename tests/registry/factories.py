"""Firms, projects and the money held for them."""

from datetime import date
from decimal import Decimal

import factory

from xinan.registry import models


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Region

    region_code = "220102"
    name = "南关区"
    level = "county"
    parent_code = "220100"
    valid_from = date(2000, 1, 1)


class EnterpriseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Enterprise

    enterprise_id = factory.Sequence(lambda n: f"91220100MA{n:08d}")
    name = factory.Sequence(lambda n: f"建设企业{n}")
    region_code = "220102"


class ProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Project

    project_id = factory.Sequence(lambda n: f"P{n:05d}")
    name = factory.Sequence(lambda n: f"项目{n}")
    region_code = "220102"
    industry = "housing"
    owner = factory.SubFactory(EnterpriseFactory)
    contractor = factory.SubFactory(EnterpriseFactory)
    government_invested = False
    contract_price = Decimal("50000000.00")
    contract_signed_on = date(2026, 3, 2)
    permit_required = True
    permit_issued_on = date(2026, 3, 20)
    started_on = date(2026, 4, 1)
    filed_on = date(2026, 4, 1)
    updated_on = date(2026, 11, 1)
    labour_cost_ratio = Decimal("0.250000")
    labour_cost_monthly = Decimal("800000.00")
    payment_guarantee_on = date(2026, 3, 20)
    pay_day = 15
    pay_next_month = True


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Team

    team_id = factory.Sequence(lambda n: f"T{n}")
    project = factory.SubFactory(ProjectFactory)
    enterprise = factory.SelfAttribute("project.contractor")
    name = factory.Sequence(lambda n: f"木工{n}班")


class WageAccountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.WageAccount

    account_id = factory.Sequence(lambda n: f"A{n:05d}")
    project = factory.SubFactory(ProjectFactory)
    bank_id = "102"
    opened_on = date(2026, 3, 20)
    agreement_signed_on = date(2026, 3, 20)


class DepositFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Deposit

    deposit_id = factory.Sequence(lambda n: f"D{n:05d}")
    project = factory.SubFactory(ProjectFactory)
    kind = "cash"
    amount = Decimal("1500000.00")
    effective_on = date(2026, 4, 1)
