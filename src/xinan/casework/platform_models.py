"""Exports of the national platform: the file as it was sent, what its columns mean, and that an office said so once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.enums import FileState
from xinan.people.models import Organisation


class PlatformColumns(models.Model):
    """Which column of an office's export is which of ours, for every file whose header reads the same.

    `signature` is the digest of the header's titles; `places` gives the column (from 0) by our column's name.
    """

    office = models.ForeignKey(Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(_("表头特征"), max_length=64)
    places = models.JSONField(_("各列"), default=dict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("确认人"), on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("确认时间"))

    class Meta:
        verbose_name = _("平台导出列对应关系")
        verbose_name_plural = _("平台导出列对应关系")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "signature"],
                name="platform_columns_once",
                violation_error_message=_("这种表头已经确认过。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.signature[:8]}"


class PlatformFile(models.Model):
    """One file on its way: columns to be said, rows to be confirmed, taken. The content is sealed; taken, it is dropped."""

    office = models.ForeignKey(Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("上传时间"))
    name = models.CharField(_("文件类型"), max_length=10)
    digest = models.CharField(_("摘要"), max_length=64)
    content_sealed = models.TextField(_("内容（加密）"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=FileState.choices, default=FileState.COLUMNS)
    header_row = models.PositiveIntegerField(_("表头所在行"), default=1)
    titles = models.JSONField(_("表头"), default=list)
    places = models.JSONField(_("各列"), default=dict)
    taken = models.PositiveIntegerField(_("新登记"), default=0)
    known = models.PositiveIntegerField(_("此前已导入"), default=0)
    refused = models.PositiveIntegerField(_("有误未导入"), default=0)
    # Row, column, code and both sentences of each error; never a value of the row.
    faults = models.JSONField(_("错误"), default=list)
    taken_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("平台导出文件")
        verbose_name_plural = _("平台导出文件")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
