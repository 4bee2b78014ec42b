"""Notices, what was sent for each, what people chose, and where they can be reached."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinan.kernel.text import Text
from xinan.notices.contact_models import Contact as Contact
from xinan.notices.contact_models import ContactCode as ContactCode
from xinan.notices.enums import Channel, DeliveryState, Topic
from xinan.notices.preference_models import Preference as Preference
from xinan.notices.preference_models import TopicChoice as TopicChoice

SUBJECT_LENGTH = 200


class Notice(models.Model):
    """What one person is told: it stands in their list from the moment it is made, whatever else is sent for it."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("类型"), max_length=40)
    topic = models.CharField(_("类别"), max_length=20, choices=Topic.choices)
    subject_zh = models.CharField(_("标题"), max_length=SUBJECT_LENGTH)
    subject_en = models.CharField(_("英文标题"), max_length=SUBJECT_LENGTH)
    body_zh = models.TextField(_("内容"), blank=True)
    body_en = models.TextField(_("英文内容"), blank=True)
    link = models.CharField(_("页面"), max_length=300, blank=True)
    about_kind = models.CharField(_("对象类别"), max_length=40, blank=True)
    about_id = models.CharField(_("对象标识"), max_length=64, blank=True)
    urgent = models.BooleanField(_("紧急"), default=False)
    at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-at", "-id"], name="notice_of_recipient"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["about_kind", "about_id"], name="notice_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> Text:
        """The subject in both languages."""
        return Text(self.subject_zh, self.subject_en)

    @property
    def body(self) -> Text:
        """The body in both languages."""
        return Text(self.body_zh, self.body_en)


class Delivery(models.Model):
    """A notice on one channel, or one person's digest of a day. The rows that wait are the queue.

    `due_at`: not before then. `key` is given to the provider, so that a message sent twice is recognised there. `within`
    is the digest, or the text message, in which this one went out with others.
    """

    notice = models.ForeignKey(
        Notice, verbose_name=_("通知"), on_delete=models.CASCADE, null=True, blank=True, related_name="deliveries"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.CASCADE, related_name="deliveries"
    )
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState.choices)
    key = models.UUIDField(_("发送标识"), default=uuid4, unique=True, editable=False)
    digest_on = models.DateField(_("摘要日期"), null=True, blank=True)
    within = models.ForeignKey(
        "self", verbose_name=_("合并于"), on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    made_at = models.DateTimeField(_("生成时间"))
    due_at = models.DateTimeField(_("最早发送时间"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    tried_at = models.DateTimeField(_("最近尝试时间"), null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    address_masked = models.CharField(_("发往"), max_length=80, blank=True)
    provider_id = models.CharField(_("服务商回执"), max_length=100, blank=True)
    error = models.CharField(_("错误"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("发送记录")
        verbose_name_plural = _("发送记录")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(notice__isnull=False, digest_on=None) | Q(notice=None, digest_on__isnull=False),
                name="delivery_of_notice_or_digest",
                violation_error_message=_("发送记录属于一条通知或一份摘要，二者取一。"),
            ),
            models.UniqueConstraint(
                fields=["notice", "channel"],
                name="delivery_once",
                violation_error_message=_("该通知在此渠道已有发送记录。"),
            ),
            models.UniqueConstraint(
                fields=["recipient", "channel", "digest_on"],
                condition=Q(digest_on__isnull=False),
                name="digest_once_a_day",
                violation_error_message=_("该人当日已有摘要。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["queued", "held"]) | Q(due_at__isnull=False),
                name="delivery_waiting_is_due",
                violation_error_message=_("待发送的须有最早发送时间。"),
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at=None),
                name="delivery_sent_has_time",
                violation_error_message=_("已发送的须有发送时间，未发送的没有。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state__in=["queued", "held"]), name="delivery_waiting"),
            models.Index(fields=["recipient"], condition=Q(state="digest"), name="delivery_for_digest"),
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
            models.Index(fields=["sent_at"], name="delivery_sent_at"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
