"""Letters and their numbers, sealed files, story, and the templates that offices keep."""

from functools import reduce
from operator import or_
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.documents.enums import EventKind, FileRole, LetterState, ServiceWay
from xinan.people.models import Organisation

KIND_LENGTH = 40
# Nothing of these changes once a letter has its number; the database refuses it, whoever asks.
_FIXED_WHEN_ISSUED = (
    "kind", "office", "subject_kind", "subject_id", "project_id", "region_code", "industry", "title", "addressee_name",
    "addressee_enterprise_id", "year", "sequence", "number", "issued_at", "issued_by",
)  # fmt: skip


def _any_differs(*fields: str) -> pgtrigger.Q:
    """A row of which one of these columns is another one after the update."""
    return reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in fields))


class Letterhead(models.Model):
    """How an office signs: its full name, its 机关代字, where it can be reached. Numbers stand under the mark."""

    office = models.OneToOneField(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="letterhead"
    )
    name = models.CharField(_("发文机关名称"), max_length=100)
    mark = models.CharField(_("机关代字"), max_length=30, unique=True)
    contact = models.CharField(_("联系人"), max_length=40, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("发文信息")
        verbose_name_plural = _("发文信息")

    def __str__(self) -> str:
        return self.name


class LetterCounter(models.Model):
    """The last number an office has given in a year. Its row is the lock under which a number is given."""

    office = models.ForeignKey(Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("最后一号"), default=0)

    class Meta:
        verbose_name = _("发文字号")
        verbose_name_plural = _("发文字号")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "year"],
                name="letter_counter_once",
                violation_error_message=_("该单位本年度已有编号序列。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year} {self.last}"


class LetterTemplate(models.Model):
    """One version of the Word file of a kind of letter, of an office or (office None) of the whole province.

    The newest version of a holder is in force. One without a file says that the holder goes back to what stands above it: an
    office to the province's, the province to the product's.
    """

    kind = models.CharField(_("文书种类"), max_length=KIND_LENGTH)
    office = models.ForeignKey(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(_("版本"))
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    content = models.BinaryField(_("文件"), null=True)
    digest = models.CharField(_("SM3 摘要"), max_length=64, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    restores = models.ForeignKey(
        "self", verbose_name=_("恢复自"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("文书模板")
        verbose_name_plural = _("文书模板")
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "office", "version"],
                nulls_distinct=False,
                name="letter_template_version_once",
                violation_error_message=_("该版本已存在，请刷新后重试。"),
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="letter_template_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["fields_sealed"],
    model_name="LetterHistory",
)
class Letter(models.Model):
    """A letter from its draft to its release. What it says is in `fields_sealed`, then in its sealed file.

    `subject_kind` and `subject_id` name what it is about (a project, a proceeding, a case), `project_id` the project where
    there is one; region and industry are that project's on the day it was drafted, for the policies.
    """

    kind = models.CharField(_("文书种类"), max_length=KIND_LENGTH)
    office = models.ForeignKey(
        Organisation, verbose_name=_("发文单位"), on_delete=models.PROTECT, related_name="letters"
    )
    state = models.CharField(_("状态"), max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    version = models.PositiveIntegerField(_("修改次数"), default=1)
    subject_kind = models.CharField(_("对象类别"), max_length=30)
    subject_id = models.CharField(_("对象标识"), max_length=64)
    project_id = models.CharField(_("项目编号"), max_length=64, blank=True)
    region_code = models.CharField(_("所在地"), max_length=12, blank=True)
    industry = models.CharField(_("行业"), max_length=20, blank=True)
    title = models.CharField(_("标题"), max_length=300)
    addressee_name = models.CharField(_("主送"), max_length=200, blank=True)
    addressee_enterprise_id = models.CharField(_("主送企业"), max_length=64, blank=True)
    # JSON under the context `letter.fields`: names and figures of people may be among them.
    fields_sealed = models.TextField(_("要素（加密）"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("拟稿人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    drafted_at = models.DateTimeField(_("拟稿时间"))
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    sequence = models.PositiveIntegerField(_("顺序号"), null=True, blank=True)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签发人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    issued_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    # From when the addressed firm may know of it: at once, or with the batch of the next working morning.
    firm_told_at = models.DateTimeField(_("告知企业时间"), null=True, blank=True)
    serve_by = models.DateField(_("送达期限"), null=True, blank=True)
    served_how = models.CharField(_("送达方式"), max_length=12, choices=ServiceWay.choices, blank=True)
    delivered_on = models.DateField(_("送交或公告日"), null=True, blank=True)
    served_on = models.DateField(_("送达日"), null=True, blank=True)
    answer_by = models.DateField(_("回复期限"), null=True, blank=True)
    replied_on = models.DateField(_("回复日"), null=True, blank=True)
    released_on = models.DateField(_("销号日"), null=True, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "year", "sequence"],
                condition=models.Q(sequence__isnull=False),
                name="letter_sequence_once",
                violation_error_message=_("该顺序号已使用。"),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number=""),
                name="letter_number_once",
                violation_error_message=_("该文号已使用。"),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "voided"])
                | models.Q(year__isnull=False, sequence__gt=0, issued_at__isnull=False) & ~models.Q(number=""),
                name="letter_issued_has_its_number",
                violation_error_message=_("已签发的文书须有文号。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["served", "replied", "released"])
                | models.Q(served_on__isnull=False) & ~models.Q(served_how=""),
                name="letter_served_says_how",
                violation_error_message=_("已送达的文书须写明送达方式和日期。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="voided") | models.Q(voided_at__isnull=False) & ~models.Q(void_reason=""),
                name="letter_voided_says_why",
                violation_error_message=_("作废须写明原因。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["office", "state", "-id"], name="letter_of_office"),
            models.Index(fields=["region_code", "industry", "-id"], name="letter_by_place"),
            models.Index(fields=["subject_kind", "subject_id"], name="letter_about"),
            models.Index(fields=["project_id", "-id"], name="letter_of_project"),
            models.Index(fields=["addressee_enterprise_id", "-id"], name="letter_to_enterprise"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="letter_fixed_when_issued",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__sequence__isnull=False) & _any_differs(*_FIXED_WHEN_ISSUED),
            ),
            pgtrigger.Protect(
                name="letter_issued_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__sequence__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.pk}"


class LetterFile(models.Model):
    """The Word file of an issued letter, sealed (context `letter.file`, base64 inside). Its digest never changes."""

    letter = models.OneToOneField(Letter, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="file")
    template = models.ForeignKey(
        LetterTemplate, verbose_name=_("模板"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    template_digest = models.CharField(_("模板摘要"), max_length=64)
    sealed = models.TextField(_("文件（加密）"))
    size = models.PositiveIntegerField(_("字节数"))
    digest = models.CharField(_("SM3 摘要"), max_length=64)

    class Meta:
        verbose_name = _("文书文件")
        verbose_name_plural = _("文书文件")
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="letter_file_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("letter", "template", "template_digest", "size", "digest"),
            ),
            pgtrigger.Protect(name="letter_file_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.digest


class LetterAttachment(models.Model):
    """A proof of service or a paper of a reply: photo or PDF, sealed (context `letter.attachment`)."""

    letter = models.ForeignKey(Letter, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="attachments")
    role = models.CharField(_("用途"), max_length=10, choices=FileRole.choices)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    digest = models.CharField(_("SM3 摘要"), max_length=64)
    sealed = models.TextField(_("文件（加密）"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("文书附件")
        verbose_name_plural = _("文书附件")
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="letter_attachment_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("letter", "role", "name", "media_type", "size", "digest", "by", "at"),
            ),
            pgtrigger.Protect(name="letter_attachment_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name


class LetterEvent(models.Model):
    """One thing that happened to a letter; written with it, never changed. `by` is None for the system itself."""

    letter = models.ForeignKey(Letter, verbose_name=_("文书"), on_delete=models.PROTECT, related_name="story")
    kind = models.CharField(_("事件"), max_length=12, choices=EventKind.choices)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("文书记录")
        verbose_name_plural = _("文书记录")
        ordering: ClassVar = ["at", "id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="letter_event_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
