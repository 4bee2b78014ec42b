"""Duties, leaves, hand-overs and top officials. All dated; days are included at both ends."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from xinan.people.duties.enums import DUTY_ROLES, LeaveKind, OfficialKind
from xinan.people.enums import Role

_ONE_PLACE = 12
_CODE = 20


def _tracked() -> Any:
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())


def _person(label: Any, *, related_name: str = "+", **options: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=label, on_delete=models.PROTECT, related_name=related_name, **options
    )


def _days() -> Combinable:
    """The days of a leave as a range that takes both ends in."""
    return models.Func("from_on", "to_on", models.Value("[]"), function="daterange")


def _just(field: str) -> Combinable:
    """A number as a range of itself: ranges can be excluded without any extension of the database."""
    return models.Func(field, field, models.Value("[]"), function="int8range")


@_tracked()
class Duty(models.Model):
    """A piece of work that somebody answers for: a place, one industry or all, one link or all, in one role.

    Empty `industry` or `link` means all. `is_head` marks the one who heads the office: what nobody holds is theirs.
    """

    user = _person(_("承办人"), related_name="duties")
    office = models.ForeignKey(
        "people.Organisation", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="duties"
    )
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    region_code = models.CharField(_("地区"), max_length=_ONE_PLACE)
    industry = models.CharField(_("行业"), max_length=_CODE, blank=True)
    link = models.CharField(_("环节"), max_length=_CODE, blank=True)
    is_head = models.BooleanField(_("单位负责人"), default=False)
    deputy = _person(_("B角"), related_name="duties_as_deputy", null=True, blank=True)
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("责任分工")
        verbose_name_plural = _("责任分工")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")),
                name="duty_ends_after_it_begins",
                violation_error_message=_("分工的结束日不能早于开始日。"),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in DUTY_ROLES]) & ~models.Q(region_code=""),
                name="duty_of_an_office_in_a_place",
                violation_error_message=_("分工须指明机关角色和地区。"),
            ),
            models.CheckConstraint(
                condition=models.Q(is_head=False) | models.Q(industry="", link=""),
                name="duty_of_a_head_covers_all",
                violation_error_message=_("单位负责人的分工不限行业和环节。"),
            ),
            models.CheckConstraint(
                condition=models.Q(deputy=None) | ~models.Q(deputy=models.F("user")),
                name="duty_deputy_is_another",
                violation_error_message=_("B角不能是承办人本人。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["office", "from_on"], name="duty_of_office"),
            models.Index(fields=["user", "from_on"], name="duty_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.industry or '*'} {self.link or '*'}"


@_tracked()
class Leave(models.Model):
    """Days on which somebody takes no work; `deputy` takes it for them."""

    user = _person(_("人员"), related_name="leaves")
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止（含）"))
    deputy = _person(_("代理人"), related_name="leaves_as_deputy", null=True, blank=True)
    kind = models.CharField(_("事由"), max_length=10, choices=LeaveKind.choices, default=LeaveKind.LEAVE)

    class Meta:
        verbose_name = _("休假")
        verbose_name_plural = _("休假")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")),
                name="leave_ends_after_it_begins",
                violation_error_message=_("休假的结束日不能早于开始日。"),
            ),
            models.CheckConstraint(
                condition=models.Q(deputy=None) | ~models.Q(deputy=models.F("user")),
                name="leave_deputy_is_another",
                violation_error_message=_("代理人不能是休假人本人。"),
            ),
            ExclusionConstraint(
                name="leave_once_a_day",
                expressions=[(_just("user_id"), RangeOperators.OVERLAPS), (_days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("这几天已登记休假。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} – {self.to_on}"


class HandOver(models.Model):
    """Open work that went from one person to another, or back to the office; written once, never changed."""

    from_user = _person(_("移交人"), related_name="handed_over")
    to_user = _person(_("接收人"), related_name="taken_over", null=True, blank=True)
    leave = models.OneToOneField(
        Leave, verbose_name=_("休假"), on_delete=models.SET_NULL, related_name="hand_over", null=True, blank=True
    )
    reason = models.CharField(_("原因"), max_length=200)
    by = _person(_("经办人"), null=True, blank=True)
    at = models.DateTimeField(_("时间"))
    duties = models.PositiveIntegerField(_("移交分工数"), default=0)
    # How many open things of each kind went over: {"warning": 12}.
    moved = models.JSONField(_("移交事项数"), default=dict)

    class Meta:
        verbose_name = _("工作移交")
        verbose_name_plural = _("工作移交")
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_user=None) | ~models.Q(to_user=models.F("from_user")),
                name="hand_over_to_another",
                violation_error_message=_("不能移交给本人。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="hand_over_has_a_reason",
                violation_error_message=_("移交须写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"

    @property
    def total(self) -> int:
        """How many open things went over."""
        return sum(self.moved.values())


@_tracked()
class TopOfficial(models.Model):
    """The one who answers for a place, a department or a project ("一把手"), with name and post, from a day on.

    A department is its `industries` within its place; a project is named by its number.
    """

    kind = models.CharField(_("类别"), max_length=10, choices=OfficialKind.choices)
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("职务"), max_length=100)
    region_code = models.CharField(_("地区"), max_length=_ONE_PLACE)
    office = models.ForeignKey(
        "people.Organisation", verbose_name=_("部门"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    industries = ArrayField(models.CharField(max_length=_CODE), verbose_name=_("行业"), default=list, blank=True)
    project_id = models.CharField(_("项目编号"), max_length=64, blank=True)
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("一把手")
        verbose_name_plural = _("一把手")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_on=None) | models.Q(to_on__gte=models.F("from_on")),
                name="top_official_ends_after_beginning",
                violation_error_message=_("任职的结束日不能早于开始日。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="place", office=None, project_id="", industries__len=0)
                | models.Q(kind="department", office__isnull=False, project_id="", industries__len__gt=0)
                | models.Q(kind="project", office=None, industries__len=0) & ~models.Q(project_id=""),
                name="top_official_answers_for_one_thing",
                violation_error_message=_("须指明地区、部门或项目之一。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "region_code"], name="top_official_of_place")]

    def __str__(self) -> str:
        return f"{self.name} {self.post}"
