"""Corrections of what was reported as paid: asked for with a reason, decided by a second person, kept for good."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.relief.enums import AskState
from xinan.registry.fields import money_field

WORDS = 300


class Correction(models.Model):
    """What a line was reported to be, and what it is to be. `failed` says why nothing was paid; else sum and day are given."""

    row = models.ForeignKey(
        "relief.ReliefWorker", verbose_name=_("兜底解困明细"), on_delete=models.PROTECT, related_name="corrections"
    )
    paid_before = money_field(_("原已付金额（元）"))
    paid_on_before = models.DateField(_("原付款日"), null=True, blank=True)
    failed_before = models.CharField(_("原未付原因"), max_length=WORDS, blank=True)
    paid = money_field(_("已付金额（元）"))
    paid_on = models.DateField(_("付款日"), null=True, blank=True)
    failed = models.CharField(_("未付原因"), max_length=WORDS, blank=True)
    reason = models.CharField(_("更正理由"), max_length=WORDS)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(_("状态"), max_length=10, choices=AskState.choices, default=AskState.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审批人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    words = models.CharField(_("审批意见"), max_length=WORDS, blank=True)

    class Meta:
        verbose_name = _("支付结果更正")
        verbose_name_plural = _("支付结果更正")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["row"],
                condition=models.Q(state="asked"),
                name="correction_asked_once",
                violation_error_message=_("该行已有待审批的更正。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "refused"])
                | models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by")),
                name="correction_takes_two",
                violation_error_message=_("提出人不能审批自己的更正。"),
            ),
            models.CheckConstraint(
                condition=models.Q(paid=0, paid_on=None) & ~models.Q(failed="")
                | models.Q(paid__gt=0, paid_on__isnull=False, failed=""),
                name="correction_says_what",
                violation_error_message=_("更正须写明金额和付款日，或未付原因。"),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="correction_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="correction_decided_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["approved", "refused", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.state}"
