"""What is done with a clue beside its proceeding: groups, passing on with its dates, calling the worker back."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.enums import Answer, CallBy, TransferKind, TransferState
from xinan.casework.matching.likeness import COLLECTIVE_FROM
from xinan.people.models import Organisation
from xinan.registry.history import tracked
from xinan.registry.models import Project

WORDS = 1000


@tracked()
class ClueGroup(models.Model):
    """Clues of one site in the same weeks: looked at together, each with its own number and clocks."""

    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="clue_groups", null=True, blank=True
    )
    from_on = models.DateField(_("自"))
    to_on = models.DateField(_("至"))
    made_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = _("线索关联组")
        verbose_name_plural = _("线索关联组")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")),
                name="clue_group_ends_later",
                violation_error_message=_("止日早于起日。"),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["project", "from_on"], name="clue_group_of_project")]

    def __str__(self) -> str:
        return f"{self.project_id or ''} {self.from_on}"

    @property
    def workers(self) -> int:
        """Workers concerned in the clues that were not merged into another."""
        return sum(self.clues.filter(merged_into=None).values_list("workers", flat=True))

    @property
    def collective(self) -> bool:
        """Whether ten workers or more are concerned (劳动争议调解仲裁法 art. 7)."""
        return self.workers >= COLLECTIVE_FROM


@tracked()
class ClueTransfer(models.Model):
    """A clue passed on to another office, or an answer that an office above asked for, with its date.

    Until the receiver has accepted, the clue stays with its sender; `state` SUPERVISE begins as accepted.
    """

    clue = models.ForeignKey(
        "casework.Clue", verbose_name=_("线索"), on_delete=models.PROTECT, related_name="transfers"
    )
    kind = models.CharField(_("方式"), max_length=10, choices=TransferKind.choices)
    state = models.CharField(_("状态"), max_length=12, choices=TransferState.choices, default=TransferState.SENT)
    from_office = models.ForeignKey(
        Organisation, verbose_name=_("来自"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    from_region = models.CharField(_("来自地区"), max_length=12, blank=True)
    from_words = models.CharField(_("来自（平台外单位）"), max_length=200, blank=True)
    to_office = models.ForeignKey(
        Organisation, verbose_name=_("转给"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sent_at = models.DateTimeField(_("发出时间"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发出人"), on_delete=models.PROTECT, related_name="+", null=True
    )
    reply_by = models.DateField(_("要求反馈日"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=WORDS, blank=True)
    answered_at = models.DateTimeField(_("签收或退回时间"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签收或退回人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    answer = models.CharField(_("意见"), max_length=WORDS, blank=True)
    replied_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)
    reply = models.CharField(_("反馈内容"), max_length=WORDS, blank=True)

    class Meta:
        verbose_name = _("线索转办、交办、督办")
        verbose_name_plural = _("线索转办、交办、督办")
        ordering: ClassVar = ["-sent_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clue"],
                condition=models.Q(state="sent"),
                name="clue_transfer_waits_once",
                violation_error_message=_("该线索已转出，等待签收。"),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_office"], condition=models.Q(state="sent"), name="clue_transfer_to_accept")
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="clue_transfer_is_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.kind}"


class ReturnCall(models.Model):
    """A call back to the worker after the outcome: how satisfied they are, or that nobody was reached that day."""

    clue = models.ForeignKey("casework.Clue", verbose_name=_("线索"), on_delete=models.PROTECT, related_name="calls")
    # In which life of the clue: a clue that was reopened is called back about again.
    proceeding_id = models.BigIntegerField(_("办理事项"))
    at = models.DateTimeField(_("回访时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("回访人"), on_delete=models.PROTECT, related_name="+"
    )
    how = models.CharField(_("方式"), max_length=10, choices=CallBy.choices)
    answer = models.CharField(_("结果"), max_length=12, choices=Answer.choices)
    words_sealed = models.TextField(_("工人的话（加密）"), blank=True)

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = _("回访")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["clue", "proceeding_id"], name="return_call_of_clue")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="return_call_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.clue_id} {self.answer}"
