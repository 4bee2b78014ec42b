"""The change log: which projects wait to be evaluated again."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.fields import KEY_LENGTH

CAUSE_LENGTH = 100


class ProjectChange(models.Model):
    """A mark that a committed change touched a project. Triggers write it (registry/marks.py); the live loop takes it.

    `cause` is `table:operation` of the vocabulary, such as `wage_payment:insert`.
    """

    project_id = models.CharField(_("项目编号"), max_length=KEY_LENGTH)
    noted_at = models.DateTimeField(_("记录时间"))
    cause = models.CharField(_("原因"), max_length=CAUSE_LENGTH)

    class Meta:
        verbose_name = _("项目变动")
        verbose_name_plural = _("项目变动")
        indexes: ClassVar = [models.Index(fields=["project_id", "id"], name="project_change_of_project")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.cause}"
