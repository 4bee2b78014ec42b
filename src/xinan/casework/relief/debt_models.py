"""Who has to pay back what was advanced, what came back, what was given up by whom (条例 18, 19, 30, 36, 63)."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.procedures.models import Step
from xinan.registry.fields import money_field, not_negative
from xinan.registry.history import tracked
from xinan.registry.models import Enterprise

WORDS = 300


@tracked()
class Debt(models.Model):
    """A debtor of what was advanced. `amount` None: whatever the others do not owe, so that it follows corrections."""

    relief = models.ForeignKey(
        "relief.Relief", verbose_name=_("兜底解困"), on_delete=models.PROTECT, related_name="debts"
    )
    role = models.CharField(_("身份"), max_length=20)
    debtor = models.ForeignKey(
        Enterprise, verbose_name=_("债务单位"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    amount = money_field(_("应还金额（元）"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    noted_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("追偿对象")
        verbose_name_plural = _("追偿对象")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["relief"],
                condition=models.Q(amount=None),
                name="debt_rest_once",
                violation_error_message=_("其余部分只能由一个单位承担。"),
            ),
            models.UniqueConstraint(
                fields=["relief", "role", "debtor"],
                name="debt_of_debtor_once",
                nulls_distinct=False,
                violation_error_message=_("该单位已在追偿对象中。"),
            ),
            not_negative("amount", name="debt_not_negative"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="debt_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.relief_id} {self.role}"


@tracked()
class Recovery(models.Model):
    """What came back from whoever owed it (条例 63); its proof lies with the step. Never changed."""

    relief = models.ForeignKey(
        "relief.Relief", verbose_name=_("兜底解困"), on_delete=models.PROTECT, related_name="recoveries"
    )
    debt = models.ForeignKey(
        Debt, verbose_name=_("追偿对象"), on_delete=models.PROTECT, related_name="recoveries", null=True, blank=True
    )
    payer = models.ForeignKey(
        Enterprise, verbose_name=_("还款单位"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    amount = money_field(_("金额（元）"))
    received_on = models.DateField(_("到账日"))
    words = models.CharField(_("说明"), max_length=WORDS, blank=True)
    step = models.ForeignKey(
        Step, verbose_name=_("步骤"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("追偿")
        verbose_name_plural = _("追偿")
        ordering: ClassVar = ["received_on", "id"]
        constraints: ClassVar = [not_negative("amount", name="recovery_not_negative")]
        triggers: ClassVar = [pgtrigger.Protect(name="recovery_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.relief_id} {self.received_on}"


@tracked()
class WriteOff(models.Model):
    """What of a debt is not asked for any more, by whose approval and why. Never changed."""

    debt = models.ForeignKey(Debt, verbose_name=_("追偿对象"), on_delete=models.PROTECT, related_name="write_offs")
    amount = money_field(_("金额（元）"))
    reason = models.CharField(_("理由"), max_length=2000)
    step = models.ForeignKey(Step, verbose_name=_("步骤"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("批准人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("批准时间"))

    class Meta:
        verbose_name = _("核销")
        verbose_name_plural = _("核销")
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [not_negative("amount", name="write_off_not_negative")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="write_off_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.debt_id} {self.at:%Y-%m-%d}"
