"""A visit: what was looked at, photographed and heard, what it came to, and what it raised."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.monitoring.models import Warning
from xinan.patrols.enums import Answer, Conclusion, RaisedState, VisitOccasion, VisitState
from xinan.registry.history import tracked
from xinan.registry.models import Project

PHOTO_CONTEXT = "visit.photo"


def degrees(label: Any, **options: Any) -> "models.DecimalField[Any, Any]":
    """A longitude or latitude, to about 10 cm."""
    return models.DecimalField(label, max_digits=9, decimal_places=6, **options)


class Visit(models.Model):
    """One officer's visit to one site. Its number is given by chance, so that an address tells nothing."""

    visit_id = models.UUIDField(_("走访编号"), primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="visits")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("走访人"), on_delete=models.PROTECT, related_name="visits"
    )
    stop = models.OneToOneField(
        "patrols.PlanStop",
        verbose_name=_("计划安排"),
        on_delete=models.SET_NULL,
        related_name="visit",
        null=True,
        blank=True,
    )
    occasion = models.CharField(_("走访缘由"), max_length=10, choices=VisitOccasion.choices)
    state = models.CharField(_("状态"), max_length=10, choices=VisitState.choices, default=VisitState.OPEN)
    day = models.DateField(_("走访日"))
    opened_at = models.DateTimeField(_("开始时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    received_at = models.DateTimeField(_("结论收到时间"), null=True, blank=True)
    finish_key = models.UUIDField(_("结论报送编号"), null=True, blank=True, editable=False)
    conclusion = models.CharField(_("结论"), max_length=12, choices=Conclusion.choices, blank=True)
    note = models.TextField(_("说明"), max_length=2000, blank=True)
    lng = degrees(_("经度"), null=True, blank=True)
    lat = degrees(_("纬度"), null=True, blank=True)
    accuracy = models.PositiveIntegerField(_("定位精度（米）"), null=True, blank=True)

    class Meta:
        verbose_name = _("走访")
        verbose_name_plural = _("走访")
        ordering: ClassVar = ["-day", "-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "officer", "day"],
                condition=models.Q(state="open"),
                name="visit_open_once",
                violation_error_message=_("您今天在该项目的走访尚未完成。"),
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", finished_at=None)
                | models.Q(state="finished", finished_at__isnull=False) & ~models.Q(conclusion=""),
                name="visit_finished_says_what",
                violation_error_message=_("完成的走访须有结论。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "-day"], name="visit_of_project"),
            models.Index(fields=["officer", "-day"], name="visit_of_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.day}"


@tracked()
class VisitCheck(models.Model):
    """The answer to one item of the checklist, or to one open warning (`item` warning-<number>). The latest said counts."""

    visit = models.ForeignKey(Visit, verbose_name=_("走访"), on_delete=models.CASCADE, related_name="checks")
    item = models.CharField(_("检查项"), max_length=40)
    answer = models.CharField(_("答案"), max_length=10, blank=True)
    details = models.JSONField(_("细项"), default=dict, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    key = models.UUIDField(_("报送编号"))
    said_at = models.DateTimeField(_("填写时间"))
    received_at = models.DateTimeField(_("收到时间"))

    class Meta:
        verbose_name = _("检查结果")
        verbose_name_plural = _("检查结果")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "item"],
                name="visit_check_once",
                violation_error_message=_("该检查项已有结果。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.answer}"

    @property
    def answer_label(self) -> Any:
        """The answer in words, of the checklist."""
        return Answer(self.answer).label if self.answer in Answer.values else self.answer


@tracked()
class VisitTalk(models.Model):
    """A talk with workers of one team or place, as a tally: how many, never who."""

    key = models.UUIDField(_("报送编号"), primary_key=True)
    visit = models.ForeignKey(Visit, verbose_name=_("走访"), on_delete=models.CASCADE, related_name="talks")
    asked = models.PositiveSmallIntegerField(_("询问人数"))
    on_time = models.PositiveSmallIntegerField(_("按时足额领到的人数"))
    owed = models.PositiveSmallIntegerField(_("反映被欠薪的人数"))
    months = models.PositiveSmallIntegerField(_("最长欠几个月"), default=0)
    withdrawn = models.BooleanField(_("已删除"), default=False)
    said_at = models.DateTimeField(_("填写时间"))
    received_at = models.DateTimeField(_("收到时间"))

    class Meta:
        verbose_name = _("工人访谈")
        verbose_name_plural = _("工人访谈")
        ordering: ClassVar = ["said_at", "key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(asked__gte=1) & models.Q(asked__gte=models.F("on_time") + models.F("owed")),
                name="visit_talk_adds_up",
                violation_error_message=_("按时领到与被欠薪的人数之和不能超过询问人数。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked} {self.owed}"


class VisitPhoto(models.Model):
    """A photograph taken on a visit, with its moment and place; without what a camera writes into it. Sealed."""

    key = models.UUIDField(_("报送编号"), primary_key=True)
    visit = models.ForeignKey(Visit, verbose_name=_("走访"), on_delete=models.CASCADE, related_name="photos")
    item = models.CharField(_("检查项"), max_length=40, blank=True)
    digest = models.CharField(_("内容摘要（SHA-256）"), max_length=64)
    size = models.PositiveIntegerField(_("字节数"))
    width = models.PositiveSmallIntegerField(_("宽"))
    height = models.PositiveSmallIntegerField(_("高"))
    lng = degrees(_("经度"), null=True, blank=True)
    lat = degrees(_("纬度"), null=True, blank=True)
    accuracy = models.PositiveIntegerField(_("定位精度（米）"), null=True, blank=True)
    taken_at = models.DateTimeField(_("拍摄时间"))
    received_at = models.DateTimeField(_("收到时间"))
    content_sealed = models.TextField(_("内容（加密）"))

    class Meta:
        verbose_name = _("走访照片")
        verbose_name_plural = _("走访照片")
        ordering: ClassVar = ["taken_at", "key"]
        indexes: ClassVar = [models.Index(fields=["visit", "taken_at"], name="visit_photo_of_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.digest[:12]}"


class SitePlace(models.Model):
    """Where a site is, as a phone on a visit told it. The most exact telling is kept."""

    project = models.OneToOneField(
        Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="site_place", primary_key=True
    )
    lng = degrees(_("经度"))
    lat = degrees(_("纬度"))
    accuracy = models.PositiveIntegerField(_("定位精度（米）"))
    told_at = models.DateTimeField(_("记录时间"))
    visit = models.ForeignKey(
        Visit, verbose_name=_("走访"), on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("工地位置")
        verbose_name_plural = _("工地位置")

    def __str__(self) -> str:
        return f"{self.project_id}"


class RaisedFinding(models.Model):
    """What a visit found that no data say yet: a clue to be registered by the officer's word, or not, with a reason."""

    visit = models.OneToOneField(Visit, verbose_name=_("走访"), on_delete=models.CASCADE, related_name="raised")
    workers = models.PositiveIntegerField(_("涉及人数"))
    months = models.PositiveSmallIntegerField(_("最长欠几个月"), default=0)
    state = models.CharField(_("状态"), max_length=10, choices=RaisedState.choices, default=RaisedState.DRAFT)
    clue_id = models.CharField(_("线索编号"), max_length=64, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("走访发现")
        verbose_name_plural = _("走访发现")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | ~models.Q(reason=""),
                name="visit_finding_dropped_says_why",
                violation_error_message=_("不登记须写明理由。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.state}"


class VisitWord(models.Model):
    """What a finished visit says to a warning that was open then."""

    visit = models.ForeignKey(Visit, verbose_name=_("走访"), on_delete=models.CASCADE, related_name="words")
    warning = models.ForeignKey(Warning, verbose_name=_("预警"), on_delete=models.CASCADE, related_name="visit_words")
    word = models.CharField(_("核实"), max_length=10)
    note = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("预警核实")
        verbose_name_plural = _("预警核实")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "warning"],
                name="visit_word_once",
                violation_error_message=_("本次走访对该预警已有核实。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.warning_id} {self.word}"


class VisitFact(models.Model):
    """A fact that a visit put on record or confirmed, and where: the rules follow from it, not from the visit."""

    visit = models.ForeignKey(Visit, verbose_name=_("走访"), on_delete=models.CASCADE, related_name="facts")
    fact = models.CharField(_("事实"), max_length=30)
    outcome = models.CharField(_("结果"), max_length=12)
    figures = models.JSONField(_("内容"), default=dict)

    class Meta:
        verbose_name = _("走访事实")
        verbose_name_plural = _("走访事实")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "fact"], name="visit_fact_once", violation_error_message=_("该事实已记录。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.outcome}"
