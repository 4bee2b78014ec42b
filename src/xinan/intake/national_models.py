"""What the national interface remembers: the nonces it has seen, and what became of its messages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NationalNonce(models.Model):
    """A nonce that a sender has used; refused again until `expires_at`, when its timestamp alone is refused.

    `batch_id` is the batch that the message became: a sender who lost the answer is told its serial again.
    """

    pk = models.CompositePrimaryKey("appid", "nonce")
    appid = models.CharField("appid", max_length=32)
    nonce = models.CharField("nonce", max_length=64)
    expires_at = models.DateTimeField(_("失效时间"), db_index=True)
    batch_id = models.BigIntegerField(_("批次"), null=True, blank=True)

    class Meta:
        verbose_name = _("已用随机数")
        verbose_name_plural = _("已用随机数")

    def __str__(self) -> str:
        return self.nonce


class NationalHandling(models.Model):
    """What became of a message: the answer its sender is given, and how often taking it was tried in vain."""

    batch = models.OneToOneField(
        "intake.Batch", verbose_name=_("批次"), on_delete=models.CASCADE, primary_key=True, related_name="national"
    )
    attempts = models.PositiveSmallIntegerField(_("失败次数"), default=0)
    result = models.JSONField(_("处理结果"), null=True, blank=True)

    class Meta:
        verbose_name = _("国家接口处理结果")
        verbose_name_plural = _("国家接口处理结果")

    def __str__(self) -> str:
        return str(self.batch_id)
