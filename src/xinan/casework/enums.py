"""Where clues come from, how they are passed on, what workers say of the outcome."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By which way a worker's voice reached an office."""

    WALK_IN = "walk_in", _("来访")
    PHONE = "phone", _("来电")
    WORKER_PAGE = "worker_page", _("工人自助反映")
    PLATFORM = "platform", _("全国欠薪线索平台")
    HOTLINE = "hotline", _("12345 热线")
    PETITION = "petition", _("信访")
    PRESS = "press", _("媒体网络")
    PASSED_ON = "passed_on", _("其他单位转来")
    VISIT = "visit", _("走访发现")
    EARLIER = "earlier", _("历史登记")


class TransferKind(models.TextChoices):
    """As what a clue goes to another office, or why an office above wants an answer."""

    PASS = "pass", _("转办")
    ASSIGN = "assign", _("交办")
    SUPERVISE = "supervise", _("督办")


class TransferState(models.TextChoices):
    """How the passing-on stands. A refused one is with its sender again, where it has always been until accepted."""

    SENT = "sent", _("待签收")
    ACCEPTED = "accepted", _("已签收")
    REFUSED = "refused", _("已退回")
    CALLED_BACK = "called_back", _("已撤回")
    ANSWERED = "answered", _("已反馈")


class Answer(models.TextChoices):
    """What came of calling the worker back: how satisfied they are, or that nobody was reached."""

    VERY = "very", _("满意")
    FAIRLY = "fairly", _("基本满意")
    NOT = "not", _("不满意")
    UNREACHABLE = "unreachable", _("未联系上")


class CallBy(models.TextChoices):
    """How the worker was called back."""

    PHONE = "phone", _("电话")
    MEETING = "meeting", _("当面")
    MESSAGE = "message", _("短信或微信")


class FileState(models.TextChoices):
    """How far an export of the national platform has been taken."""

    COLUMNS = "columns", _("待确认列")
    READY = "ready", _("待确认导入")
    TAKEN = "taken", _("已导入")
    DROPPED = "dropped", _("已放弃")
