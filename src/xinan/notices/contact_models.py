"""Where a person can be reached: personal data, sealed like any other."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.notices.enums import Channel

DIGEST_LENGTH = 64


class Contact(models.Model):
    """E-mail address and phone of one person, sealed (context `contact.<field>`), with digests to find them by.

    Nothing is sent to an address that its owner has not verified.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="contact",
    )
    email_sealed = models.TextField(_("邮箱（加密）"), blank=True)
    email_index = models.CharField(_("邮箱检索值"), max_length=DIGEST_LENGTH, blank=True, db_index=True)
    email_masked = models.CharField(_("邮箱"), max_length=80, blank=True)
    email_verified_at = models.DateTimeField(_("邮箱验证时间"), null=True, blank=True)
    phone_sealed = models.TextField(_("手机号码（加密）"), blank=True)
    phone_index = models.CharField(_("手机号码检索值"), max_length=DIGEST_LENGTH, blank=True, db_index=True)
    phone_masked = models.CharField(_("手机号码"), max_length=20, blank=True)
    phone_verified_at = models.DateTimeField(_("手机验证时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email_verified_at=None) | ~models.Q(email_sealed=""),
                name="contact_verified_email_exists",
                violation_error_message=_("没有邮箱，不能已验证。"),
            ),
            models.CheckConstraint(
                condition=models.Q(phone_verified_at=None) | ~models.Q(phone_sealed=""),
                name="contact_verified_phone_exists",
                violation_error_message=_("没有手机号码，不能已验证。"),
            ),
        ]

    def __str__(self) -> str:
        return self.phone_masked or self.email_masked


class ContactCode(models.Model):
    """The code last sent to an address to verify it, kept as a keyed digest (context `contact.code`)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="contact_codes"
    )
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    digest = models.CharField(_("验证码检索值"), max_length=DIGEST_LENGTH)
    sent_at = models.DateTimeField(_("发送时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    tries = models.PositiveSmallIntegerField(_("已试次数"), default=0)

    class Meta:
        verbose_name = _("联系方式验证码")
        verbose_name_plural = _("联系方式验证码")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "channel"], name="contact_code_once", violation_error_message=_("验证码已发送。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.sent_at:%Y-%m-%d %H:%M}"
