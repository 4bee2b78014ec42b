"""Warnings: what people handle. They follow the findings of the engine (actions/reconcile.py) and keep their story."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.monitoring.change_models import RuleChange as RuleChange
from xinan.monitoring.change_models import RuleChangeEvent as RuleChangeEvent
from xinan.monitoring.change_models import RuleVersion as RuleVersion
from xinan.monitoring.change_models import ShadowDifference as ShadowDifference
from xinan.monitoring.change_models import Trial as Trial
from xinan.monitoring.change_models import TrialDifference as TrialDifference
from xinan.monitoring.enums import RunKind, SettledAs, WarningEventKind, WarningLevel, WarningState
from xinan.monitoring.inbox_models import InboxPreference as InboxPreference
from xinan.monitoring.inbox_models import ListDownload as ListDownload
from xinan.monitoring.inbox_models import SavedView as SavedView
from xinan.monitoring.risk_models import ProjectRisk as ProjectRisk
from xinan.monitoring.risk_models import ReplayRisk as ReplayRisk
from xinan.registry.fields import KEY_LENGTH
from xinan.registry.models import Project

RULE_LENGTH = 80


class EvaluationRun(models.Model):
    """One evaluation: of which projects, as of which day, with what outcome. A failed one says which rule failed."""

    kind = models.CharField(_("类型"), max_length=12, choices=RunKind.choices)
    as_of = models.DateField(_("截止日"))
    projects = models.PositiveIntegerField(_("项目数"))
    findings = models.PositiveIntegerField(_("结论数"), default=0)
    started_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    milliseconds = models.PositiveIntegerField(_("耗时（毫秒）"), null=True, blank=True)
    error = models.TextField(_("错误"), blank=True)
    # What could not be evaluated where it failed: a rule, or a concept that rules share.
    failed_rule = models.CharField(_("未能计算的规则"), max_length=RULE_LENGTH, blank=True)
    # Of a full run: the fingerprint of each rule as it spoke then.
    rules = models.JSONField(_("规则版本"), default=dict, blank=True)

    class Meta:
        verbose_name = _("评估")
        verbose_name_plural = _("评估")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["kind", "-started_at"], name="evaluation_run_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.as_of}"


class Warning(models.Model):
    """One episode of one rule about one subject and period, from the day it was raised until it was cured.

    Seen again while live it is updated; gone from the facts it is cured, with the day and the fact that cured it; back
    again it is a new episode, linked to the one before.
    """

    rule = models.CharField(_("规则"), max_length=RULE_LENGTH)
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="warnings", null=True, blank=True
    )
    subject_kind = models.CharField(_("对象类别"), max_length=12)
    subject_id = models.CharField(_("对象标识"), max_length=KEY_LENGTH)
    period = models.CharField(_("所属期间"), max_length=7, null=True, blank=True)  # noqa: DJ001 null: the rule has no period
    level = models.CharField(_("等级"), max_length=6, choices=WarningLevel.choices)
    since = models.DateField(_("起始日"))
    measures = models.JSONField(_("计量"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=WarningState.choices)
    because = models.CharField(_("暂缓或并入的原因"), max_length=RULE_LENGTH, blank=True)
    episode = models.PositiveIntegerField(_("第几次"), default=1)
    previous = models.OneToOneField(
        "self", verbose_name=_("上一次"), on_delete=models.PROTECT, related_name="next", null=True, blank=True
    )
    opened_at = models.DateTimeField(_("产生时间"))
    level_changed_at = models.DateTimeField(_("等级变动时间"))
    cured_at = models.DateTimeField(_("消除时间"), null=True, blank=True)
    cured_on = models.DateField(_("消除日"), null=True, blank=True)
    cured_cause = models.CharField(_("消除的原因"), max_length=300, blank=True)
    evaluated_as_of = models.DateField(_("最近评估截止日"))
    rule_fingerprint = models.CharField(_("规则指纹"), max_length=64, blank=True)
    # What people settled while the data may still show it (xinan.monitoring.handling); such a one counts as handled.
    settled_as = models.CharField(
        _("人工办结方式"), max_length=20, choices=SettledAs.choices, blank=True, default="", db_default=""
    )
    settled_at = models.DateTimeField(_("人工办结时间"), null=True, blank=True)
    settled_level = models.CharField(_("办结时的等级"), max_length=6, blank=True, default="", db_default="")
    settled_until = models.DateField(_("豁免至（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("预警")
        verbose_name_plural = _("预警")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "project", "subject_kind", "subject_id", "period"],
                condition=~models.Q(state="cured"),
                nulls_distinct=False,
                name="warning_live_once",
                violation_error_message=_("同一事项已有未消除的预警。"),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "withheld", "suppressed", "cured"]),
                name="warning_state",
                violation_error_message=_("预警状态不在规定的范围内。"),
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=["grey", "blue", "yellow", "orange", "red"]),
                name="warning_level",
                violation_error_message=_("预警等级不在规定的范围内。"),
            ),
            models.CheckConstraint(
                condition=models.Q(state="cured", cured_at__isnull=False, cured_on__isnull=False)
                | ~models.Q(state="cured") & models.Q(cured_at=None, cured_on=None),
                name="warning_cured_says_when",
                violation_error_message=_("已消除的预警须有消除日，其余不得有。"),
            ),
            models.CheckConstraint(
                condition=models.Q(settled_as="", settled_at=None, settled_level="", settled_until=None)
                | models.Q(settled_as__in=["evidence", "false_alarm", "to_case"], settled_at__isnull=False)
                & ~models.Q(settled_level="")
                & models.Q(settled_until=None)
                | models.Q(settled_as="exempted", settled_at__isnull=False, settled_until__isnull=False)
                & ~models.Q(settled_level=""),
                name="warning_settled_says_how",
                violation_error_message=_("人工办结须有方式、时间和当时的等级；豁免另须有截止日。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "state"], name="warning_of_project"),
            models.Index(fields=["rule", "level"], condition=models.Q(state="open"), name="warning_open_by_rule"),
            models.Index(
                fields=["subject_kind", "subject_id"],
                condition=~models.Q(state="cured"),
                name="warning_live_of_subject",
            ),
            models.Index(
                fields=["settled_as"],
                condition=~models.Q(settled_as="") & models.Q(state="open"),
                name="warning_settled_but_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.level}"


class WarningEvent(models.Model):
    """One thing that happened to a warning; written with it, never changed."""

    warning = models.ForeignKey(Warning, verbose_name=_("预警"), on_delete=models.CASCADE, related_name="events")
    run = models.ForeignKey(
        EvaluationRun, verbose_name=_("评估"), on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    kind = models.CharField(_("事件"), max_length=12, choices=WarningEventKind.choices)
    at = models.DateTimeField(_("时间"))
    level = models.CharField(_("等级"), max_length=6, choices=WarningLevel.choices)
    level_before = models.CharField(_("原等级"), max_length=6, blank=True)
    measures = models.JSONField(_("计量"), default=dict)
    cause = models.CharField(_("原因"), max_length=300, blank=True)
    rule_fingerprint = models.CharField(_("规则指纹"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("预警事件")
        verbose_name_plural = _("预警事件")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["warning", "at"], name="warning_event_of_warning")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class ReplayRun(models.Model):
    """The findings of a past day for the projects of one scope, worked out on request and kept for a while.

    Nothing of it touches a warning. `facts_mark` is the number of the last change of facts before it began; None where facts
    changed while it ran, so that it is known to be of no single moment (xinan.monitoring.facts_mark).
    """

    as_of = models.DateField(_("回看的日子"))
    scope_key = models.CharField(_("范围"), max_length=64)
    project_ids = models.JSONField(_("项目"), default=list)
    done = models.PositiveIntegerField(_("已研判项目数"), default=0)
    rules = models.CharField(_("规则版本"), max_length=64)
    facts_mark = models.BigIntegerField(_("事实版本"), null=True, blank=True)
    asked_at = models.DateTimeField(_("提出时间"))
    heard_at = models.DateTimeField(_("最近进展时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    error = models.TextField(_("错误"), blank=True)

    class Meta:
        verbose_name = _("回看")
        verbose_name_plural = _("回看")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope_key", "as_of"],
                condition=models.Q(finished_at=None),
                name="replay_under_way_once",
                violation_error_message=_("这一天的回看正在进行。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["scope_key", "as_of", "-finished_at"], name="replay_run_of_day")]

    def __str__(self) -> str:
        return f"{self.as_of}"


class ReplayFinding(models.Model):
    """What would have been said on the day of a replay; columns as those of a warning."""

    run = models.ForeignKey(ReplayRun, verbose_name=_("回看"), on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(_("规则"), max_length=RULE_LENGTH)
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="+", null=True, blank=True
    )
    subject_kind = models.CharField(_("对象类别"), max_length=12)
    subject_id = models.CharField(_("对象标识"), max_length=KEY_LENGTH)
    period = models.CharField(_("所属期间"), max_length=7, null=True, blank=True)  # noqa: DJ001 null: the rule has no period
    level = models.CharField(_("等级"), max_length=6, choices=WarningLevel.choices)
    since = models.DateField(_("起始日"))
    measures = models.JSONField(_("计量"), default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=WarningState.choices)
    because = models.CharField(_("暂缓或并入的原因"), max_length=RULE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("回看结论")
        verbose_name_plural = _("回看结论")
        indexes: ClassVar = [models.Index(fields=["run", "project"], name="replay_finding_of_project")]

    def __str__(self) -> str:
        return f"{self.rule} {self.level}"
