"""What workers said, each voice by itself: sealed, found by keyed digests, shown masked."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.enums import Channel
from xinan.registry.fields import money_field, month_field
from xinan.registry.history import tracked
from xinan.workforce.models import Worker

DIGEST = 64
VOICE_SEALED = ("name_sealed", "phone_sealed", "id_number_sealed", "words_sealed")


@tracked(exclude=[*VOICE_SEALED, "phone_index", "id_number_index"])
class Voice(models.Model):
    """One worker's words in a clue, or those of somebody who speaks for several.

    Contexts of the sealed values are `voice.<field>`. `clue` is where it counts; `told_in` the clue under which it was
    taken, where that was merged since. `id_fault` says why an identity number was kept as told and not as an identity.
    The firm never sees any of it; `may_be_named` is the worker's own leave to be named to the employer.
    """

    clue = models.ForeignKey("casework.Clue", verbose_name=_("线索"), on_delete=models.PROTECT, related_name="voices")
    told_in = models.ForeignKey(
        "casework.Clue", verbose_name=_("登记于"), on_delete=models.PROTECT, related_name="voices_told", null=True
    )
    channel = models.CharField(_("来源"), max_length=20, choices=Channel.choices)
    received_at = models.DateTimeField(_("收到时间"))
    name_sealed = models.TextField(_("姓名（加密）"), blank=True)
    name_masked = models.CharField(_("姓名"), max_length=60, blank=True)
    phone_sealed = models.TextField(_("电话（加密）"), blank=True)
    phone_index = models.CharField(_("电话检索值"), max_length=DIGEST, blank=True, db_index=True)
    phone_masked = models.CharField(_("电话"), max_length=30, blank=True)
    id_number_sealed = models.TextField(_("证件号码（加密）"), blank=True)
    id_number_index = models.CharField(_("证件号码检索值"), max_length=DIGEST, blank=True, db_index=True)
    id_number_masked = models.CharField(_("证件号码"), max_length=30, blank=True)
    id_fault = models.CharField(_("证件号码存疑"), max_length=40, blank=True)
    worker = models.ForeignKey(
        Worker, verbose_name=_("名册工人"), on_delete=models.PROTECT, related_name="voices", null=True, blank=True
    )
    amount = money_field(_("自述金额（元）"), null=True, blank=True)
    workers = models.PositiveIntegerField(_("代表人数"), default=1)
    from_month = month_field(_("自"), blank=True)
    to_month = month_field(_("至"), blank=True)
    words_sealed = models.TextField(_("原话（加密）"), blank=True)
    may_be_named = models.BooleanField(_("同意向用人单位透露"), default=False)
    wants_mediation = models.BooleanField(_("愿意调解"), null=True, blank=True)
    representative = models.BooleanField(_("代多人反映"), default=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("工人诉求")
        verbose_name_plural = _("工人诉求")
        ordering: ClassVar = ["received_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0),
                name="voice_amount_not_negative",
                violation_error_message=_("金额不能为负。"),
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="voice_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.pk}"

    @property
    def subject_kind(self) -> str:
        """The kind that contexts of sealed values and records of looks begin with."""
        return "voice"

    @property
    def subject_id(self) -> str:
        """The key that records of looks name."""
        return str(self.pk)

    def sealed(self, field: str) -> str:
        """The sealed value of `name`, `phone`, `id_number` or `words`; KeyError for anything else."""
        if f"{field}_sealed" not in VOICE_SEALED:
            raise KeyError(field)
        return str(getattr(self, f"{field}_sealed"))


class VoiceFile(models.Model):
    """A photograph or paper that came with a voice, sealed with its name."""

    voice = models.ForeignKey(Voice, verbose_name=_("工人诉求"), on_delete=models.PROTECT, related_name="files")
    name_sealed = models.TextField(_("文件名（加密）"))
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小（字节）"))
    digest = models.CharField(_("摘要"), max_length=DIGEST)
    content_sealed = models.TextField(_("内容（加密）"))

    class Meta:
        verbose_name = _("诉求附件")
        verbose_name_plural = _("诉求附件")
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [
            pgtrigger.Protect(name="voice_file_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.media_type}"


class Receipt(models.Model):
    """What a worker asks with later: found by the keyed digest of the code with the phone's last four digits."""

    voice = models.OneToOneField(Voice, verbose_name=_("工人诉求"), on_delete=models.PROTECT, related_name="receipt")
    code_index = models.CharField(_("查询码检索值"), max_length=DIGEST, unique=True)
    code_sealed = models.TextField(_("查询码（加密）"))
    # The form that was sent, so that a button pressed twice is one complaint.
    form_key = models.CharField(_("表单标识"), max_length=DIGEST, unique=True)
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("查询凭证")
        verbose_name_plural = _("查询凭证")

    def __str__(self) -> str:
        return str(self.pk)


class Knock(models.Model):
    """One use of the worker's open page by somebody nobody knows: counted, so that machines do not flood it.

    `client` is a keyed digest of the address and the day; the address itself is kept nowhere.
    """

    client = models.CharField(_("来访标识"), max_length=DIGEST)
    kind = models.CharField(_("类别"), max_length=10)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("公开页面来访")
        verbose_name_plural = _("公开页面来访")
        indexes: ClassVar = [models.Index(fields=["client", "kind", "at"], name="knock_of_client")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%H:%M}"
