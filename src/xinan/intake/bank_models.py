"""What the banks' interface remembers: the nonces it has seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BankNonce(models.Model):
    """A nonce that a bank has used; refused again until `expires_at`, when its timestamp alone is refused."""

    pk = models.CompositePrimaryKey("appid", "nonce")
    appid = models.CharField("appid", max_length=32)
    nonce = models.CharField("nonce", max_length=64)
    expires_at = models.DateTimeField(_("失效时间"), db_index=True)

    class Meta:
        verbose_name = _("银行接口已用随机数")
        verbose_name_plural = _("银行接口已用随机数")

    def __str__(self) -> str:
        return self.nonce
