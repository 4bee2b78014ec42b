"""What a case's people do in it: tasks, entries, sealed files, and the record of every look."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.enums import EntryKind, LookedAt, TaskState
from xinan.people.models import Organisation
from xinan.registry.history import tracked

TITLE, WORDS = 120, 1000


@tracked(exclude=["words_sealed", "answer_sealed"])
class CaseTask(models.Model):
    """Something asked of a person or of an office, with a day to answer by.

    Who is asked sees the task, never the case: `title` and the words (context `case_task.words`) are all they get.
    `background`: the second track's result goes to the department concerned with it.
    """

    case = models.ForeignKey("cases.Case", verbose_name=_("案件"), on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("任务"), max_length=TITLE)
    words_sealed = models.TextField(_("要求（加密）"))
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("交办给"),
        on_delete=models.PROTECT,
        related_name="case_tasks",
        null=True,
        blank=True,
    )
    to_office = models.ForeignKey(
        Organisation,
        verbose_name=_("交办单位"),
        on_delete=models.PROTECT,
        related_name="case_tasks",
        null=True,
        blank=True,
    )
    background = models.BooleanField(_("背后问题移送"), default=False)
    due_on = models.DateField(_("答复期限"))
    state = models.CharField(_("状态"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("交办人"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("交办时间"))
    answer_sealed = models.TextField(_("答复（加密）"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("答复人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("了结人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    ended_at = models.DateTimeField(_("了结时间"), null=True, blank=True)
    # When whoever was asked, and the leader, were told that the day had passed.
    overdue_told_at = models.DateTimeField(_("逾期提醒时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("交办任务")
        verbose_name_plural = _("交办任务")
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_user__isnull=False) | models.Q(to_office__isnull=False),
                name="case_task_asks_somebody",
                violation_error_message=_("任务须交办给人员或单位。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="answered")
                | models.Q(answered_by__isnull=False, answered_at__isnull=False) & ~models.Q(answer_sealed=""),
                name="case_task_answered_says_what",
                violation_error_message=_("已答复的任务须有答复。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_office", "state"], name="case_task_of_office"),
            models.Index(fields=["due_on"], condition=models.Q(state="open"), name="case_task_open"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on}"


class CaseEntry(models.Model):
    """Minutes, a note or a talk, sealed (context `case_entry.words`). Never changed; a mistake is put right by another."""

    case = models.ForeignKey("cases.Case", verbose_name=_("案件"), on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("类别"), max_length=10, choices=EntryKind.choices)
    words_sealed = models.TextField(_("内容（加密）"))
    happened_on = models.DateField(_("发生日"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("记录人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("案件记录")
        verbose_name_plural = _("案件记录")
        ordering: ClassVar = ["at", "id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="case_entry_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("case", "kind", "happened_on", "by", "at"),
            ),
            pgtrigger.Protect(name="case_entry_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class CaseFile(models.Model):
    """A file of the case, of one of its tasks or entries: name and content sealed (`case_file.name`, `case_file.content`)."""

    case = models.ForeignKey("cases.Case", verbose_name=_("案件"), on_delete=models.PROTECT, related_name="files")
    task = models.ForeignKey(
        CaseTask, verbose_name=_("任务"), on_delete=models.PROTECT, related_name="files", null=True, blank=True
    )
    entry = models.ForeignKey(
        CaseEntry, verbose_name=_("记录"), on_delete=models.PROTECT, related_name="files", null=True, blank=True
    )
    # Given with the task, for whoever is asked; else with the answer.
    of_answer = models.BooleanField(_("随答复"), default=False)
    name_sealed = models.TextField(_("文件名（加密）"))
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("大小（字节）"))
    digest = models.CharField(_("摘要"), max_length=64)
    content_sealed = models.TextField(_("内容（加密）"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("卷宗材料")
        verbose_name_plural = _("卷宗材料")
        ordering: ClassVar = ["id"]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="case_file_fixed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("case", "task", "entry", "media_type", "size", "digest", "by", "at"),
            ),
            pgtrigger.Protect(name="case_file_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.media_type} {self.size}"


class CaseLook(models.Model):
    """One look at a case: who, at what, when. Never changed."""

    case = models.ForeignKey("cases.Case", verbose_name=_("案件"), on_delete=models.PROTECT, related_name="looks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("查看人"), on_delete=models.PROTECT, related_name="case_looks"
    )
    what = models.CharField(_("查看对象"), max_length=10, choices=LookedAt.choices)
    # The key of the file, the task or the worker.
    which = models.CharField(_("标识"), max_length=64, blank=True)
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(_("入库时间"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("案件查看记录")
        verbose_name_plural = _("案件查看记录")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["case", "-at"], name="case_look_of_case")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="case_look_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d %H:%M}"
