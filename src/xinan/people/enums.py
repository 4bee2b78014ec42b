"""Roles of officers and of firms' people, and kinds of organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a post lets its holder do; where, is the appointment's place, trade or firm."""

    PROVINCE_OFFICE = "province_office", _("省根治欠薪办")
    CITY_OFFICE = "city_office", _("市州根治欠薪办")
    COUNTY_INSPECTOR = "county_inspector", _("县级劳动保障监察员")
    INDUSTRY_DEPARTMENT = "industry_department", _("行业主管部门")
    MEDIATOR = "mediator", _("调解员")
    ARBITRATOR = "arbitrator", _("仲裁员")
    CONTRACTOR = "contractor", _("施工总承包单位")
    OWNER = "owner", _("建设单位")
    BANK = "bank", _("银行")
    OPERATOR = "operator", _("平台运维")
    AUDITOR = "auditor", _("审计")


OFFICE_ROLES = frozenset(
    {Role.PROVINCE_OFFICE, Role.CITY_OFFICE, Role.COUNTY_INSPECTOR, Role.INDUSTRY_DEPARTMENT, Role.AUDITOR}
)
# Who sees nothing by place, only what was handed over to them by name.
TRIBUNAL_ROLES = frozenset({Role.MEDIATOR, Role.ARBITRATOR})
FIRM_ROLES = frozenset({Role.CONTRACTOR, Role.OWNER, Role.BANK})


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    LEADING_GROUP_OFFICE = "leading_group_office", _("根治欠薪领导小组办公室")
    LABOUR_OFFICE = "labour_office", _("人社部门")
    INDUSTRY_DEPARTMENT = "industry_department", _("行业主管部门")
    ENTERPRISE = "enterprise", _("企业")
    BANK = "bank", _("银行")
    OPERATOR = "operator", _("平台运维单位")
