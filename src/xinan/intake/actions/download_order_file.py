"""The file of a payment batch for a bank without an interface; who took it is written down first."""

from datetime import datetime

from django.db import transaction

from xinan.intake.banks.order_file import order_workbook
from xinan.intake.banks.policies import open_batches
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.people.models import AccessRecord, User


def download_order_file(
    project_id: str, *, number: str, by: User, now: datetime, keyring: Keyring, request_id: str = ""
) -> bytes:
    """The workbook. Raises NotFound `batch.not_open`, for a batch that is neither the user's firm's nor bank's."""
    batch = open_batches(by, today=now.date()).filter(project_id=project_id, number=number).first()
    if batch is None:
        raise NotFound(
            "batch.not_open",
            Text("没有这个代发批次，或它不是本单位的。", "There is no such payment batch, or it is not yours."),
            Text("请从项目的代发批次页面进入。", "Open it from the project's page of batches."),
        )
    with transaction.atomic():
        AccessRecord.objects.create(
            user=by,
            subject_kind="payment_batch",
            subject_id=batch.pk[:64],
            field="payees",
            reason=f"下载代发文件 {batch.number}",
            project_id=project_id,
            request_id=request_id,
            at=now,
        )
        return order_workbook(batch, keyring=keyring)
