"""Changes of rules: drafted, tried, shadowed, approved by a second person, in force from a day. None is ever deleted."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.monitoring.change_enums import ChangeEventKind, ChangeState, DifferenceKind, TrialState
from xinan.registry.fields import KEY_LENGTH

RULE_LENGTH = 80
WORDS = 1000


class RuleChange(models.Model):
    """One parameter of one rule (or of those all rules share), or the switch of a rule, for the province or a place.

    `value` is what `xinan.rules.values` makes of it; `ends` takes a place's own value away instead. `from_on` is the day
    wished for, `in_force_from` the day decided: never before the approval. An approved change is never altered; another
    one reverts it.
    """

    owner = models.CharField(_("规则"), max_length=RULE_LENGTH)
    name = models.CharField(_("参数"), max_length=RULE_LENGTH)
    region_code = models.CharField(_("地区"), max_length=12, blank=True)
    value = models.JSONField(_("新值"), null=True, blank=True)
    value_before = models.JSONField(_("原值"), null=True, blank=True)
    ends = models.BooleanField(_("不再单独规定"), default=False)
    from_on = models.DateField(_("拟自何日起"))
    source = models.CharField(_("依据"), max_length=300)
    reason = models.TextField(_("理由"), max_length=WORDS)
    state = models.CharField(_("状态"), max_length=10, choices=ChangeState.choices, default=ChangeState.DRAFT)
    revision = models.PositiveIntegerField(_("第几稿"), default=1)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    shadow_since = models.DateTimeField(_("影子运行自"), null=True, blank=True)
    shadow_seen_at = models.DateTimeField(_("影子结论更新时间"), null=True, blank=True)
    shadow_error = models.TextField(_("影子运行的错误"), blank=True)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("复核人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    decided_on = models.DateField(_("复核日"), null=True, blank=True)
    decision_words = models.TextField(_("复核意见"), max_length=WORDS, blank=True)
    in_force_from = models.DateField(_("施行日"), null=True, blank=True)
    reverts = models.ForeignKey(
        "self",
        verbose_name=_("撤销哪项变更"),
        on_delete=models.PROTECT,
        related_name="reverted_by",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("规则变更")
        verbose_name_plural = _("规则变更")
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="rule_change_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="rule_change_decided_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["approved", "rejected", "withdrawn"]),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approver=None) | ~models.Q(approver=models.F("author")),
                name="rule_change_takes_two",
                violation_error_message=_("起草人不能复核自己的变更。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(
                    approver__isnull=False,
                    decided_at__isnull=False,
                    decided_on__isnull=False,
                    in_force_from__gte=models.F("decided_on"),
                ),
                name="rule_change_in_force_after_approval",
                violation_error_message=_("批准的变更须有复核人，施行日不早于批准日。"),
            ),
            models.CheckConstraint(
                condition=models.Q(ends=True, value__isnull=True) & ~models.Q(region_code="")
                | models.Q(ends=False, value__isnull=False),
                name="rule_change_says_what",
                violation_error_message=_("变更须写明新值；只有地方单独规定的值可以取消。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(source="") & ~models.Q(reason=""),
                name="rule_change_says_why",
                violation_error_message=_("变更须写明依据和理由。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["in_force_from"], condition=models.Q(state="approved"), name="rule_change_approved"),
            models.Index(fields=["owner", "name"], name="rule_change_of_parameter"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.name} {self.region_code}".strip()


class RuleChangeEvent(models.Model):
    """One thing that happened to a change, with the whole of what it then said. Written once, never changed."""

    change = models.ForeignKey(RuleChange, verbose_name=_("变更"), on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("事件"), max_length=16, choices=ChangeEventKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("何人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    words = models.TextField(_("说明"), max_length=WORDS, blank=True)
    said = models.JSONField(_("当时的内容"), default=dict)

    class Meta:
        verbose_name = _("规则变更事件")
        verbose_name_plural = _("规则变更事件")
        ordering: ClassVar = ["at", "id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="rule_change_event_is_kept", operation=pgtrigger.Delete | pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Trial(models.Model):
    """A change tried on history: the findings of some month ends, with it and without it.

    `days` are the days judged; `figures` says for each of them how many findings would be new, gone, of another level.
    """

    change = models.ForeignKey(RuleChange, verbose_name=_("变更"), on_delete=models.PROTECT, related_name="trials")
    revision = models.PositiveIntegerField(_("第几稿"))
    region_code = models.CharField(_("试算范围"), max_length=12, blank=True)
    first_month = models.CharField(_("起始月"), max_length=7)
    last_month = models.CharField(_("截止月"), max_length=7)
    state = models.CharField(_("状态"), max_length=10, choices=TrialState.choices, default=TrialState.QUEUED)
    done = models.PositiveIntegerField(_("已算步数"), default=0)
    total = models.PositiveIntegerField(_("总步数"), default=0)
    projects = models.PositiveIntegerField(_("项目数"), default=0)
    figures = models.JSONField(_("逐月结果"), default=list)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("试算人"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("提出时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    cancel_asked = models.BooleanField(_("要求取消"), default=False)
    error = models.TextField(_("错误"), blank=True)

    class Meta:
        verbose_name = _("规则试算")
        verbose_name_plural = _("规则试算")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["change"],
                condition=models.Q(state__in=["queued", "running"]),
                name="trial_of_change_once",
                violation_error_message=_("这项变更正在试算。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.first_month}–{self.last_month}"


class _Difference(models.Model):
    """A finding that would be new, gone, or of another level; where and whose it is."""

    kind = models.CharField(_("变化"), max_length=8, choices=DifferenceKind.choices)
    rule = models.CharField(_("规则"), max_length=RULE_LENGTH)
    project_id = models.CharField(_("项目编号"), max_length=KEY_LENGTH, blank=True)
    subject_kind = models.CharField(_("对象类别"), max_length=12)
    subject_id = models.CharField(_("对象标识"), max_length=KEY_LENGTH)
    period = models.CharField(_("所属期间"), max_length=7, blank=True)
    level_before = models.CharField(_("原等级"), max_length=6, blank=True)
    level_after = models.CharField(_("新等级"), max_length=6, blank=True)
    region_code = models.CharField(_("项目所在地"), max_length=12, blank=True)
    contractor_id = models.CharField(_("施工总承包单位"), max_length=KEY_LENGTH, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.rule}"


class TrialDifference(_Difference):
    """What a trial found for one day."""

    trial = models.ForeignKey(Trial, verbose_name=_("试算"), on_delete=models.CASCADE, related_name="differences")
    day = models.DateField(_("截止日"))

    class Meta:
        verbose_name = _("试算差异")
        verbose_name_plural = _("试算差异")
        ordering: ClassVar = ["day", "id"]
        indexes: ClassVar = [models.Index(fields=["trial", "day", "kind"], name="trial_difference_of_day")]


class ShadowDifference(_Difference):
    """What a shadowed change would do to the findings of today; as of the last evaluation of the project."""

    change = models.ForeignKey(RuleChange, verbose_name=_("变更"), on_delete=models.CASCADE, related_name="shadow")
    as_of = models.DateField(_("截止日"))

    class Meta:
        verbose_name = _("影子差异")
        verbose_name_plural = _("影子差异")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["change", "project_id"], name="shadow_difference_of_change")]


class RuleVersion(models.Model):
    """A rule as it once spoke: its code and every number it used. Numbered by rule, kept for ever."""

    rule = models.CharField(_("规则"), max_length=RULE_LENGTH)
    number = models.PositiveIntegerField(_("版本"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    code = models.CharField(_("代码摘要"), max_length=64)
    parameters = models.JSONField(_("参数"), default=dict)
    first_on = models.DateField(_("首次使用日"))
    first_at = models.DateTimeField(_("首次使用时间"))

    class Meta:
        verbose_name = _("规则版本")
        verbose_name_plural = _("规则版本")
        ordering: ClassVar = ["rule", "number"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="rule_version_is_kept", operation=pgtrigger.Delete | pgtrigger.Update)
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_number_once"),
            models.UniqueConstraint(fields=["rule", "fingerprint"], name="rule_version_fingerprint_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} v{self.number}"
