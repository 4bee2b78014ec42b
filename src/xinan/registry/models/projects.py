"""Construction projects, the units that take part in them, and their teams."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.enums import Industry, UnitKind
from xinan.registry.fields import KEY_LENGTH, Recorded, key_field, money_field, not_negative, one_of, ordered
from xinan.registry.history import tracked
from xinan.registry.marks import WITH_SIBLINGS, change_marks
from xinan.registry.models.firms import Enterprise
from xinan.rules.vocabulary import TABLES


@tracked()
class Project(Recorded):
    """A construction project: where, whose, for how much, and how far its filing has come."""

    project_id = key_field(_("项目编号"))
    name = models.CharField(_("项目名称"), max_length=200)
    region_code = models.CharField(_("项目所在地"), max_length=12)
    industry = models.CharField(_("行业"), max_length=20, choices=Industry.choices)
    owner = models.ForeignKey(
        Enterprise, verbose_name=_("建设单位"), on_delete=models.PROTECT, related_name="owned_projects"
    )
    contractor = models.ForeignKey(
        Enterprise, verbose_name=_("施工总承包单位"), on_delete=models.PROTECT, related_name="contracted_projects"
    )
    government_invested = models.BooleanField(_("政府投资"))
    contract_price = money_field(_("合同价（元）"))
    contract_signed_on = models.DateField(_("施工合同签订日"))
    permit_required = models.BooleanField(_("须办施工许可证"))
    permit_issued_on = models.DateField(_("施工许可证核发日"), null=True, blank=True)
    started_on = models.DateField(_("实际开工日"), null=True, blank=True)
    filed_on = models.DateField(_("开工备案日"), null=True, blank=True)
    updated_on = models.DateField(_("项目信息最近更新日"), null=True, blank=True)
    planned_end_on = models.DateField(_("计划竣工日"), null=True, blank=True)
    completed_on = models.DateField(_("竣工日"), null=True, blank=True)
    labour_cost_ratio = models.DecimalField(_("人工费用占比"), max_digits=18, decimal_places=6, null=True, blank=True)
    labour_cost_monthly = money_field(_("约定每月人工费用（元）"), null=True, blank=True)
    payment_guarantee_on = models.DateField(_("工程款支付担保提供日"), null=True, blank=True)
    pay_day = models.PositiveSmallIntegerField(_("发薪日"))
    pay_next_month = models.BooleanField(_("次月发薪"))

    class Meta:
        verbose_name = _("工程项目")
        verbose_name_plural = _("工程项目")
        constraints: ClassVar = [
            one_of("project", column="industry", name="project_industry"),
            not_negative("contract_price", name="project_price_not_negative"),
            not_negative("labour_cost_monthly", name="project_labour_cost_not_negative"),
            models.CheckConstraint(
                condition=models.Q(pay_day__gte=1, pay_day__lte=31),
                name="project_pay_day",
                violation_error_message=_("发薪日应为 1 至 31。"),
            ),
            models.CheckConstraint(
                condition=models.Q(labour_cost_ratio=None)
                | models.Q(labour_cost_ratio__gte=0, labour_cost_ratio__lte=1),
                name="project_labour_cost_ratio",
                violation_error_message=_("人工费用占比应在 0 与 1 之间，例如 0.25。"),
            ),
            ordered("started_on", then="completed_on", name="project_ends_after_start", message=_("竣工早于开工。")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["region_code", "industry"], name="project_by_place"),
            models.Index(fields=["contractor", "project_id"], name="project_by_contractor"),
        ]
        triggers: ClassVar = change_marks(TABLES["project"], projects=WITH_SIBLINGS)

    def __str__(self) -> str:
        return self.name


@tracked()
class ProjectUnit(Recorded):
    """A unit's part in a project: the general contractor, a subcontractor, the supervisor …"""

    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="units")
    enterprise = models.ForeignKey(
        Enterprise, verbose_name=_("企业"), on_delete=models.PROTECT, related_name="participations"
    )
    kind = models.CharField(_("类型"), max_length=3, choices=UnitKind.choices)
    entered_on = models.DateField(_("进场日"), null=True, blank=True)
    left_on = models.DateField(_("退场日（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("参建单位")
        verbose_name_plural = _("参建单位")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "enterprise", "kind"],
                name="project_unit_once",
                violation_error_message=_("该单位已以此类型登记在本项目。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[code for code, _label in UnitKind.choices]),
                name="project_unit_kind",
                violation_error_message=_("参建类型应为 001 至 012。"),
            ),
            ordered("entered_on", then="left_on", name="project_unit_leaves_later", message=_("退场日早于进场日。")),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.enterprise_id} {self.kind}"


@tracked()
class Team(Recorded):
    """A team of a unit on a project."""

    team_id = key_field(_("班组编号"))
    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.CASCADE, related_name="teams")
    enterprise = models.ForeignKey(
        Enterprise, verbose_name=_("所属企业"), on_delete=models.PROTECT, related_name="teams"
    )
    name = models.CharField(_("班组名称"), max_length=100)
    number = models.CharField(_("平台班组编号"), max_length=KEY_LENGTH, blank=True)
    # Ours, a number because the national interface names a team by one (teamSysNo); given by a sequence.
    system_number = models.BigIntegerField(
        _("班组系统编号"),
        db_default=models.Func(models.Value("registry_team_system_number"), function="nextval"),
        unique=True,
        editable=False,
    )
    entered_on = models.DateField(_("进场日"), null=True, blank=True)
    left_on = models.DateField(_("退场日（含）"), null=True, blank=True)

    class Meta:
        verbose_name = _("班组")
        verbose_name_plural = _("班组")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "enterprise", "name"],
                name="team_once",
                violation_error_message=_("该企业在本项目已有同名班组。"),
            ),
            ordered("entered_on", then="left_on", name="team_leaves_later", message=_("退场日早于进场日。")),
        ]

    def __str__(self) -> str:
        return self.name
