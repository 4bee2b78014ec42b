"""States of a rule change, of a trial of it, and what can happen to either."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeState(models.TextChoices):
    """How far a change has come. Whether an approved one is in force follows from its day."""

    DRAFT = "draft", _("草案")
    TRIED = "tried", _("已试算")
    SHADOW = "shadow", _("影子运行")
    SUBMITTED = "submitted", _("待复核")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


# The author still works on it.
OPEN_STATES = frozenset({ChangeState.DRAFT, ChangeState.TRIED, ChangeState.SHADOW})
# Computed beside the rules in force, once its author asked for that.
SHADOWED_STATES = frozenset({ChangeState.SHADOW, ChangeState.SUBMITTED})


class ChangeEventKind(models.TextChoices):
    """What happened to a change."""

    DRAFTED = "drafted", _("起草")
    REVISED = "revised", _("修改草案")
    TRIAL_ASKED = "trial_asked", _("开始试算")
    TRIAL_DONE = "trial_done", _("试算完成")
    TRIAL_CANCELLED = "trial_cancelled", _("取消试算")
    SHADOW_STARTED = "shadow_started", _("开始影子运行")
    SHADOW_STOPPED = "shadow_stopped", _("停止影子运行")
    SUBMITTED = "submitted", _("提交复核")
    APPROVED = "approved", _("批准")
    REJECTED = "rejected", _("退回")
    WITHDRAWN = "withdrawn", _("撤回")


class TrialState(models.TextChoices):
    """How far a trial has come."""

    QUEUED = "queued", _("等待试算")
    RUNNING = "running", _("正在试算")
    DONE = "done", _("试算完成")
    CANCELLED = "cancelled", _("已取消")
    FAILED = "failed", _("试算失败")


UNFINISHED = frozenset({TrialState.QUEUED, TrialState.RUNNING})


class DifferenceKind(models.TextChoices):
    """What a change would do to a finding."""

    RAISED = "raised", _("新增")
    GONE = "gone", _("消失")
    LEVEL = "level", _("等级变化")
