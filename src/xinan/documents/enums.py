"""States of a letter, ways of serving it, and what is kept of its story."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    """How far a letter has come. A voided one keeps its number."""

    DRAFT = "draft", _("草稿")
    ISSUED = "issued", _("已签发，待送达")
    SERVED = "served", _("已送达")
    REPLIED = "replied", _("已回复")
    RELEASED = "released", _("已销号")
    VOIDED = "voided", _("已作废")


class ServiceWay(models.TextChoices):
    """How a letter reached its addressee."""

    DIRECT = "direct", _("直接送达")
    LEFT = "left", _("留置送达")
    POST = "post", _("邮寄送达")
    ELECTRONIC = "electronic", _("电子送达")
    PUBLIC = "public", _("公告送达")


class FileRole(models.TextChoices):
    """What a file beside a letter is."""

    SERVICE = "service", _("送达凭证")
    REPLY = "reply", _("回复材料")


class EventKind(models.TextChoices):
    """What happened to a letter."""

    DRAFTED = "drafted", _("拟稿")
    REVISED = "revised", _("修改")
    ISSUED = "issued", _("签发")
    SERVED = "served", _("送达")
    REPLIED = "replied", _("回复")
    RELEASED = "released", _("销号")
    VOIDED = "voided", _("作废")
    DOWNLOADED = "downloaded", _("下载")


# After being issued; what an addressee may see.
ISSUED_STATES = (
    LetterState.ISSUED, LetterState.SERVED, LetterState.REPLIED, LetterState.RELEASED, LetterState.VOIDED,
)  # fmt: skip
