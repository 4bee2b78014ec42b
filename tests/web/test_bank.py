"""Batches in their three stages and days that do not reconcile, as each person may see them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.registry.factories import ProjectFactory
from tests.workforce.factories import WorkerFactory
from xinan.payments.models import AccountDay, BulkMovement, PaymentBatch, PaymentOrder
from xinan.registry.models import Project, WageAccount

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
BANK, OTHER_BANK = "91220101MA0000001B", "91220101MA0000002B"


def account(project: Project, *, bank_id: str = BANK) -> WageAccount:
    return WageAccount.objects.create(
        account_id=f"A{project.pk}",
        project=project,
        bank_id=bank_id,
        bank_name="吉林银行",
        number_masked="**** 6789",
        opened_on=date(2026, 4, 1),
    )


def batch(project: Project, *, states: tuple[str, ...], number: str = "DF-1") -> PaymentBatch:
    made = PaymentBatch.objects.create(
        batch_key=f"{project.pk}:{number}",
        project=project,
        number=number,
        account=account(project),
        wage_month="2026-10",
        made_on=date(2026, 11, 13),
    )
    for line, state in enumerate(states, start=1):
        PaymentOrder.objects.create(
            order_key=f"{made.pk}:{line:05d}",
            payment_batch=made,
            line=line,
            worker=WorkerFactory(),
            wage_month="2026-10",
            payable=Decimal("1000"),
            sent=Decimal("1000"),
            paid=Decimal("1000") if state == "paid" else None,
            status=state,
            settled_on=date(2026, 11, 13),
        )
    return made


def differs(project: Project) -> AccountDay:
    return AccountDay.objects.create(
        account=WageAccount.objects.get(project=project),
        day=date(2026, 11, 16),
        bank_count=36,
        bank_total=Decimal("276480"),
        held_count=35,
        held_total=Decimal("268800"),
        compared_on=date(2026, 11, 17),
        differed_on=date(2026, 11, 17),
    )


def test_the_bank_sees_its_batches_and_differences_with_both_figures(sign_in: SignIn) -> None:
    project, elsewhere = ProjectFactory(), ProjectFactory()
    batch(project, states=("paid", "failed", "returned", "sent"))
    differs(project)
    account(elsewhere, bank_id=OTHER_BANK)
    differs(elsewhere)
    page = sign_in("bank", enterprise_id=BANK).get(reverse("bank")).content.decode()
    assert project.name in page
    assert elsewhere.name not in page
    for figure in ("36", "35", "276,480.00", "268,800.00", "4,000.00", "1,000.00", "DF-1"):
        assert figure in page


def test_a_stranger_sees_neither_the_projects_page_nor_the_batch(sign_in: SignIn) -> None:
    project = ProjectFactory()
    batch(project, states=("paid",))
    client = sign_in("bank", enterprise_id=OTHER_BANK)
    for address in (
        reverse("project-bank", args=[project.pk]),
        reverse("bank-batch", args=[project.pk, "DF-1"]),
    ):
        assert client.get(address).status_code == 404


def test_the_batch_shows_its_lines_masked_and_what_does_not_fit(sign_in: SignIn) -> None:
    project = ProjectFactory()
    made = batch(project, states=("paid", "returned", "failed"))
    BulkMovement.objects.create(
        movement_id="m1",
        account=made.account,
        batch_number="DF-1",
        booked_on=date(2026, 11, 13),
        amount=Decimal("3000"),  # the failed line's thousand left the account too, and has not come back
        balance_after=Decimal(0),
    )
    made.accepted_at, made.accepted_lines, made.accepted_total = "2026-11-13T08:00:00+08:00", 2, Decimal("2000")
    made.save()
    page = sign_in("county_inspector", region_code="220102").get(reverse("bank-batch", args=[project.pk, "DF-1"]))
    text = page.content.decode()
    assert "与专户流水不符" in text
    assert "与银行受理数不符" in text
    assert (text.count("<tr>"), "张*" in text) == (4, True)  # the heads and three lines
    BulkMovement.objects.update(amount=Decimal("2000"))
    PaymentBatch.objects.update(accepted_lines=3, accepted_total=Decimal("3000"))
    again = page.client.get(reverse("bank-batch", args=[project.pk, "DF-1"])).content.decode()
    assert "不符" not in again


def test_the_project_page_and_the_inbox_tell_of_a_difference_until_it_is_settled(sign_in: SignIn) -> None:
    project = ProjectFactory()
    account(project)
    client, words = sign_in(), "1 个项目的专户共有 1 天对账不符"
    assert words not in client.get(reverse("inbox")).content.decode()
    day = differs(project)
    assert words in client.get(reverse("inbox")).content.decode()
    assert "有 1 天对账不符" in client.get(reverse("project", args=[project.pk])).content.decode()
    day.agrees = True
    day.save()
    assert words not in client.get(reverse("inbox")).content.decode()
    assert "对账不符" not in client.get(reverse("project", args=[project.pk])).content.decode()


def test_many_batches_take_as_few_queries_as_one(sign_in: SignIn) -> None:
    client = sign_in()
    batch(ProjectFactory(), states=("paid", "returned"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("bank"))
    for _ in range(4):
        batch(ProjectFactory(), states=("paid", "returned"))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("bank"))
    assert len(many) == len(few)
