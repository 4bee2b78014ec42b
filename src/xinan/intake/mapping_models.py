"""What a firm has said once about its own sheets, so that it is not asked again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.fields import KEY_LENGTH


class ColumnMapping(models.Model):
    """Which column of a firm's own sheet is which of ours, for every sheet whose header reads the same.

    `signature` is the digest of the header's titles in their order. `places` gives the column (from 0) by our column's
    name, `fixed` what the whole sheet says for a column it lacks; only what stays the same from month to month is kept.
    """

    firm = models.CharField(_("企业"), max_length=KEY_LENGTH)
    signature = models.CharField(_("表头特征"), max_length=64)
    titles = models.JSONField(_("表头"), default=list)
    header_rows = models.PositiveSmallIntegerField(_("表头行数"), default=1)
    kind = models.CharField(_("数据种类"), max_length=40)
    places = models.JSONField(_("各列"), default=dict)
    fixed = models.JSONField(_("固定值"), default=dict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("确认人"), on_delete=models.PROTECT, null=True, blank=True
    )
    decided_at = models.DateTimeField(_("确认时间"))
    used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("使用次数"), default=0)

    class Meta:
        verbose_name = _("列对应关系")
        verbose_name_plural = _("列对应关系")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["firm", "signature"],
                name="mapping_of_header_once",
                violation_error_message=_("这种表头已经确认过。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"
