"""Choices of the registry, as the vocabulary names them, with the words of the trade."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Industry(models.TextChoices):
    """The industry whose department answers for a project."""

    HOUSING = "housing", _("房屋建筑")
    MUNICIPAL = "municipal", _("市政")
    TRANSPORT = "transport", _("交通")
    WATER = "water", _("水利")
    RAILWAY = "railway", _("铁路")
    ENERGY = "energy", _("能源")
    TELECOM = "telecom", _("通信")
    LANDSCAPING = "landscaping", _("园林绿化")
    OTHER = "other", _("其他")


class RegionLevel(models.TextChoices):
    """The level of a region."""

    PROVINCE = "province", _("省")
    PREFECTURE = "prefecture", _("市（州）")
    COUNTY = "county", _("县（市、区）")


class PauseKind(models.TextChoices):
    """Why a site stands still."""

    STOP = "stop", _("停工")
    LATE_START = "late_start", _("推迟开工")
    WINTER = "winter", _("冬歇")
    SPRING_FESTIVAL = "spring_festival", _("春节放假")
    COMPLETION = "completion", _("完工待验")


class DepositKind(models.TextChoices):
    """The form of a deposit."""

    CASH = "cash", _("现金")
    BANK_GUARANTEE = "bank_guarantee", _("银行保函")
    INSURANCE = "insurance", _("保证保险")
    COMPANY_BOND = "company_bond", _("工程担保公司保函")


class FeedSource(models.TextChoices):
    """What a feed brings."""

    ATTENDANCE = "attendance", _("考勤")
    BANK = "bank", _("银行")
    PAYROLL = "payroll", _("工资表")


class UnitKind(models.TextChoices):
    """The part a unit plays in a project (national standard, 参建单位类型)."""

    SPECIALIST = "001", _("专业分包")
    EQUIPMENT = "002", _("设备分包")
    MATERIAL = "003", _("材料分包")
    LOGISTICS = "004", _("后勤服务")
    SPECIAL_EQUIPMENT = "005", _("特殊设备")
    LABOUR = "006", _("劳务分包")
    SUPERVISOR = "007", _("监理")
    OWNER = "008", _("建设单位")
    CONTRACTOR = "009", _("施工总承包")
    SURVEY = "010", _("勘察")
    DESIGN = "011", _("设计")
    OTHER = "012", _("其他")
