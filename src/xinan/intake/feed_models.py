"""The feeds of each project in numbers, kept by triggers on the batches (switchboard/counting.py); nobody else writes them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedDay(models.Model):
    """One kind of data of one project on one day in China: batches and rows finished, taken, refused."""

    pk = models.CompositePrimaryKey("project_id", "kind", "day")
    project_id = models.CharField(_("项目编号"), max_length=64)
    kind = models.CharField(_("数据种类"), max_length=40)
    day = models.DateField(_("日期"))
    batches = models.BigIntegerField(_("批次数"), default=0)
    rows = models.BigIntegerField(_("总行数"), default=0)
    taken = models.BigIntegerField(_("入库行数"), default=0)
    refused = models.BigIntegerField(_("未入库行数"), default=0)

    class Meta:
        verbose_name = _("接入日统计")
        verbose_name_plural = _("接入日统计")
        indexes: ClassVar = [models.Index(fields=["day", "project_id"], name="feed_day_by_day")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.day}"


class FeedStanding(models.Model):
    """Where one kind of data of one project stands: last heard, last tried, whether the last batch had refused rows."""

    pk = models.CompositePrimaryKey("project_id", "kind")
    project_id = models.CharField(_("项目编号"), max_length=64)
    kind = models.CharField(_("数据种类"), max_length=40)
    heard_at = models.DateTimeField(_("最近入库时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("最近一批完成时间"))
    is_bad = models.BooleanField(_("最近一批有误"))
    refused_batch_id = models.BigIntegerField(_("最近有误的批次"), null=True, blank=True)
    refused_at = models.DateTimeField(_("最近有误的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接入状态")
        verbose_name_plural = _("接入状态")

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind}"
