"""Choices of the roster and of attendance, with the words of the trade."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """Sex as on the identity document."""

    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Post(models.TextChoices):
    """The post of a person on a project."""

    WORKER = "worker", _("工人")
    LABOUR_MANAGER = "labour_manager", _("劳资专管员")
    PROJECT_MANAGER = "project_manager", _("项目经理")
    SAFETY_OFFICER = "safety_officer", _("专职安全员")
    CHIEF_SUPERVISOR = "chief_supervisor", _("总监理工程师")
    SAFETY_SUPERVISOR = "safety_supervisor", _("安全监理工程师")
    OTHER_MANAGER = "other_manager", _("其他管理人员")


class Direction(models.TextChoices):
    """Which way a punch went."""

    IN = "01", _("进场")
    OUT = "02", _("出场")


class AttendType(models.TextChoices):
    """How a punch was taken (national standard, and `manual` of ours)."""

    FACE = "001", _("人脸")
    IRIS = "002", _("虹膜")
    FINGER = "003", _("指纹")
    PALM = "004", _("掌纹")
    IDENTITY_CARD = "005", _("身份证")
    REAL_NAME_CARD = "006", _("实名卡")
    CLEARED = "007", _("异常清退")
    GATE_OPENED = "008", _("一键开闸")
    EMERGENCY = "009", _("应急通道")
    QR_CODE = "010", _("二维码")
    OTHER = "011", _("其他")
    MANUAL = "manual", _("人工补录")


class PassageKind(models.TextChoices):
    """Coming to a project, or leaving it for good."""

    ENTRY = "in", _("进场")
    EXIT = "out", _("退场")
