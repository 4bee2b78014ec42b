"""Administrative places, dated: a place may move to another prefecture, or be renamed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.enums import RegionLevel
from xinan.registry.fields import one_of, ordered
from xinan.registry.history import tracked
from xinan.registry.marks import EVERY_PROJECT, change_marks
from xinan.rules.vocabulary import TABLES


@tracked()
class Region(models.Model):
    """A place as it was from one day until another (not included); the code is that of GB/T 2260."""

    region_code = models.CharField(_("行政区划代码"), max_length=12)
    name = models.CharField(_("名称"), max_length=60)
    level = models.CharField(_("层级"), max_length=12, choices=RegionLevel.choices)
    parent_code = models.CharField(_("上级地区"), max_length=12, null=True, blank=True)  # noqa: DJ001 as in the vocabulary
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止（不含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("地区")
        verbose_name_plural = _("地区")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["region_code", "valid_from"],
                name="region_from_once",
                violation_error_message=_("同一地区不能有两条同日起的记录。"),
            ),
            one_of("region", column="level", name="region_level"),
            ordered("valid_from", then="valid_to", name="region_ends_after_it_begins", message=_("止日不能早于起日。")),
        ]
        indexes: ClassVar = [models.Index(fields=["parent_code"], name="region_by_parent")]
        triggers: ClassVar = change_marks(TABLES["region"], projects=EVERY_PROJECT)

    def __str__(self) -> str:
        return self.name
