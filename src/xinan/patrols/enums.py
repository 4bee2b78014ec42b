"""States of plans, stops and visits; what is looked at on a site; what can be answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """Whether a plan is a proposal or what its officers go by."""

    DRAFT = "draft", _("建议")
    ACCEPTED = "accepted", _("已采纳")


class StopState(models.TextChoices):
    """Where a stop of a plan stands."""

    PLANNED = "planned", _("待走访")
    VISITED = "visited", _("已走访")
    SKIPPED = "skipped", _("已跳过")


class ChangeKind(models.TextChoices):
    """What was done to a plan."""

    MADE = "made", _("编制计划")
    ACCEPTED = "accepted", _("采纳")
    SKIPPED = "skipped", _("跳过")
    ADDED = "added", _("手工加入")
    REPLANNED = "replanned", _("重新安排")
    VISITED = "visited", _("开始走访")
    UNDONE = "undone", _("撤销")


class VisitState(models.TextChoices):
    """Whether a visit is under way or concluded."""

    OPEN = "open", _("走访中")
    FINISHED = "finished", _("已完成")


class VisitOccasion(models.TextChoices):
    """Why a site was visited."""

    PLANNED = "planned", _("计划走访")
    FIRST = "first", _("新项目首次走访")
    BY_HAND = "by_hand", _("临时走访")


class Conclusion(models.TextChoices):
    """What a visit came to."""

    IN_ORDER = "in_order", _("未发现问题")
    ON_THE_SPOT = "on_the_spot", _("有问题，当场已改正")
    PROBLEMS = "problems", _("有问题，须跟进")
    NOT_MET = "not_met", _("现场无人或未能进入")


class Answer(models.TextChoices):
    """An answer of the checklist."""

    YES = "yes", _("是")
    NO = "no", _("否")
    NOT_APPLICABLE = "na", _("不适用")


class WordOnWarning(models.TextChoices):
    """What the site says to a warning."""

    CONFIRMED = "confirmed", _("属实")
    CURED = "cured", _("已改正")
    UNCLEAR = "unclear", _("无法核实")


class RaisedState(models.TextChoices):
    """Where a finding of a visit stands."""

    DRAFT = "draft", _("待登记")
    RAISED = "raised", _("已登记")
    DROPPED = "dropped", _("不登记")
