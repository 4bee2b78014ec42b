"""Clues of arrears, whoever brought them, with everything said of them and done about them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.clue_models import ClueGroup as ClueGroup
from xinan.casework.clue_models import ClueTransfer as ClueTransfer
from xinan.casework.clue_models import ReturnCall as ReturnCall
from xinan.casework.enums import Channel
from xinan.casework.platform_models import PlatformColumns as PlatformColumns
from xinan.casework.platform_models import PlatformFile as PlatformFile
from xinan.casework.voice_models import Knock as Knock
from xinan.casework.voice_models import Receipt as Receipt
from xinan.casework.voice_models import Voice as Voice
from xinan.casework.voice_models import VoiceFile as VoiceFile
from xinan.people.models import Organisation
from xinan.registry.fields import Recorded, key_field, money_field, month_field, not_negative, ordered
from xinan.registry.history import tracked
from xinan.registry.marks import change_marks
from xinan.registry.models import Enterprise, Project
from xinan.rules.vocabulary import TABLES

_PLACE, _TRADE, _WORDS, _NUMBER = 12, 20, 200, 40


class ClueCounter(models.Model):
    """The last number given in a year. Its row is the lock under which a number is given: no gap, none twice."""

    year = models.PositiveSmallIntegerField(_("年度"), primary_key=True)
    last = models.PositiveIntegerField(_("最后一号"), default=0)

    class Meta:
        verbose_name = _("线索编号序列")
        verbose_name_plural = _("线索编号序列")

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


@tracked(exclude=["told_sealed"])
class Clue(Recorded):
    """A clue of arrears; without a project until it is known which one it concerns.

    The first six columns are the fact that the rules read; the others are the office's work on it. `amount` (yuan) and
    `workers` follow its voices, `closed_on` follows its proceeding (procedure `clue`). One that was merged keeps its number
    and names in `merged_into` where it went. `reply_by`: the first day by which an office that passed it on wants an answer.
    """

    clue_id = key_field(_("线索编号"))
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="clues", null=True, blank=True
    )
    received_on = models.DateField(_("收到日"))
    workers = models.PositiveIntegerField(_("涉及人数"))
    amount = money_field(_("涉及金额（元）"), null=True, blank=True)
    closed_on = models.DateField(_("办结日"), null=True, blank=True)
    # What follows has defaults in the database: snapshots of facts are copied in without it.
    number = models.CharField(_("编号"), max_length=_NUMBER, blank=True, default="", db_default="")
    channel = models.CharField(
        _("来源"), max_length=20, choices=Channel.choices, default=Channel.EARLIER, db_default=Channel.EARLIER.value
    )
    region_code = models.CharField(_("地区"), max_length=_PLACE, blank=True, default="", db_default="")
    industry = models.CharField(_("行业"), max_length=_TRADE, blank=True, default="", db_default="")
    office = models.ForeignKey(
        Organisation, verbose_name=_("首接单位"), on_delete=models.PROTECT, related_name="clues", null=True, blank=True
    )
    employer = models.ForeignKey(
        Enterprise, verbose_name=_("用人单位"), on_delete=models.PROTECT, related_name="clues", null=True, blank=True
    )
    employer_words = models.CharField(_("谁欠薪（原话）"), max_length=_WORDS, blank=True, default="", db_default="")
    site_words = models.CharField(_("在哪干活（原话）"), max_length=_WORDS, blank=True, default="", db_default="")
    from_month = month_field(_("自"), blank=True, default="", db_default="")
    to_month = month_field(_("至"), blank=True, default="", db_default="")
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), on_delete=models.PROTECT, related_name="merged", null=True, blank=True
    )
    group = models.ForeignKey(
        ClueGroup, verbose_name=_("关联组"), on_delete=models.PROTECT, related_name="clues", null=True, blank=True
    )
    source_number = models.CharField(_("来源编号"), max_length=64, blank=True, default="", db_default="")
    reply_by = models.DateField(_("要求反馈日"), null=True, blank=True)
    told_sealed = models.TextField(_("来文内容（加密）"), blank=True, default="", db_default="")
    conclusion = models.CharField(_("核处结论"), max_length=30, blank=True, default="", db_default="")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    taken_at = models.DateTimeField(_("登记时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("欠薪线索")
        verbose_name_plural = _("欠薪线索")
        constraints: ClassVar = [
            not_negative("amount", name="clue_amount_not_negative"),
            ordered("received_on", then="closed_on", name="clue_closed_later", message=_("办结日早于收到日。")),
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number=""),
                name="clue_number_once",
                violation_error_message=_("该线索编号已使用。"),
            ),
            models.UniqueConstraint(
                fields=["source_number"],
                condition=models.Q(channel=Channel.PLATFORM.value) & ~models.Q(source_number=""),
                name="clue_of_the_platform_once",
                violation_error_message=_("该平台编号的线索已经导入。"),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("clue_id")),
                name="clue_not_merged_into_itself",
                violation_error_message=_("线索不能并入自己。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "received_on"], name="clue_of_project"),
            models.Index(fields=["region_code", "industry"], name="clue_by_place"),
            models.Index(fields=["employer"], name="clue_of_employer"),
        ]
        triggers: ClassVar = change_marks(TABLES["clue"])

    def __str__(self) -> str:
        return self.number or self.clue_id

    @property
    def subject_kind(self) -> str:
        """The kind that contexts of sealed values and records of looks begin with."""
        return "clue"

    @property
    def subject_id(self) -> str:
        """The key that records of looks name."""
        return self.clue_id

    def sealed(self, field: str) -> str:
        """The sealed `told`; KeyError for anything else."""
        if field != "told":
            raise KeyError(field)
        return self.told_sealed
