"""Answers and choices of ways. Both are only added to: what was answered or chosen before stays readable."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.models import Case
from xinan.casework.models import Clue
from xinan.people.models import Organisation

WORDS = 600


class WayAnswers(models.Model):
    """What an officer answered about a clue: the fields of the questions with what was chosen; the last counts."""

    clue = models.ForeignKey(Clue, verbose_name=_("线索"), on_delete=models.PROTECT, related_name="way_answers")
    said = models.JSONField(_("回答"), default=dict)
    at = models.DateTimeField(_("回答时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("回答人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("去向问答")
        verbose_name_plural = _("去向问答")
        ordering: ClassVar = ["-at", "-id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="way_answers_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.at:%Y-%m-%d}"


class WayChoice(models.Model):
    """The way that was chosen, beside the one that was recommended; and what it began."""

    clue = models.ForeignKey(Clue, verbose_name=_("线索"), on_delete=models.PROTECT, related_name="way_choices")
    row = models.CharField(_("决策表行"), max_length=40)
    way = models.CharField(_("途径"), max_length=30)
    recommended = models.CharField(_("建议的决策表行"), max_length=40)
    reason = models.CharField(_("理由"), max_length=WORDS, blank=True)
    words = models.JSONField(_("对工人说的话"), default=dict)
    case = models.ForeignKey(
        Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    proceeding_id = models.BigIntegerField(_("启动的程序"), null=True, blank=True)
    passed_to = models.ForeignKey(
        Organisation, verbose_name=_("转给"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField(_("选定时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("选定人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("选定的途径")
        verbose_name_plural = _("选定的途径")
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(row=models.F("recommended")) | ~models.Q(reason=""),
                name="way_choice_says_why",
                violation_error_message=_("不选建议的途径须写明理由。"),
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="way_choice_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.way}"
