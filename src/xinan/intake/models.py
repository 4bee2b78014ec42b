"""Batches: every fact comes in as one, is checked row by row, and is answered only after commit."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from xinan.intake.bank_models import BankNonce as BankNonce
from xinan.intake.correction_models import Restatement as Restatement
from xinan.intake.correction_models import Withdrawal as Withdrawal
from xinan.intake.credential_models import AccessToken as AccessToken
from xinan.intake.credential_models import Credential as Credential
from xinan.intake.credential_models import CredentialSecret as CredentialSecret
from xinan.intake.credential_models import CredentialUse as CredentialUse
from xinan.intake.feed_models import FeedDay as FeedDay
from xinan.intake.feed_models import FeedStanding as FeedStanding
from xinan.intake.mapping_models import ColumnMapping as ColumnMapping
from xinan.intake.national_models import NationalHandling as NationalHandling
from xinan.intake.national_models import NationalNonce as NationalNonce
from xinan.intake.switchboard.counting import feed_counts
from xinan.intake.waiting_models import WaitingFact as WaitingFact


class BatchSource(models.TextChoices):
    """By which way a batch came."""

    UPLOAD = "upload", _("网页上传")
    COMMAND = "command", _("命令行导入")
    API = "api", _("开放接口")
    NATIONAL = "national", _("全国实名制接口")
    BANK = "bank", _("银行接口")
    DEMO = "demo", _("演示数据")


class BatchState(models.TextChoices):
    """How far a batch has come."""

    RECEIVED = "received", _("已接收")
    ASKING = "asking", _("待确认各列")
    RUNNING = "running", _("处理中")
    DONE = "done", _("已入库")
    DRY = "dry", _("试运行（未入库）")
    REFUSED = "refused", _("未入库")


class Batch(models.Model):
    """One file or message of facts: where from, what became of its rows."""

    source = models.CharField(_("来源"), max_length=10, choices=BatchSource.choices)
    kind = models.CharField(_("数据种类"), max_length=40)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    # SM3 or SHA-256 of the content, in hexadecimal: the same content twice changes nothing and says so.
    digest = models.CharField(_("内容摘要"), max_length=64, db_index=True)
    # What the sender calls it; a sender's key seen again is answered with the first outcome.
    sender_key = models.CharField(_("来源方批次号"), max_length=100, blank=True)
    project_id = models.CharField(_("项目编号"), max_length=64, blank=True, db_index=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提交人"), on_delete=models.PROTECT, null=True, blank=True
    )
    # By which machine's credential it came; empty for people.
    credential = models.ForeignKey(
        Credential, verbose_name=_("接口凭证"), on_delete=models.PROTECT, null=True, blank=True, related_name="batches"
    )
    received_at = models.DateTimeField(_("接收时间"), db_default=Now())
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=BatchState.choices, default=BatchState.RECEIVED)
    all_or_nothing = models.BooleanField(_("有错则整批不入库"), default=False)
    dry_run = models.BooleanField(_("试运行"), default=False)
    # Files sent together are taken in the order in which they need each other.
    upload_key = models.CharField(_("上传编号"), max_length=36, blank=True, db_index=True)
    sheet = models.CharField(_("工作表"), max_length=100, blank=True)
    progress = models.PositiveSmallIntegerField(_("进度（%）"), default=0)
    rows = models.PositiveIntegerField(_("总行数"), default=0)
    added = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("更正"), default=0)
    unchanged = models.PositiveIntegerField(_("无变化"), default=0)
    rejected = models.PositiveIntegerField(_("有误"), default=0)
    # What its sender says about it: why what was reported before is reported anew.
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", verbose_name=_("替换批次"), on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )
    # What was noticed in reading and is no fault: {"code", "zh", "en"}. Never the value of an identity.
    notes = models.JSONField(_("读取说明"), default=list, blank=True)
    # What the sender said for this one sheet alone, such as its month: values by column name.
    said = models.JSONField(_("本次填写"), default=dict, blank=True)
    # The file as it came, sealed (context `batch.original`, base64 inside), for the error workbook.
    original_sealed = models.TextField(_("原文件（加密）"), blank=True)
    # The batch whose original was taken once more as this one, and who asked for it.
    retake_of = models.ForeignKey(
        "self", verbose_name=_("重取自"), on_delete=models.PROTECT, related_name="retakes", null=True, blank=True
    )
    retaken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("重取人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("数据批次")
        verbose_name_plural = _("数据批次")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "sender_key"],
                condition=~models.Q(sender_key=""),
                name="batch_of_sender_once",
                violation_error_message=_("该批次号已经提交过。"),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["project_id", "-received_at"], name="batch_of_project"),
            models.Index(fields=["project_id", "kind"], condition=models.Q(finished_at=None), name="batch_waiting"),
        ]
        triggers: ClassVar = feed_counts()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class RowFault(models.Model):
    """What is wrong with a row of a batch, and what would be right. Never the value of an identity."""

    batch = models.ForeignKey(Batch, verbose_name=_("批次"), on_delete=models.CASCADE, related_name="faults")
    sheet = models.CharField(_("工作表"), max_length=100, blank=True)
    row = models.PositiveIntegerField(_("行"))
    column = models.CharField(_("列"), max_length=100, blank=True)
    code = models.CharField(_("代码"), max_length=60)
    what_zh = models.CharField(_("问题"), max_length=300)
    what_en = models.CharField(max_length=300)
    remedy_zh = models.CharField(_("正确的写法"), max_length=300)
    remedy_en = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("行错误")
        verbose_name_plural = _("行错误")
        ordering: ClassVar = ["batch", "sheet", "row", "id"]
        indexes: ClassVar = [models.Index(fields=["batch", "sheet", "row"], name="row_fault_of_batch")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column} {self.code}"
