"""What a person keeps of the inbox: named sets of filters, their order, and the record of every list taken out as a file."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.people.models import Organisation

NAME_LENGTH = 40
QUERY_LENGTH = 2000
_LIVE = models.Q(deleted_at=None)


class SavedView(models.Model):
    """A name for a set of filters. `query` is the address's own wording of them, without page and day.

    Its owner's alone, or, where `office` names one, everybody's in that office. A deleted view is kept for a while, so that the
    deletion can be undone.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("建立人"), on_delete=models.CASCADE, related_name="saved_views"
    )
    office = models.ForeignKey(
        Organisation,
        verbose_name=_("共用单位"),
        on_delete=models.CASCADE,
        related_name="saved_views",
        null=True,
        blank=True,
    )
    name = models.CharField(_("名称"), max_length=NAME_LENGTH)
    query = models.CharField(_("筛选条件"), max_length=QUERY_LENGTH, blank=True)
    created_at = models.DateTimeField(_("建立时间"))
    changed_at = models.DateTimeField(_("修改时间"))
    deleted_at = models.DateTimeField(_("删除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("视图")
        verbose_name_plural = _("视图")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=_LIVE & models.Q(office=None),
                name="saved_view_own_name_once",
                violation_error_message=_("您已有同名的视图。"),
            ),
            models.UniqueConstraint(
                fields=["office", "name"],
                condition=_LIVE & models.Q(office__isnull=False),
                name="saved_view_office_name_once",
                violation_error_message=_("本单位已有同名的共用视图。"),
            ),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"\S"),
                name="saved_view_has_a_name",
                violation_error_message=_("视图须有名称。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InboxPreference(models.Model):
    """What the inbox opens with for a person, and in which order the views stand; views not named come last."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("人员"),
        on_delete=models.CASCADE,
        related_name="inbox_preference",
        primary_key=True,
    )
    default_view = models.ForeignKey(
        SavedView, verbose_name=_("默认视图"), on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    view_order = ArrayField(models.BigIntegerField(), verbose_name=_("视图顺序"), default=list, blank=True)

    class Meta:
        verbose_name = _("预警总览的个人设置")
        verbose_name_plural = _("预警总览的个人设置")

    def __str__(self) -> str:
        return str(self.user_id)


class ListDownload(models.Model):
    """One list taken out as a file: who, with which filters, of which day, how many rows. Written once, never changed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("下载人"), on_delete=models.PROTECT, related_name="list_downloads"
    )
    list_name = models.CharField(_("名单"), max_length=30)
    query = models.CharField(_("筛选条件"), max_length=QUERY_LENGTH, blank=True)
    as_of = models.DateField(_("截止日"))
    rows = models.PositiveIntegerField(_("行数"))
    request_id = models.CharField(_("请求编号"), max_length=64, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("名单下载记录")
        verbose_name_plural = _("名单下载记录")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["user", "-at"], name="list_download_of_user")]

    def __str__(self) -> str:
        return f"{self.list_name} {self.at:%Y-%m-%d %H:%M}"
