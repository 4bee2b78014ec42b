"""States of a warning, kinds of what happens to it, kinds of evaluation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WarningLevel(models.TextChoices):
    """How serious a warning is; grey says that data are missing, not wages."""

    GREY = "grey", _("数据质量")
    BLUE = "blue", _("提示")
    YELLOW = "yellow", _("一般")
    ORANGE = "orange", _("较重")
    RED = "red", _("严重")


LEVEL_RANKS: dict[str, int] = {"grey": 0, "blue": 1, "yellow": 2, "orange": 3, "red": 4}


class WarningState(models.TextChoices):
    """Where a warning stands. All but cured are live."""

    OPEN = "open", _("未消除")
    WITHHELD = "withheld", _("暂缓（数据中断）")
    SUPPRESSED = "suppressed", _("并入更重的预警")
    CURED = "cured", _("已消除")


class SettledAs(models.TextChoices):
    """How people settled a warning that the data may still show; what the data cured needs no people."""

    EVIDENCE = "evidence", _("凭证据核销")
    FALSE_ALARM = "false_alarm", _("误报")
    EXEMPTED = "exempted", _("豁免")
    TO_CASE = "to_case", _("转为案件")


class WarningEventKind(models.TextChoices):
    """What happened to a warning."""

    OPENED = "opened", _("产生")
    REOPENED = "reopened", _("再次产生")
    RAISED = "raised", _("升级")
    LOWERED = "lowered", _("降级")
    UPDATED = "updated", _("数据更新")
    RESUMED = "resumed", _("恢复")
    WITHHELD = "withheld", _("暂缓")
    SUPPRESSED = "suppressed", _("并入更重的预警")
    CURED = "cured", _("消除")


class RunKind(models.TextChoices):
    """Which projects a run evaluated."""

    INCREMENTAL = "incremental", _("变动项目")
    FULL = "full", _("全部项目")
