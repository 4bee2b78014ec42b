"""The site: pauses, the notice board, and how lately its data were heard."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.enums import FeedSource, PauseKind
from xinan.registry.fields import Recorded, one_of, ordered
from xinan.registry.history import tracked
from xinan.registry.marks import change_marks
from xinan.registry.models.projects import Project
from xinan.rules.vocabulary import TABLES


@tracked()
class Pause(Recorded):
    """A time in which a site stands still; it stops clocks only once approved."""

    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="pauses")
    kind = models.CharField(_("类型"), max_length=20, choices=PauseKind.choices)
    from_on = models.DateField(_("开始日"))
    to_on = models.DateField(_("结束日（含）"), null=True, blank=True)
    approved_on = models.DateField(_("批准日"), null=True, blank=True)
    # Whoever says that a pause was approved names the paper.
    approval_number = models.CharField(_("批准文号"), max_length=100, blank=True, db_default="")

    class Meta:
        verbose_name = _("停工与暂停")
        verbose_name_plural = _("停工与暂停")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "kind", "from_on"],
                name="pause_once",
                violation_error_message=_("该项目已有同日开始的同类暂停。"),
            ),
            one_of("pause", column="kind", name="pause_kind"),
            ordered("from_on", then="to_on", name="pause_ends_later", message=_("结束日早于开始日。")),
        ]
        triggers: ClassVar = change_marks(TABLES["pause"])

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.from_on}"


@tracked()
class NoticeBoard(Recorded):
    """The notice board of workers' rights as it was posted on a day, and which of its three parts it has."""

    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="notice_boards")
    posted_on = models.DateField(_("设置日"))
    has_parties = models.BooleanField(_("载明单位与劳资专管员"))
    has_wage_terms = models.BooleanField(_("载明最低工资与支付日期"))
    has_channels = models.BooleanField(_("载明投诉举报与法律援助渠道"))

    class Meta:
        verbose_name = _("维权信息告示牌")
        verbose_name_plural = _("维权信息告示牌")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "posted_on"],
                name="notice_board_once",
                violation_error_message=_("该项目当日已有告示牌记录。"),
            )
        ]
        triggers: ClassVar = change_marks(TABLES["notice_board"])

    def __str__(self) -> str:
        return f"{self.project_id} {self.posted_on}"


class Feed(Recorded):
    """The last day on which a source of a project's data was heard. It moves daily, so its past is not kept."""

    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="feeds")
    source = models.CharField(_("来源"), max_length=12, choices=FeedSource.choices)
    last_received_on = models.DateField(_("最近收到数据日"))

    class Meta:
        verbose_name = _("数据来源状态")
        verbose_name_plural = _("数据来源状态")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "source"],
                name="feed_once",
                violation_error_message=_("该项目已有此来源。"),
            ),
            one_of("feed", column="source", name="feed_source"),
        ]
        triggers: ClassVar = change_marks(TABLES["feed"])

    def __str__(self) -> str:
        return f"{self.project_id} {self.source}"
