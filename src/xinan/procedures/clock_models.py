"""Clocks of proceedings: how they run, stop, are extended and what falls due; lengths set by places; calendar years."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.procedures.enums import ClockEventKind, ClockState, RequestState
from xinan.procedures.sizes import CODE_LENGTH, WORDS

_LENGTH = 20


class Clock(models.Model):
    """One clock of a proceeding, from what started it until what it waits for happened.

    `length` is as it stood at the start (`3 WD`) and `extended` what was granted on top, in its unit. `due_on` is the last
    day in time, `due_at` the moment from which it is late. `counted_from`: the day given from which it counts, where that is not
    the day it started. `floor_on`: a shorter length given while it ran never made it
    due before this day. `provisional`: it rests on a calendar year not yet published. `escalation` is the rung reached since
    it last expired.
    """

    proceeding = models.ForeignKey(
        "procedures.Proceeding", verbose_name=_("办理事项"), on_delete=models.PROTECT, related_name="clocks"
    )
    code = models.CharField(_("期限"), max_length=CODE_LENGTH)
    started_at = models.DateTimeField(_("起算时间"))
    counted_from = models.DateField(_("起算日"), null=True, blank=True)
    length = models.CharField(_("长度"), max_length=_LENGTH)
    extended = models.PositiveIntegerField(_("已延长"), default=0)
    due_on = models.DateField(_("到期日"))
    due_at = models.DateTimeField(_("逾期时刻"))
    first_due_on = models.DateField(_("最初到期日"))
    floor_on = models.DateField(_("不早于"), null=True, blank=True)
    provisional = models.BooleanField(_("暂定"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=ClockState.choices, default=ClockState.RUNNING)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    escalation = models.PositiveSmallIntegerField(_("逾期升级"), default=0)
    # Grows when the due day moves while it is not overdue: what was done for the old day may fall due again.
    round = models.PositiveIntegerField(_("轮次"), default=0)

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering: ClassVar = ["started_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proceeding", "code"],
                condition=models.Q(ended_at=None),
                name="clock_open_once",
                violation_error_message=_("同一期限正在计时。"),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, state__in=["running", "paused", "expired"])
                | models.Q(ended_at__isnull=False, state__in=["met", "late", "void", "lapsed"]),
                name="clock_ended_says_when",
                violation_error_message=_("已结束的期限须有结束时间，其余不得有。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(ended_at=None), name="clock_open_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.due_on}"


class _Request(models.Model):
    """Something asked about a clock, decided by another."""

    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("申请人"), on_delete=models.PROTECT, related_name="+"
    )
    # The step that carries the request: its reason and its proof.
    step = models.OneToOneField("procedures.Step", verbose_name=_("步骤"), on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("理由"), max_length=WORDS)
    state = models.CharField(_("状态"), max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    decision_words = models.TextField(_("决定意见"), max_length=WORDS, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.state} {self.asked_at:%Y-%m-%d}"


class ClockPause(_Request):
    """A pause: from its first day until the day the clock runs again, which is not itself paused.

    Where no end was asked for, approval sets the latest the definition allows.
    """

    clock = models.ForeignKey(Clock, verbose_name=_("期限"), on_delete=models.PROTECT, related_name="pauses")
    from_on = models.DateField(_("中止自"))
    # As asked and approved; `resumed_on` is what became of it.
    until_on = models.DateField(_("恢复日"), null=True, blank=True)
    resumed_on = models.DateField(_("实际恢复日"), null=True, blank=True)

    class Meta:
        verbose_name = _("期限中止")
        verbose_name_plural = _("期限中止")
        ordering: ClassVar = ["from_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="clock_pause_ends_later",
                violation_error_message=_("恢复日不能早于中止日。"),
            ),
            models.UniqueConstraint(
                fields=["clock"],
                condition=models.Q(state="asked") | models.Q(state="approved", resumed_on=None),
                name="clock_pause_one_at_a_time",
                violation_error_message=_("已有一项中止申请或中止尚未结束。"),
            ),
        ]


class ClockExtension(_Request):
    """More time: `amount` in the clock's unit."""

    clock = models.ForeignKey(Clock, verbose_name=_("期限"), on_delete=models.PROTECT, related_name="extensions")
    amount = models.PositiveIntegerField(_("延长"))

    class Meta:
        verbose_name = _("期限延长")
        verbose_name_plural = _("期限延长")
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clock"],
                condition=models.Q(state="asked"),
                name="clock_extension_one_at_a_time",
                violation_error_message=_("已有一项延长申请待批准。"),
            ),
        ]


