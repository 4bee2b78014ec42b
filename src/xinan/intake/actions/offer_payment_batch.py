"""A labour manager has a month's wages paid: the batch is made, and the bank's people are told that it waits."""

from datetime import datetime

from django.db import transaction

from xinan.intake.actions.make_payment_batch import make_payment_batch
from xinan.intake.actions.plan_payment_batch import BatchPlan, plan_payment_batch
from xinan.intake.banks.policies import payable_projects
from xinan.intake.credential_models import Credential
from xinan.intake.notice_kinds import BATCH_WAITING
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.notices.recipients import holders_of
from xinan.payments.models import PaymentBatch
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.registry.models import Project


def preview_payment_batch(project_id: str, *, month: str, by: User, now: datetime) -> BatchPlan:
    """What `offer_payment_batch` would make. Raises NotFound `batch.not_yours`, `batch.no_account`."""
    return plan_payment_batch(_own(project_id, by=by, now=now), month=month, today=now.date())


def offer_payment_batch(project_id: str, *, month: str, by: User, now: datetime) -> PaymentBatch:
    """Make the batch and tell the bank. Raises as `preview_payment_batch` and `make_payment_batch`."""
    project = _own(project_id, by=by, now=now)
    with transaction.atomic():
        batch = make_payment_batch(project.pk, month=month, today=now.date())
        lines = batch.orders.count()
        if batch.account is not None and batch.account.bank_id:
            notify(
                holders_of(Role.BANK, on=now.date(), enterprise_id=batch.account.bank_id),
                kind=BATCH_WAITING.code,
                subject=Text(f"{project.name} {month} 工资待代发", f"Wages of {project.name} for {month} to be paid"),
                body=Text(
                    f"代发批次 {batch.number} 共 {lines} 笔，请由接口取走或下载代发文件办理。",
                    f"Payment batch {batch.number} has {lines} lines; fetch it by the interface or download its file.",
                ),
                link=f"/projects/{project.pk}/bank/{batch.number}/",
                about_kind="payment_batch",
                about_id=batch.pk,
                now=now,
            )
    return batch


def has_interface(bank_id: str) -> bool:
    """Whether the bank has a credential, with which it fetches batches itself."""
    return bool(bank_id) and Credential.objects.filter(bank_id=bank_id, revoked_at=None).exists()


def _own(project_id: str, *, by: User, now: datetime) -> Project:
    project = payable_projects(by, today=now.date()).filter(pk=project_id).first()
    if project is None:
        raise NotFound(
            "batch.not_yours",
            Text("没有这个项目，或它不属于本单位。", "There is no such project, or it is not your firm's."),
            Text("代发批次由项目的施工总承包单位生成。", "The project's general contractor makes its batches."),
        )
    return project
