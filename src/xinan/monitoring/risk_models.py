"""The risk index of a project as of the last run that evaluated it, and of a replayed day."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.models import Project

_WITHIN = models.Q(index__gte=0, index__lte=100)


class ProjectRisk(models.Model):
    """Index and parts; `parts` is what `xinan.monitoring.risk` makes of them, `version` names the points used.

    It follows from the facts like a finding and is replaced by every run that evaluates the project.
    """

    project = models.OneToOneField(
        Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="risk", primary_key=True
    )
    index = models.PositiveSmallIntegerField(_("风险指数"))
    parts = models.JSONField(_("组成"), default=list)
    as_of = models.DateField(_("截止日"))
    version = models.CharField(_("标定版本"), max_length=32)
    run = models.ForeignKey(
        "EvaluationRun", verbose_name=_("评估"), on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("风险指数")
        verbose_name_plural = _("风险指数")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_WITHIN, name="risk_index_range", violation_error_message=_("风险指数在 0 至 100 之间。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.index}"


class ReplayRisk(models.Model):
    """The index of a project on the day of a replay; goes with its run."""

    run = models.ForeignKey("ReplayRun", verbose_name=_("回看"), on_delete=models.CASCADE, related_name="risks")
    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="+")
    index = models.PositiveSmallIntegerField(_("风险指数"))
    parts = models.JSONField(_("组成"), default=list)
    as_of = models.DateField(_("截止日"))
    version = models.CharField(_("标定版本"), max_length=32)

    class Meta:
        verbose_name = _("回看的风险指数")
        verbose_name_plural = _("回看的风险指数")
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "project"], name="replay_risk_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.index}"
