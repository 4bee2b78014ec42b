"""What a person chose: language, digest, quiet hours, and how each topic reaches them."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.notices.enums import How, Topic


class Language(models.TextChoices):
    """The language of what is sent outside."""

    ZH = "zh", _("中文")
    EN = "en", _("英文")


class Preference(models.Model):
    """One person's settings. Who has none is treated as if they had these defaults.

    Quiet hours run from `quiet_from` to `quiet_to`, across midnight where they must; equal ends mean none.
    `quiet_rest_days`: nothing leaves on days on which offices do not work.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="notice_preference",
    )
    language = models.CharField(_("发送语言"), max_length=2, choices=Language.choices, default=Language.ZH)
    digest = models.BooleanField(_("每日摘要"), default=True)
    quiet_from = models.TimeField(_("免打扰开始"), default=time(21))
    quiet_to = models.TimeField(_("免打扰结束"), default=time(7))
    quiet_rest_days = models.BooleanField(_("休息日免打扰"), default=True)

    class Meta:
        verbose_name = _("通知设置")
        verbose_name_plural = _("通知设置")

    def __str__(self) -> str:
        return f"{self.quiet_from:%H:%M}–{self.quiet_to:%H:%M}"


class TopicChoice(models.Model):
    """How one topic reaches one person, where they chose otherwise than the default."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="topic_choices"
    )
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    email = models.CharField(_("邮件"), max_length=10, choices=How.choices)
    sms = models.BooleanField(_("短信"))

    class Meta:
        verbose_name = _("通知类别设置")
        verbose_name_plural = _("通知类别设置")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "topic"], name="topic_choice_once", violation_error_message=_("该类别已有设置。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.email}"
