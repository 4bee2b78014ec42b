"""Figures of the law as offices enter them. None is deleted; one that is decided never changes."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.lawbook.enums import FigureState
from xinan.registry.history import tracked

WORDS = 1000
SOURCE_LENGTH = 300
CODE_LENGTH = 40


@tracked()
class LegalFigure(models.Model):
    """The value of one parameter of the law (`casework.law.parameters`) from a day on, for the province or a place of it.

    `source` is the document that says so. It counts once another person than its author has approved it.
    """

    code = models.CharField(_("参数"), max_length=CODE_LENGTH)
    region_code = models.CharField(_("地区"), max_length=12)
    value = models.DecimalField(_("数值"), max_digits=14, decimal_places=2)
    from_on = models.DateField(_("施行日"))
    source = models.CharField(_("依据"), max_length=SOURCE_LENGTH)
    reason = models.TextField(_("说明"), max_length=WORDS, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=FigureState.choices, default=FigureState.SUBMITTED)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("录入人"), on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(_("录入时间"))
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("复核人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    decision_words = models.TextField(_("复核意见"), max_length=WORDS, blank=True)

    class Meta:
        verbose_name = _("数额标准")
        verbose_name_plural = _("数额标准")
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="legal_figure_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="legal_figure_decided_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["approved", "rejected", "withdrawn"]),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approver=None) | ~models.Q(approver=models.F("author")),
                name="legal_figure_takes_two",
                violation_error_message=_("录入人不能复核自己录入的数值。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approver__isnull=False, decided_at__isnull=False),
                name="legal_figure_approved_by_somebody",
                violation_error_message=_("批准的数值须有复核人和时间。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(region_code="") & models.Q(value__gt=0),
                name="legal_figure_says_what",
                violation_error_message=_("须写明地区、依据和大于零的数值。"),
            ),
            models.UniqueConstraint(
                fields=["code", "region_code", "from_on"],
                condition=models.Q(state="submitted"),
                name="legal_figure_waits_once",
                violation_error_message=_("同一参数、同一地区、同一日期已有待复核的数值。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["code"], condition=models.Q(state="approved"), name="legal_figure_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.region_code} {self.from_on}"
