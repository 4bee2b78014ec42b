"""How an answer was found, what an official answers for, why somebody is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.people.enums import Role


class Found(models.TextChoices):
    """Which step of the routing gave the answer."""

    HOLDER = "holder", _("承办人")
    LEAVE_DEPUTY = "leave_deputy", _("休假代理人")
    DEPUTY = "deputy", _("B角")
    HEAD = "head", _("单位负责人")
    QUEUE = "queue", _("待分派")


# Somebody holds the duty itself. The others are ways out for what nobody holds.
HELD = frozenset({Found.HOLDER, Found.LEAVE_DEPUTY, Found.DEPUTY})


class LeaveKind(models.TextChoices):
    """Why somebody is away; no more is asked, and nothing about health."""

    LEAVE = "leave", _("休假")
    TRAINING = "training", _("学习培训")
    TRAVEL = "travel", _("出差")
    OTHER = "other", _("其他")


class OfficialKind(models.TextChoices):
    """What a top official answers for."""

    PLACE = "place", _("地区")
    DEPARTMENT = "department", _("部门")
    PROJECT = "project", _("项目")


# Whose duty a thing is when nobody of the role before can take it: one level up, and from a department to the office
# that brings departments together.
ROLES_UP: dict[Role, tuple[Role, ...]] = {
    Role.COUNTY_INSPECTOR: (Role.COUNTY_INSPECTOR, Role.CITY_OFFICE, Role.PROVINCE_OFFICE),
    Role.INDUSTRY_DEPARTMENT: (Role.INDUSTRY_DEPARTMENT, Role.CITY_OFFICE, Role.PROVINCE_OFFICE),
    Role.CITY_OFFICE: (Role.CITY_OFFICE, Role.PROVINCE_OFFICE),
    Role.PROVINCE_OFFICE: (Role.PROVINCE_OFFICE,),
}
DUTY_ROLES = tuple(ROLES_UP)
