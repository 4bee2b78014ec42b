"""Public bodies: no person's data, the switchboard's number and the counter's hours."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.directory.enums import Kind
from xinan.registry.history import tracked


@tracked()
class PublicBody(models.Model):
    """A body a worker may go to; it counts from `valid_from` to `valid_to`, both included, without an end until one is set."""

    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=100)
    region_code = models.CharField(_("地区"), max_length=12)
    address = models.CharField(_("地址"), max_length=200)
    phone = models.CharField(_("电话"), max_length=60)
    hours = models.CharField(_("办公时间"), max_length=100, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    entered_at = models.DateTimeField(_("登记时间"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+", null=True
    )

    class Meta:
        verbose_name = _("去哪办名录")
        verbose_name_plural = _("去哪办名录")
        ordering: ClassVar = ["region_code", "kind", "name", "valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="public_body_ends_later",
                violation_error_message=_("止日早于起日。"),
            ),
            models.UniqueConstraint(
                fields=["region_code", "kind", "name", "valid_from"],
                name="public_body_once",
                violation_error_message=_("该地区同一日期已有同名机构。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "region_code"], name="public_body_of_place")]

    def __str__(self) -> str:
        return self.name
