"""Ways in which a notice reaches a person, and how far it has come on each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Where a notice is read."""

    IN_APP = "in_app", _("站内")
    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")


class DeliveryState(models.TextChoices):
    """How far a delivery has come."""

    QUEUED = "queued", _("待发送")
    HELD = "held", _("免打扰，待发送")
    DIGEST = "digest", _("待并入每日摘要")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("发送失败")
    NEEDLESS = "needless", _("无需发送")


class How(models.TextChoices):
    """When an e-mail about a topic is sent."""

    AT_ONCE = "at_once", _("即时")
    DIGEST = "digest", _("每日摘要")
    OFF = "off", _("不发")


class Topic(models.TextChoices):
    """What a notice is about: the lines of a person's settings."""

    WARNINGS = "warnings", _("预警处置")
    CLOCKS = "clocks", _("期限与催办")
    LETTERS = "letters", _("文书")
    VISITS = "visits", _("走访")
    RULES = "rules", _("规则与研判")
    DATA = "data", _("数据与对账")
    SYSTEM = "system", _("系统运行")
    GENERAL = "general", _("其他")


# Only these wait for their hour; everything else has come to its end.
WAITING = (DeliveryState.QUEUED, DeliveryState.HELD)
