"""Clues of arrears, whoever brought them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.fields import Recorded, key_field, money_field, not_negative, ordered
from xinan.registry.history import tracked
from xinan.registry.marks import change_marks
from xinan.registry.models import Project
from xinan.rules.vocabulary import TABLES


@tracked()
class Clue(Recorded):
    """A clue of arrears; without a project until it is known which one it concerns."""

    clue_id = key_field(_("线索编号"))
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="clues", null=True, blank=True
    )
    received_on = models.DateField(_("收到日"))
    workers = models.PositiveIntegerField(_("涉及人数"))
    amount = money_field(_("涉及金额（元）"), null=True, blank=True)
    closed_on = models.DateField(_("办结日"), null=True, blank=True)

    class Meta:
        verbose_name = _("欠薪线索")
        verbose_name_plural = _("欠薪线索")
        constraints: ClassVar = [
            not_negative("amount", name="clue_amount_not_negative"),
            ordered("received_on", then="closed_on", name="clue_closed_later", message=_("办结日早于收到日。")),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "received_on"], name="clue_of_project")]
        triggers: ClassVar = change_marks(TABLES["clue"])

    def __str__(self) -> str:
        return self.clue_id
