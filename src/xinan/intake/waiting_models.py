"""Single facts that were answered and wait to be taken: kept at once, taken together a moment later."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.intake.credential_models import Credential


class WaitingFact(models.Model):
    """One fact sent by itself, sealed (context `waiting.fact`, JSON inside) until it is line `line` of `batch`."""

    credential = models.ForeignKey(
        Credential, verbose_name=_("接口凭证"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    project_id = models.CharField(_("项目编号"), max_length=64)
    kind = models.CharField(_("数据种类"), max_length=40)
    sealed = models.TextField(_("内容（加密）"), blank=True)
    # As in Batch: the sender's own key, and what came under it first.
    sender_key = models.CharField(_("来源方编号"), max_length=100, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    received_at = models.DateTimeField(_("接收时间"))
    # No constraint of the database: batches are kept longer than what waited for them.
    batch_id = models.BigIntegerField(_("批次"), null=True, blank=True)
    line = models.PositiveIntegerField(_("行"), default=0)

    class Meta:
        verbose_name = _("待入库数据")
        verbose_name_plural = _("待入库数据")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sender_key"],
                condition=~models.Q(sender_key=""),
                name="waiting_fact_of_sender_once",
                violation_error_message=_("该编号已经提交过。"),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(batch_id=None), name="waiting_fact_still_waits"),
            models.Index(fields=["received_at"], name="waiting_fact_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
