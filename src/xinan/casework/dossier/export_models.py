"""Exports of files: asked for, made in the background, kept sealed for some days, each download written down."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.models import Case
from xinan.casework.dossier.seal_models import DIGEST_LENGTH


class Form(models.TextChoices):
    """As what a file is taken out."""

    PDF = "pdf", _("一个 PDF")
    ZIP = "zip", _("压缩包")


class Version(models.TextChoices):
    """For whom: the people of the case, or a party to it."""

    FULL = "full", _("完整卷")
    PARTY = "party", _("当事人卷")


class ExportState(models.TextChoices):
    """How far an export has come."""

    QUEUED = "queued", _("排队中")
    WORKING = "working", _("生成中")
    DONE = "done", _("已生成")
    FAILED = "failed", _("未能生成")
    DISCARDED = "discarded", _("已清除")


UNFINISHED = (ExportState.QUEUED, ExportState.WORKING)


class FileExport(models.Model):
    """One export. `enterprise_id` is the firm for which a party's version was made; `done` of `total` items are in it.

    The content lies in its parts until it is discarded, `digest` (SM3) for good: what somebody holds can be told to be ours.
    """

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="exports")
    form = models.CharField(_("形式"), max_length=4, choices=Form.choices)
    version = models.CharField(_("版本"), max_length=6, choices=Version.choices)
    enterprise_id = models.CharField(_("当事人"), max_length=18, blank=True)
    # Whether names of workers stand in it in clear; asked for with a reason, and recorded as a look.
    clear = models.BooleanField(_("显示姓名"), default=False)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    state = models.CharField(_("状态"), max_length=10, choices=ExportState.choices, default=ExportState.QUEUED)
    done = models.PositiveIntegerField(_("已完成"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("申请时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("大小（字节）"), default=0)
    digest = models.CharField(_("SM3 摘要"), max_length=DIGEST_LENGTH, blank=True)

    class Meta:
        verbose_name = _("案卷导出")
        verbose_name_plural = _("案卷导出")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(version="full", enterprise_id="")
                | models.Q(version="party") & ~models.Q(enterprise_id=""),
                name="file_export_says_for_whom",
                violation_error_message=_("当事人卷须指明当事人。"),
            ),
            models.CheckConstraint(
                condition=models.Q(version="full") | models.Q(clear=False),
                name="file_export_of_a_party_shows_no_names",
                violation_error_message=_("当事人卷不显示工人姓名。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "-id"], name="file_export_of_case")]
        triggers: ClassVar = [pgtrigger.Protect(name="file_export_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.case_id} {self.version} {self.form}"


class ExportPart(models.Model):
    """A piece of an export's content, sealed (context `file_export.part`, base64 inside)."""

    export = models.ForeignKey(FileExport, verbose_name=_("导出"), on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(_("序号"))
    sealed = models.TextField(_("内容（加密）"))

    class Meta:
        verbose_name = _("导出内容")
        verbose_name_plural = _("导出内容")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["export", "number"], name="export_part_once", violation_error_message=_("该部分已存在。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"


class FileDownload(models.Model):
    """One download of an export: who, when, in which request. Never changed."""

    export = models.ForeignKey(FileExport, verbose_name=_("导出"), on_delete=models.PROTECT, related_name="downloads")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("下载人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("时间"))
    request_id = models.CharField(_("请求编号"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("案卷下载记录")
        verbose_name_plural = _("案卷下载记录")
        ordering: ClassVar = ["-at", "-id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="file_download_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.at:%Y-%m-%d %H:%M}"
