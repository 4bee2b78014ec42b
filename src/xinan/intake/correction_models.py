"""What was taken back, by whom, when and why; and what was said more than once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Withdrawal(models.Model):
    """A batch taken back. What it had added is gone from the facts, what it had changed is as before; all of it stays in
    the history. `kept` counts the rows that could not be taken back, because a later batch had changed them.
    """

    batch = models.OneToOneField(
        "intake.Batch", verbose_name=_("批次"), on_delete=models.PROTECT, related_name="withdrawal"
    )
    replacement = models.ForeignKey(
        "intake.Batch",
        verbose_name=_("替换为"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced",
    )
    reason = models.CharField(_("原因"), max_length=300)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), on_delete=models.PROTECT, null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"))
    removed = models.PositiveIntegerField(_("删除"), default=0)
    restored = models.PositiveIntegerField(_("恢复原值"), default=0)
    kept = models.PositiveIntegerField(_("未能撤回"), default=0)

    class Meta:
        verbose_name = _("撤回记录")
        verbose_name_plural = _("撤回记录")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="withdrawal_has_reason",
                violation_error_message=_("请填写原因。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}"


class Restatement(models.Model):
    """A batch said what stood already: of this row of a table of facts, the same as its event `event` in the history.

    The row stays with the batch that said it first; once that is taken back, it passes to those that said it as well.
    An event of deletion stands for having said that there is no such row. Punches have theirs in `PunchVersion`.
    """

    # No constraint of the database: one is written for every repeated row, and no batch is ever deleted.
    batch_id = models.BigIntegerField(_("批次"))
    fact = models.CharField(_("数据表"), max_length=63)
    row = models.CharField(_("行标识"), max_length=100)
    event = models.BigIntegerField(_("历史记录"))

    class Meta:
        verbose_name = _("重复报送")
        verbose_name_plural = _("重复报送")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fact", "row", "event", "batch_id"],
                name="restatement_once",
                violation_error_message=_("该批次对此行的重复报送已经记下。"),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["batch_id"], name="restatement_of_batch")]

    def __str__(self) -> str:
        return f"{self.fact} {self.row}"
