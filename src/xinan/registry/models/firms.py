"""Firms and what is on record against them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.fields import Recorded, key_field, ordered
from xinan.registry.history import tracked
from xinan.registry.marks import BY_CONTRACTOR, BY_ENTERPRISE, change_marks
from xinan.rules.vocabulary import TABLES


@tracked()
class Enterprise(Recorded):
    """A firm under its unified social credit code."""

    enterprise_id = key_field(_("统一社会信用代码"))
    name = models.CharField(_("名称"), max_length=200)
    region_code = models.CharField(_("注册地"), max_length=12, null=True, blank=True)  # noqa: DJ001 as in the vocabulary

    class Meta:
        verbose_name = _("企业")
        verbose_name_plural = _("企业")
        triggers: ClassVar = change_marks(TABLES["enterprise"], projects=BY_ENTERPRISE)

    def __str__(self) -> str:
        return self.name


@tracked()
class ArrearsRecord(Recorded):
    """Arrears that an office found against a firm, and when they were cleared."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name=_("企业"), on_delete=models.PROTECT, related_name="arrears_records"
    )
    found_on = models.DateField(_("认定日"))
    cleared_on = models.DateField(_("清偿日"), null=True, blank=True)

    class Meta:
        verbose_name = _("欠薪记录")
        verbose_name_plural = _("欠薪记录")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "found_on"],
                name="arrears_record_once",
                violation_error_message=_("该企业当日已有欠薪记录。"),
            ),
            ordered(
                "found_on", then="cleared_on", name="arrears_cleared_after_found", message=_("清偿日不能早于认定日。")
            ),
        ]
        triggers: ClassVar = change_marks(TABLES["arrears_record"], projects=BY_CONTRACTOR)

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.found_on}"


@tracked()
class JointListing(Recorded):
    """A firm's time on the joint-punishment list."""

    enterprise = models.ForeignKey(
        Enterprise, verbose_name=_("企业"), on_delete=models.PROTECT, related_name="joint_listings"
    )
    listed_on = models.DateField(_("列入日"))
    removed_on = models.DateField(_("移出日"), null=True, blank=True)

    class Meta:
        verbose_name = _("失信联合惩戒名单")
        verbose_name_plural = _("失信联合惩戒名单")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enterprise", "listed_on"],
                name="joint_listing_once",
                violation_error_message=_("该企业当日已列入名单。"),
            ),
            ordered(
                "listed_on", then="removed_on", name="joint_listing_ends_later", message=_("移出日不能早于列入日。")
            ),
        ]
        triggers: ClassVar = change_marks(TABLES["joint_list"], projects=BY_CONTRACTOR)

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.listed_on}"
