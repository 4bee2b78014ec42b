"""Parts that people play in a case, sizes, kinds of entries and of looks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Size(models.TextChoices):
    """An ordinary case is an officer's; a large one has a team across departments and levels."""

    ORDINARY = "ordinary", _("一般案件")
    LARGE = "large", _("重大案件（专案组）")


class Part(models.TextChoices):
    """What a member does in a case."""

    LEADER = "leader", _("负责人")
    ARREARS = "arrears", _("欠薪查办")
    BACKGROUND = "background", _("背后问题查办")
    MEMBER = "member", _("成员")
    SUPERVISOR = "supervisor", _("督办")
    MEDIATOR = "mediator", _("调解员")
    ARBITRATOR = "arbitrator", _("仲裁员")
    DEPARTMENT = "department", _("行业主管部门成员")


# Who works the case, and not only a part of it.
WORKING = (Part.LEADER, Part.ARREARS, Part.BACKGROUND, Part.MEMBER)


class WageBasis(models.TextChoices):
    """Where the sum owed comes from."""

    DATA = "data", _("数据核算")
    STATED = "stated", _("经办人核定")


class EntryKind(models.TextChoices):
    """What is written into the file of a case."""

    NOTE = "note", _("工作记录")
    MINUTES = "minutes", _("会议纪要")
    TALK = "talk", _("谈话记录")


class TaskState(models.TextChoices):
    """How a task stands."""

    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("已答复")
    DONE = "done", _("已完成")
    WITHDRAWN = "withdrawn", _("已撤回")


class LookedAt(models.TextChoices):
    """What somebody looked at in a case."""

    PAGE = "page", _("案件页")
    FILE = "file", _("卷宗材料")
    WORKER = "worker", _("工人身份信息")
    EXPORT = "export", _("导出")
    TASK = "task", _("交办任务")
