"""Plans of a day's visits: whose, from when to when, which stops in which order, and everything done to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.patrols.enums import ChangeKind, PlanState, StopState
from xinan.patrols.visit_models import RaisedFinding as RaisedFinding
from xinan.patrols.visit_models import SitePlace as SitePlace
from xinan.patrols.visit_models import Visit as Visit
from xinan.patrols.visit_models import VisitCheck as VisitCheck
from xinan.patrols.visit_models import VisitFact as VisitFact
from xinan.patrols.visit_models import VisitPhoto as VisitPhoto
from xinan.patrols.visit_models import VisitTalk as VisitTalk
from xinan.patrols.visit_models import VisitWord as VisitWord
from xinan.patrols.visit_models import degrees
from xinan.registry.models import Project


class Plan(models.Model):
    """A day's visits of one officer or a team, as proposed, accepted and changed.

    `left_out` keeps why the weightiest of the other candidates are in no round (codes and figures; words are the pages').
    """

    day = models.DateField(_("走访日"))
    region_code = models.CharField(_("地区"), max_length=12)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("编制人"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("编制时间"))
    begins_at = models.TimeField(_("出发时间"))
    ends_at = models.TimeField(_("返回时间"))
    lunch_minutes = models.PositiveSmallIntegerField(_("午休（分钟）"), default=60)
    visit_minutes = models.PositiveSmallIntegerField(_("每处走访（分钟）"), default=60)
    office_lng = degrees(_("出发地经度"))
    office_lat = degrees(_("出发地纬度"))
    state = models.CharField(_("状态"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)
    candidates = models.PositiveIntegerField(_("候选项目数"), default=0)
    others = models.PositiveIntegerField(_("另有未列项目数"), default=0)
    left_out = models.JSONField(_("未列入"), default=list)

    class Meta:
        verbose_name = _("走访计划")
        verbose_name_plural = _("走访计划")
        ordering: ClassVar = ["-day", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")),
                name="patrol_plan_ends_later",
                violation_error_message=_("返回时间应晚于出发时间。"),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["day", "region_code"], name="patrol_plan_of_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.region_code}"


class PlanOfficer(models.Model):
    """An officer's part of a plan. An officer has one plan a day."""

    plan = models.ForeignKey(Plan, verbose_name=_("计划"), on_delete=models.CASCADE, related_name="officers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("走访人"), on_delete=models.PROTECT, related_name="patrol_days"
    )
    day = models.DateField(_("走访日"))
    position = models.PositiveSmallIntegerField(_("序"))
    share = models.PositiveSmallIntegerField(_("不低于最优的百分比"), default=100)
    back_minutes = models.PositiveSmallIntegerField(_("返程（分钟）"), default=0)
    back_km = models.DecimalField(_("返程（公里）"), max_digits=6, decimal_places=1, default=0)
    back_at = models.DateTimeField(_("返回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("计划走访人")
        verbose_name_plural = _("计划走访人")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "day"],
                name="patrol_officer_one_plan_a_day",
                violation_error_message=_("该人员当日已有走访计划。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class PlanStop(models.Model):
    """A project in an officer's round: when, how far, worth what and why."""

    plan = models.ForeignKey(Plan, verbose_name=_("计划"), on_delete=models.CASCADE, related_name="stops")
    officer = models.ForeignKey(PlanOfficer, verbose_name=_("走访人"), on_delete=models.CASCADE, related_name="stops")
    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("序"))
    state = models.CharField(_("状态"), max_length=10, choices=StopState.choices, default=StopState.PLANNED)
    by_hand = models.BooleanField(_("手工加入"), default=False)
    arrives_at = models.DateTimeField(_("到达"))
    leaves_at = models.DateTimeField(_("离开"))
    travel_minutes = models.PositiveSmallIntegerField(_("路程（分钟）"))
    travel_km = models.DecimalField(_("路程（公里）"), max_digits=6, decimal_places=1)
    estimated = models.BooleanField(_("位置为估计"), default=False)
    lng = degrees(_("经度"))
    lat = degrees(_("纬度"))
    place_source = models.CharField(_("位置来源"), max_length=10)
    value = models.PositiveIntegerField(_("分值"))
    parts = models.JSONField(_("理由"), default=list)
    skip_reason = models.CharField(_("跳过的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("走访安排")
        verbose_name_plural = _("走访安排")
        ordering: ClassVar = ["officer", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "project"],
                name="patrol_stop_once",
                violation_error_message=_("该项目已在计划中。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="skipped") | ~models.Q(skip_reason=""),
                name="patrol_skip_has_a_reason",
                violation_error_message=_("跳过须写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.project_id}"


class PlanChange(models.Model):
    """Something done to a plan, and the stops as they were before, so that it can be undone."""

    plan = models.ForeignKey(Plan, verbose_name=_("计划"), on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("事项"), max_length=10, choices=ChangeKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("时间"))
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    before = models.JSONField(_("变动前"), null=True, blank=True)
    undone = models.BooleanField(_("已撤销"), default=False)

    class Meta:
        verbose_name = _("计划变动")
        verbose_name_plural = _("计划变动")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["plan", "-id"], name="patrol_change_of_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind}"
