"""Proceedings and their steps, with the proof; what is written once is never changed."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.people.models import Organisation
from xinan.procedures.clock_models import CalendarYear as CalendarYear
from xinan.procedures.clock_models import Clock as Clock
from xinan.procedures.clock_models import ClockAct as ClockAct
from xinan.procedures.clock_models import ClockEvent as ClockEvent
from xinan.procedures.clock_models import ClockExtension as ClockExtension
from xinan.procedures.clock_models import ClockLength as ClockLength
from xinan.procedures.clock_models import ClockPause as ClockPause
from xinan.procedures.enums import Access
from xinan.procedures.sizes import CODE_LENGTH, KEY_LENGTH, WORDS


class Proceeding(models.Model):
    """One life of what is handled: a warning's episode, a case. It stands in one state of its procedure.

    `version` counts its moves: whoever acts on a version that is no longer the last is told who was quicker.
    `parties` are the firms concerned, as `contractor:<code>`, `owner:<code>`, `bank:<code>`; `addressee_enterprise_id` is
    the one that has to answer. `access` says to whom it is open, `named` holds the users named. `escalation` is the highest
    rung its clocks have reached.
    """

    procedure = models.CharField(_("程序"), max_length=CODE_LENGTH)
    state = models.CharField(_("状态"), max_length=CODE_LENGTH)
    subject_kind = models.CharField(_("对象类别"), max_length=CODE_LENGTH)
    subject_id = models.CharField(_("对象标识"), max_length=KEY_LENGTH)
    project_id = models.CharField(_("项目编号"), max_length=KEY_LENGTH, blank=True)
    region_code = models.CharField(_("地区"), max_length=12, blank=True)
    industry = models.CharField(_("行业"), max_length=20, blank=True)
    link = models.CharField(_("环节"), max_length=20, blank=True)
    level = models.CharField(_("等级"), max_length=20, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("承办人"),
        on_delete=models.PROTECT,
        related_name="held_proceedings",
        null=True,
        blank=True,
    )
    holder_office = models.ForeignKey(
        Organisation,
        verbose_name=_("承办单位"),
        on_delete=models.PROTECT,
        related_name="held_proceedings",
        null=True,
        blank=True,
    )
    addressee_enterprise_id = models.CharField(_("责任单位"), max_length=18, blank=True)
    parties = ArrayField(models.CharField(max_length=40), verbose_name=_("相关单位"), default=list, blank=True)
    access = models.CharField(_("可见范围"), max_length=10, choices=Access.choices, default=Access.PLACE)
    named = ArrayField(models.BigIntegerField(), verbose_name=_("指定人员"), default=list, blank=True)
    opened_at = models.DateTimeField(_("立项时间"))
    moved_at = models.DateTimeField(_("最近办理时间"))
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    closed_as = models.CharField(_("办结方式"), max_length=CODE_LENGTH, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=0)
    escalation = models.PositiveSmallIntegerField(_("逾期升级"), default=0)
    escalated_at = models.DateTimeField(_("升级时间"), null=True, blank=True)
    previous = models.OneToOneField(
        "self", verbose_name=_("上一次"), on_delete=models.PROTECT, related_name="next", null=True, blank=True
    )

    class Meta:
        verbose_name = _("办理事项")
        verbose_name_plural = _("办理事项")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["procedure", "subject_kind", "subject_id"],
                condition=models.Q(closed_at=None),
                name="proceeding_open_once",
                violation_error_message=_("同一对象已有未办结的事项。"),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_as="")
                | models.Q(closed_at__isnull=False) & ~models.Q(closed_as=""),
                name="proceeding_closed_says_how",
                violation_error_message=_("办结的事项须写明办结方式，其余不得有。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["procedure", "state", "region_code"], name="proceeding_by_state"),
            models.Index(fields=["subject_kind", "subject_id"], name="proceeding_of_subject"),
            models.Index(fields=["project_id"], name="proceeding_of_project"),
            models.Index(fields=["holder"], condition=models.Q(closed_at=None), name="proceeding_held"),
            models.Index(fields=["addressee_enterprise_id"], name="proceeding_of_addressee"),
            GinIndex(fields=["parties"], name="proceeding_parties"),
            GinIndex(fields=["named"], name="proceeding_named"),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.pk} {self.state}"


class Step(models.Model):
    """One move made: by whom, when, from which state to which, and what was given with it. Never changed.

    `by` is empty for the system. `move` is one of the procedure's, or `open`, `level`, `hold` (definition.OWN_STEPS).
    """

    proceeding = models.ForeignKey(
        Proceeding, verbose_name=_("办理事项"), on_delete=models.PROTECT, related_name="steps"
    )
    move = models.CharField(_("动作"), max_length=CODE_LENGTH)
    state_before = models.CharField(_("原状态"), max_length=CODE_LENGTH, blank=True)
    state_after = models.CharField(_("现状态"), max_length=CODE_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("何人"),
        on_delete=models.PROTECT,
        related_name="steps_made",
        null=True,
        blank=True,
    )
    as_kind = models.CharField(_("身份"), max_length=20)
    at = models.DateTimeField(_("时间"))
    version = models.PositiveIntegerField(_("版本"))
    reason = models.TextField(_("理由"), max_length=WORDS, blank=True)
    plan_on = models.DateField(_("计划完成日"), null=True, blank=True)
    until_on = models.DateField(_("截至日"), null=True, blank=True)
    # Where it happened before it was written down: what clocks go by.
    happened_on = models.DateField(_("发生日"), null=True, blank=True)
    target = models.CharField(_("去向"), max_length=KEY_LENGTH, blank=True)
    other = models.JSONField(_("其他"), default=dict, blank=True)

    class Meta:
        verbose_name = _("步骤")
        verbose_name_plural = _("步骤")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["proceeding", "at"], name="step_of_proceeding"),
            models.Index(fields=["move", "at"], name="step_by_move"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="step_is_kept", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.move} {self.at:%Y-%m-%d}"


class Proof(models.Model):
    """A file given with a step, sealed; its name may carry a person's and is sealed as well.

    Contexts of the keyring: `proof.content` (base64 inside) and `proof.name`. `digest` is SHA-256 of the content.
    """

    step = models.ForeignKey(Step, verbose_name=_("步骤"), on_delete=models.PROTECT, related_name="proofs")
    name_sealed = models.TextField(_("文件名（加密）"))
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小（字节）"))
    digest = models.CharField(_("摘要"), max_length=64)
    content_sealed = models.TextField(_("内容（加密）"))
    taken_at = models.DateTimeField(_("拍摄时间"), null=True, blank=True)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("证明材料")
        verbose_name_plural = _("证明材料")
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [pgtrigger.Protect(name="proof_stays_as_given", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.media_type} {self.size}"
