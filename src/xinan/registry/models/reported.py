"""What the national standard reports beyond the facts that anything here rests on: kept for whoever asks, judged by nobody.

What of it is personal is sealed (kernel.ciphers; the contexts stand beside each field).
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.fields import KEY_LENGTH, Recorded
from xinan.registry.history import tracked

DETAIL_CONTEXT = "reported.detail"
SCAN_CONTEXT = "reported.scan"


class Subject(models.TextChoices):
    """What a detail or a scan is about."""

    ENTERPRISE = "enterprise", _("企业")
    PROJECT = "project", _("项目")
    UNIT = "unit", _("参建单位")
    TEAM = "team", _("班组")
    WORKER = "worker", _("工人")
    PASSAGE = "passage", _("进退场")
    CONTRACT = "contract", _("劳动合同")
    PUNCH = "punch", _("打卡")
    PAYROLL = "payroll", _("工资表")


@tracked(exclude=["personal_sealed"])
class ReportedDetail(Recorded):
    """Further fields of the standard about one subject, as its sender gave them last.

    `project_id` is empty for an enterprise, which many projects report. `key` is the subject's own: the enterprise's
    code, the worker's identifier, and so on. `personal_sealed` is a JSON object under DETAIL_CONTEXT.
    """

    project_id = models.CharField(_("项目编号"), max_length=KEY_LENGTH, blank=True)
    subject = models.CharField(_("对象"), max_length=12, choices=Subject.choices)
    key = models.CharField(_("对象编号"), max_length=KEY_LENGTH)
    details = models.JSONField(_("内容"), default=dict)
    personal_sealed = models.TextField(_("个人信息（加密）"), blank=True)

    class Meta:
        verbose_name = _("标准字段")
        verbose_name_plural = _("标准字段")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "project_id", "key"],
                name="reported_detail_once",
                violation_error_message=_("该对象已有一条记录。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.pk}"


class Scan(Recorded):
    """A photograph or a scanned paper that came with a fact: evidence of a wage case. Sealed under SCAN_CONTEXT."""

    project_id = models.CharField(_("项目编号"), max_length=KEY_LENGTH)
    subject = models.CharField(_("对象"), max_length=12, choices=Subject.choices)
    key = models.CharField(_("对象编号"), max_length=KEY_LENGTH)
    name = models.CharField(_("名称"), max_length=200, blank=True)
    digest = models.CharField(_("内容摘要（SHA-256）"), max_length=64)
    size = models.PositiveIntegerField(_("字节数"))
    content_sealed = models.TextField(_("内容（加密）"))

    class Meta:
        verbose_name = _("影像与扫描件")
        verbose_name_plural = _("影像与扫描件")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project_id", "subject", "key", "digest"],
                name="scan_once",
                violation_error_message=_("该文件已经收到过。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.digest[:12]}"


@tracked()
class EnterpriseCredential(Recorded):
    """A qualification certificate of a firm."""

    enterprise = models.ForeignKey(
        "registry.Enterprise", verbose_name=_("企业"), on_delete=models.PROTECT, related_name="qualifications"
    )
    number = models.CharField(_("证书编号"), max_length=100)
    name = models.CharField(_("资质名称"), max_length=200)
    grade = models.CharField(_("资质等级"), max_length=50, blank=True)
    issued_by = models.CharField(_("发证机关"), max_length=200, blank=True)
    from_on = models.DateField(_("有效期起"), null=True, blank=True)
    to_on = models.DateField(_("有效期止（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("企业资质")
        verbose_name_plural = _("企业资质")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "number", "name"],
                name="enterprise_credential_once",
                violation_error_message=_("该企业已有此资质。"),
            )
        ]

    def __str__(self) -> str:
        return self.number


@tracked()
class GoodRecord(Recorded):
    """Something good on record for a firm: an award, a commendation."""

    enterprise = models.ForeignKey(
        "registry.Enterprise", verbose_name=_("企业"), on_delete=models.PROTECT, related_name="good_records"
    )
    on = models.DateField(_("日期"))
    title = models.CharField(_("内容"), max_length=200)
    given_by = models.CharField(_("认定单位"), max_length=200)

    class Meta:
        verbose_name = _("良好记录")
        verbose_name_plural = _("良好记录")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "on", "title"],
                name="good_record_once",
                violation_error_message=_("该企业当日已有此记录。"),
            )
        ]

    def __str__(self) -> str:
        return self.title
