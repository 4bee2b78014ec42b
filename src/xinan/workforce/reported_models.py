"""Training, certificates, and what a gate says of a punch beyond the fact: kept for whoever asks, judged by nobody."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.fields import Recorded
from xinan.registry.history import tracked


class TrainingKind(models.TextChoices):
    """The kind of a training (national standard, 培训类型)."""

    SAFETY = "003001", _("安全教育")
    ENTRY = "003002", _("入场教育")
    EXIT = "003003", _("退场教育")
    SKILL = "003004", _("技能培训")


@tracked()
class Training(Recorded):
    """A training held on a project."""

    project = models.ForeignKey(
        "registry.Project", verbose_name=_("项目"), on_delete=models.PROTECT, related_name="trainings"
    )
    on = models.DateField(_("培训日期"))
    kind = models.CharField(_("培训类型"), max_length=6, choices=TrainingKind.choices)
    name = models.CharField(_("课程名称"), max_length=200)
    hours = models.DecimalField(_("培训时长（小时）"), max_digits=8, decimal_places=2)
    trainer = models.CharField(_("培训人"), max_length=50, blank=True)
    organisation = models.CharField(_("培训机构"), max_length=200, blank=True)
    place = models.CharField(_("培训地址"), max_length=200, blank=True)
    description = models.CharField(_("培训简述"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("培训")
        verbose_name_plural = _("培训")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "on", "kind", "name"],
                name="training_once",
                violation_error_message=_("该项目当日已有此培训。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Trainee(Recorded):
    """A worker who took part in a training."""

    training = models.ForeignKey(Training, verbose_name=_("培训"), on_delete=models.CASCADE, related_name="trainees")
    worker = models.ForeignKey(
        "workforce.Worker", verbose_name=_("工人"), on_delete=models.PROTECT, related_name="trainings"
    )
    passed = models.BooleanField(_("合格"), null=True, blank=True)
    score = models.DecimalField(_("得分"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("参训人员")
        verbose_name_plural = _("参训人员")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["training", "worker"],
                name="trainee_once",
                violation_error_message=_("该工人已登记在此培训。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.training_id} {self.worker_id}"


@tracked()
class WorkerCredential(Recorded):
    """A worker's certificate of a trade."""

    worker = models.ForeignKey(
        "workforce.Worker", verbose_name=_("工人"), on_delete=models.PROTECT, related_name="certificates"
    )
    number = models.CharField(_("证书编号"), max_length=100)
    name = models.CharField(_("证书名称"), max_length=200)
    grade = models.CharField(_("等级"), max_length=50, blank=True)
    issued_by = models.CharField(_("发证机关"), max_length=200, blank=True)
    issued_on = models.DateField(_("发证日期"), null=True, blank=True)
    to_on = models.DateField(_("有效期止（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("工人资格证书")
        verbose_name_plural = _("工人资格证书")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["worker", "number"],
                name="worker_credential_once",
                violation_error_message=_("该工人已有此证书。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.pk}"


class PunchTrace(Recorded):
    """Where a punch was taken, as the gate said: its channel, its coordinates (WGS84). The photograph is a Scan.

    No key into the punches: a punch may be withdrawn and come again.
    """

    pk = models.CompositePrimaryKey("project_id", "worker_id", "at", "direction")
    project_id = models.CharField(_("项目编号"), max_length=64)
    worker_id = models.CharField(_("工人标识"), max_length=64)
    at = models.DateTimeField(_("打卡时间"))
    direction = models.CharField(_("进出方向"), max_length=2)
    channel = models.CharField(_("通道"), max_length=50, blank=True)
    lng = models.DecimalField(_("经度"), max_digits=18, decimal_places=15, null=True, blank=True)
    lat = models.DecimalField(_("纬度"), max_digits=18, decimal_places=15, null=True, blank=True)

    class Meta:
        verbose_name = _("打卡踪迹")
        verbose_name_plural = _("打卡踪迹")

    def __str__(self) -> str:
        return f"{self.project_id} {self.at:%Y-%m-%d %H:%M}"