class ClockAct(models.Model):
    """What falls due next on a clock, and what fell due: each code once in a round, whoever works it off.

    An open clock has at most one act to come; the next is planned in the transaction that does this one.
    """

    clock = models.ForeignKey(Clock, verbose_name=_("期限"), on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(_("事项"), max_length=CODE_LENGTH)
    round = models.PositiveIntegerField(_("轮次"), default=0)
    at = models.DateTimeField(_("应办时刻"))
    done_at = models.DateTimeField(_("办理时刻"), null=True, blank=True)
    # What fails goes behind the others.
    tries = models.PositiveIntegerField(_("尝试次数"), default=0)

    class Meta:
        verbose_name = _("期限到期事项")
        verbose_name_plural = _("期限到期事项")
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clock", "kind", "round"],
                name="clock_act_once",
                violation_error_message=_("同一到期事项只办理一次。"),
            ),
            models.UniqueConstraint(
                fields=["clock"],
                condition=models.Q(done_at=None),
                name="clock_act_one_to_come",
                violation_error_message=_("一个期限只有一个待办的到期事项。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=models.Q(done_at=None), name="clock_act_to_come"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class ClockEvent(models.Model):
    """One thing that happened to a clock, with its reason in both languages. Written once, never changed."""

    clock = models.ForeignKey(Clock, verbose_name=_("期限"), on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("事件"), max_length=20, choices=ClockEventKind.choices)
    act = models.CharField(_("到期事项"), max_length=CODE_LENGTH, blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("何人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    due_on = models.DateField(_("到期日"))
    due_before = models.DateField(_("原到期日"), null=True, blank=True)
    escalation = models.PositiveSmallIntegerField(_("逾期升级"), default=0)
    because = models.TextField(_("原因"), blank=True)
    because_en = models.TextField(_("原因（英文）"), blank=True)

    class Meta:
        verbose_name = _("期限事件")
        verbose_name_plural = _("期限事件")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["clock", "at"], name="clock_event_of_clock")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="clock_event_is_kept", operation=pgtrigger.Delete | pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class ClockLength(models.Model):
    """A length set for a place from a day on, in place of the definition's; blank: back to what would else apply.

    `level` blank means every level, `region_code` blank the province. Never changed: another row follows.
    """

    procedure = models.CharField(_("程序"), max_length=CODE_LENGTH)
    clock = models.CharField(_("期限"), max_length=CODE_LENGTH)
    level = models.CharField(_("等级"), max_length=20, blank=True)
    region_code = models.CharField(_("地区"), max_length=12, blank=True)
    length = models.CharField(_("长度"), max_length=_LENGTH, blank=True)
    from_on = models.DateField(_("施行日"))
    source = models.CharField(_("依据"), max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("设定人"), on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("期限长度")
        verbose_name_plural = _("期限长度")
        ordering: ClassVar = ["from_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="clock_length_names_its_source",
                violation_error_message=_("请写明依据。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["procedure", "clock"], name="clock_length_of_clock")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="clock_length_is_kept", operation=pgtrigger.Delete | pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.clock} {self.region_code} {self.length}".strip()


class CalendarYear(models.Model):
    """The holiday arrangement of a year as published by the State Council; the last row of a year is in force."""

    year = models.PositiveSmallIntegerField(_("年份"))
    days_off = ArrayField(models.DateField(), verbose_name=_("放假日"))
    work_weekends = ArrayField(models.DateField(), verbose_name=_("调休上班日"))
    source = models.CharField(_("依据"), max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("录入人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    entered_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("年度放假安排")
        verbose_name_plural = _("年度放假安排")
        ordering: ClassVar = ["year", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(source=""),
                name="calendar_year_names_its_source",
                violation_error_message=_("请写明依据。"),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="calendar_year_is_kept", operation=pgtrigger.Delete | pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.year}"
