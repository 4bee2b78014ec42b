"""Contract facts and parties of a project."""

from datetime import date

from django.db.models import Q

from xinan.kernel.text import Text
from xinan.registry.enums import UnitKind
from xinan.registry.models import Project, ProjectUnit
from xinan.rules.model import Level
from xinan.web.components.figures import share
from xinan.web.projects.views_data import Fact, Party, ProjectHead
from xinan.web.shell.scope_words import place_words
from xinan.workforce.models import Employment

_KIND_WORDS = {
    UnitKind.SPECIALIST: Text("专业分包", "Specialist subcontractor"),
    UnitKind.EQUIPMENT: Text("设备分包", "Equipment subcontractor"),
    UnitKind.MATERIAL: Text("材料分包", "Material subcontractor"),
    UnitKind.LOGISTICS: Text("后勤服务", "Logistics"),
    UnitKind.SPECIAL_EQUIPMENT: Text("特殊设备", "Special equipment"),
    UnitKind.LABOUR: Text("劳务分包", "Labour subcontractor"),
    UnitKind.SUPERVISOR: Text("监理单位", "Supervisor"),
    UnitKind.OWNER: Text("建设单位", "Owner"),
    UnitKind.CONTRACTOR: Text("施工总承包单位", "General contractor"),
    UnitKind.SURVEY: Text("勘察单位", "Surveyor"),
    UnitKind.DESIGN: Text("设计单位", "Designer"),
    UnitKind.OTHER: Text("其他参建单位", "Other"),
}


def head_of(project: Project, *, level: Level | None, index: int | None, paused: bool, today: date) -> ProjectHead:
    """What the top of the page says; one query, for the people on the roster."""
    on_roster = Employment.objects.filter(
        Q(left_on=None) | Q(left_on__gte=today), project=project, entered_on__lte=today
    )
    return ProjectHead(
        project_id=project.project_id,
        name=project.name,
        place=place_words(project.region_code, skip=1),
        industry=project.industry,
        level=level,
        index=index,
        status=status_of(project, paused=paused, today=today),
        contract_price=project.contract_price,
        started_on=project.started_on,
        planned_end_on=project.planned_end_on,
        workers=on_roster.values("worker_id").distinct().count(),
    )


def status_of(project: Project, *, paused: bool, today: date) -> Text:
    """Where the project stands today."""
    if project.completed_on and project.completed_on <= today:
        return Text("已竣工", "Completed")
    if project.started_on is None or project.started_on > today:
        return Text("未开工", "Not started")
    return Text("停工", "Paused") if paused else Text("在建", "In progress")


def key_facts(head: ProjectHead, *, contractor: str, pay_day: Text) -> tuple[Fact, ...]:
    """The line of figures under the title."""
    return (
        Fact(Text("总包单位", "Contractor"), contractor),
        Fact(Text("合同价", "Contract price"), head.contract_price, money=True),
        Fact(Text("开工", "Started"), head.started_on),
        Fact(Text("计划竣工", "Planned end"), head.planned_end_on),
        Fact(Text("在册人员", "On the roster"), head.workers),
        Fact(Text("发薪日", "Pay day"), pay_day),
        Fact(Text("风险指数", "Risk index"), head.index),
    )


def pay_day_text(project: Project) -> Text:
    """When wages are paid."""
    if project.pay_next_month:
        return Text(f"次月 {project.pay_day} 日", f"day {project.pay_day} of the next month")
    return Text(f"当月 {project.pay_day} 日", f"day {project.pay_day} of the month")


def contract_facts(project: Project) -> tuple[Fact, ...]:
    """Contract and filing."""
    ratio = share(project.labour_cost_ratio) if project.labour_cost_ratio is not None else None
    yes, no = Text("是", "yes"), Text("否", "no")
    return (
        Fact(Text("施工合同签订", "Contract signed"), project.contract_signed_on),
        Fact(Text("合同价", "Contract price"), project.contract_price, money=True),
        Fact(Text("人工费用占比", "Labour-cost ratio"), ratio),
        Fact(Text("约定每月人工费用", "Labour cost a month"), project.labour_cost_monthly, money=True),
        Fact(Text("政府投资", "Government invested"), yes if project.government_invested else no),
        Fact(Text("须办施工许可证", "Permit required"), yes if project.permit_required else no),
        Fact(Text("施工许可证核发", "Permit issued"), project.permit_issued_on),
        Fact(Text("开工备案", "Start filed"), project.filed_on),
        Fact(Text("工程款支付担保", "Payment guarantee"), project.payment_guarantee_on),
        Fact(Text("竣工", "Completed"), project.completed_on),
        Fact(Text("信息最近更新", "Last updated"), project.updated_on),
    )


def parties_of(project: Project, *, today: date) -> tuple[Party, ...]:
    """Owner, contractor, then the other units that had come by the day; one query."""
    come = Q(entered_on=None) | Q(entered_on__lte=today)
    units = ProjectUnit.objects.filter(come, project=project).select_related("enterprise")
    units = units.order_by("kind", "enterprise_id")
    first = (
        Party(_KIND_WORDS[UnitKind.OWNER], project.owner.name, project.owner.pk),
        Party(_KIND_WORDS[UnitKind.CONTRACTOR], project.contractor.name, project.contractor.pk),
    )
    others = tuple(
        Party(_KIND_WORDS[UnitKind(unit.kind)], unit.enterprise.name, unit.enterprise.pk)
        for unit in units
        if unit.kind not in (UnitKind.OWNER, UnitKind.CONTRACTOR)
    )
    return first + others
