"""Cases with their numbers, what they were opened from, and who takes part."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.enums import Part, Size
from xinan.casework.cases.wage_models import CaseWage as CaseWage
from xinan.casework.cases.wage_models import CaseWorker as CaseWorker
from xinan.casework.cases.work_models import CaseEntry as CaseEntry
from xinan.casework.cases.work_models import CaseFile as CaseFile
from xinan.casework.cases.work_models import CaseLook as CaseLook
from xinan.casework.cases.work_models import CaseTask as CaseTask
from xinan.casework.models import Clue
from xinan.monitoring.models import Warning
from xinan.people.models import Organisation
from xinan.procedures.enums import Access
from xinan.registry.history import tracked
from xinan.registry.models import Enterprise, Project

REASON = 300


class CaseCounter(models.Model):
    """The last number given in a year. Its row is the lock under which a number is given: no gap, none twice."""

    year = models.PositiveSmallIntegerField(_("年度"), primary_key=True)
    last = models.PositiveIntegerField(_("最后一号"), default=0)

    class Meta:
        verbose_name = _("案号")
        verbose_name_plural = _("案号")

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


@tracked()
class Case(models.Model):
    """One case of arrears, from its opening to its closing, and again where it is reopened under the same number.

    How it stands is its umbrella proceeding (procedure `case`); `episode` counts its lives. Never personal data in `title`.
    `access`: NAMED for its members and the city and province over its place, MEMBERS for its members alone.
    """

    number = models.CharField(_("案号"), max_length=40, unique=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveIntegerField(_("顺序号"))
    title = models.CharField(_("案由"), max_length=200)
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="cases", null=True, blank=True
    )
    employer = models.ForeignKey(
        Enterprise, verbose_name=_("被查单位"), on_delete=models.PROTECT, related_name="cases", null=True, blank=True
    )
    region_code = models.CharField(_("地区"), max_length=12)
    industry = models.CharField(_("行业"), max_length=20, blank=True)
    office = models.ForeignKey(Organisation, verbose_name=_("承办单位"), on_delete=models.PROTECT, related_name="cases")
    size = models.CharField(_("规模"), max_length=10, choices=Size.choices, default=Size.ORDINARY)
    access = models.CharField(_("可见范围"), max_length=10, choices=Access.choices, default=Access.NAMED)
    episode = models.PositiveSmallIntegerField(_("第几次办理"), default=1)
    opened_on = models.DateField(_("立案登记日"))
    opened_at = models.DateTimeField(_("立案登记时间"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField(_("结案日"), null=True, blank=True)

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        ordering: ClassVar = ["-year", "-sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["year", "sequence"],
                name="case_sequence_once",
                violation_error_message=_("该案号已使用。"),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("opened_on")),
                name="case_closed_later",
                violation_error_message=_("结案日早于立案登记日。"),
            ),
            models.CheckConstraint(
                condition=models.Q(access__in=[Access.NAMED, Access.MEMBERS]),
                name="case_open_to_people",
                violation_error_message=_("案件不按辖区公开。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region_code", "access"], name="case_by_place"),
            models.Index(fields=["project"], name="case_of_project"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="case_keeps_its_number",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("number", "year", "sequence", "opened_at", "opened_by"),
            ),
            pgtrigger.Protect(name="case_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number


@tracked()
class CaseClue(models.Model):
    """A clue that is investigated in a case; in one at a time."""

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="case_clues")
    clue = models.ForeignKey(Clue, verbose_name=_("线索"), on_delete=models.PROTECT, related_name="case_clues")
    added_at = models.DateTimeField(_("并入时间"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("经办人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("案件线索")
        verbose_name_plural = _("案件线索")
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clue"], name="clue_in_one_case", violation_error_message=_("该线索已在一件案件中。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.clue_id}"


@tracked()
class CaseWarning(models.Model):
    """A warning that was turned into a case; into one."""

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="case_warnings")
    warning = models.ForeignKey(Warning, verbose_name=_("预警"), on_delete=models.PROTECT, related_name="case_warnings")
    added_at = models.DateTimeField(_("并入时间"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("经办人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("案件预警")
        verbose_name_plural = _("案件预警")
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["warning"], name="warning_in_one_case", violation_error_message=_("该预警已转为案件。")
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.warning_id}"


@tracked()
class CaseMember(models.Model):
    """Somebody's part in a case, from one moment until another. Only who is a member now sees it."""

    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("成员"), on_delete=models.PROTECT, related_name="case_parts"
    )
    part = models.CharField(_("分工"), max_length=12, choices=Part.choices)
    from_at = models.DateTimeField(_("加入时间"))
    to_at = models.DateTimeField(_("退出时间"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("由谁加入"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("由谁移出"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    reason = models.CharField(_("缘由"), max_length=REASON, blank=True)

    class Meta:
        verbose_name = _("案件成员")
        verbose_name_plural = _("案件成员")
        ordering: ClassVar = ["from_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "user", "part"],
                condition=models.Q(to_at=None),
                name="case_member_once",
                violation_error_message=_("此人已担任该分工。"),
            ),
            models.CheckConstraint(
                condition=models.Q(to_at=None) | models.Q(to_at__gte=models.F("from_at")),
                name="case_member_leaves_later",
                violation_error_message=_("退出时间早于加入时间。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"], condition=models.Q(to_at=None), name="case_member_now"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.part}"
