"""Credentials: by what a machine is known, for which project or bank it speaks, and how much it has sent."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.fields import KEY_LENGTH
from xinan.registry.history import tracked
from xinan.registry.models import Project


@tracked()
class Credential(models.Model):
    """The appid of one site system (it speaks for `project`) or of one bank (it speaks for the accounts of `bank_id`).

    `scopes` are the kinds of sheets it may send; none means all of its side's. Its secrets are rows of their own.
    """

    appid = models.CharField("appid", max_length=32, unique=True)
    name = models.CharField(_("系统名称"), max_length=60)
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, null=True, blank=True, related_name="credentials"
    )
    # As in WageAccount.bank_id.
    bank_id = models.CharField(_("银行"), max_length=KEY_LENGTH, blank=True, db_index=True)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("可报送的数据"), default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("开通人"), on_delete=models.PROTECT, null=True, blank=True
    )
    created_at = models.DateTimeField(_("开通时间"))
    valid_from = models.DateTimeField(_("生效时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口凭证")
        verbose_name_plural = _("接口凭证")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(project__isnull=False, bank_id="")
                | (models.Q(project__isnull=True) & ~models.Q(bank_id="")),
                name="credential_of_project_or_bank",
                violation_error_message=_("凭证属于一个项目或一家银行，二者取一。"),
            )
        ]

    def __str__(self) -> str:
        return self.appid


@tracked(exclude=["sealed"])
class CredentialSecret(models.Model):
    """One secret of a credential, sealed (context `credential.secret`). While a new one is brought in, two are valid."""

    credential = models.ForeignKey(
        Credential, verbose_name=_("接口凭证"), on_delete=models.CASCADE, related_name="secrets"
    )
    sealed = models.TextField(_("密钥（加密）"))
    valid_from = models.DateTimeField(_("生效时间"))
    valid_to = models.DateTimeField(_("失效时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥")
        ordering: ClassVar = ["-valid_from", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credential"],
                condition=models.Q(valid_to=None),
                name="credential_has_one_lasting_secret",
                violation_error_message=_("一个凭证只能有一个长期有效的密钥。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.valid_from:%Y-%m-%d}"


class CredentialUse(models.Model):
    """What one credential sent in one hour; written every few seconds by each process, not at each request."""

    credential = models.ForeignKey(
        Credential, verbose_name=_("接口凭证"), on_delete=models.CASCADE, related_name="uses"
    )
    hour = models.DateTimeField(_("小时"))
    requests = models.PositiveIntegerField(_("请求数"), default=0)
    refused = models.PositiveIntegerField(_("被拒绝的请求数"), default=0)
    rows = models.PositiveBigIntegerField(_("行数"), default=0)
    refused_rows = models.PositiveBigIntegerField(_("有误的行数"), default=0)
    last_at = models.DateTimeField(_("最近一次"))
    refused_at = models.DateTimeField(_("最近一次被拒绝"), null=True, blank=True)
    refusal = models.CharField(_("最近一次被拒绝的原因"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("凭证使用情况")
        verbose_name_plural = _("凭证使用情况")
        ordering: ClassVar = ["-hour"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credential", "hour"],
                name="credential_use_once_an_hour",
                violation_error_message=_("该小时的使用情况已有记录。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.hour:%Y-%m-%d %H}"


class AccessToken(models.Model):
    """A bearer token handed out to a credential; only its SHA-256 is kept."""

    digest = models.CharField(_("令牌摘要"), max_length=64, primary_key=True)
    credential = models.ForeignKey(
        Credential, verbose_name=_("接口凭证"), on_delete=models.CASCADE, related_name="tokens"
    )
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("可报送的数据"))
    expires_at = models.DateTimeField(_("失效时间"), db_index=True)

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")

    def __str__(self) -> str:
        return f"{self.credential_id} {self.expires_at:%Y-%m-%d %H:%M}"
