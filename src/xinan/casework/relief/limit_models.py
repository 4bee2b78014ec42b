"""Limits of the emergency fund that a place has set: by whom, from which day, by which rule, approved by whom."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.relief.enums import AskState

WORDS = 300


class LimitChange(models.Model):
    """One limit for the province (region blank) or a place, from a day on. In force never before the approval."""

    name = models.CharField(_("限额"), max_length=40)
    region_code = models.CharField(_("地区"), max_length=12, blank=True)
    value = models.DecimalField(_("新值"), max_digits=18, decimal_places=4)
    value_before = models.DecimalField(_("原值"), max_digits=18, decimal_places=4)
    is_default = models.BooleanField(_("是默认值"), default=False)
    from_on = models.DateField(_("拟自何日起"))
    source = models.CharField(_("依据"), max_length=WORDS)
    reason = models.CharField(_("理由"), max_length=WORDS)
    state = models.CharField(_("状态"), max_length=10, choices=AskState.choices, default=AskState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("提出时间"))
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
    in_force_from = models.DateField(_("施行日"), null=True, blank=True)

    class Meta:
        verbose_name = _("周转金限额变更")
        verbose_name_plural = _("周转金限额变更")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "refused"])
                | models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by")),
                name="limit_change_takes_two",
                violation_error_message=_("提出人不能审批自己的变更。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(in_force_from__isnull=False),
                name="limit_change_says_from_when",
                violation_error_message=_("批准的限额须有施行日。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(reason=""),
                name="limit_change_says_why",
                violation_error_message=_("限额须写明依据和理由。"),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="limit_change_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="limit_change_decided_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["approved", "refused", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.region_code}".strip()
