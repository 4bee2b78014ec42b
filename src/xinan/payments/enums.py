"""Choices of payments, as the vocabulary names them, with the words of the trade."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentStatus(models.TextChoices):
    """What became of a wage payment."""

    PAID = "paid", _("已发放")
    FAILED = "failed", _("失败")
    RETURNED = "returned", _("退回")


class OrderStatus(models.TextChoices):
    """How far a line of a payment batch has come."""

    WAITING = "waiting", _("待提交")
    SENT = "sent", _("已提交银行")
    PAID = "paid", _("已发放")
    FAILED = "failed", _("失败")
    RETURNED = "returned", _("退票")


class EntryDirection(models.TextChoices):
    """Money into a wage account, or out of it."""

    IN = "in", _("收入")
    OUT = "out", _("支出")


class CounterpartyKind(models.TextChoices):
    """Who stands on the other side of an account movement."""

    OWNER = "owner", _("建设单位")
    CONTRACTOR = "contractor", _("施工总承包单位")
    WORKER = "worker", _("工人")
    OTHER = "other", _("其他")
