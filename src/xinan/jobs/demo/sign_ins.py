"""The demo's people: one of each role, over places and firms that have something to show."""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.db.models import Count

from xinan.gateways.home import home
from xinan.jobs.demo.greeting import SignIn
from xinan.kernel.regions import region
from xinan.kernel.text import Text
from xinan.people.enums import OrganisationKind, Role
from xinan.people.models import Appointment, Organisation, User
from xinan.registry.models import Enterprise, Project

CITY = "220100"
BUILDING = ["housing", "municipal"]
FILE = "demo-sign-ins.json"


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody to be made: how they sign in, whose office they belong to, and what their post covers."""

    username: str
    display_name: str
    role: Role
    kind: OrganisationKind
    organisation: str
    sees: Text
    region_code: str = ""
    industries: tuple[str, ...] = ()
    enterprise_id: str = ""
    title: Text | None = None


def make(*, since: date) -> list[SignIn]:
    """Make the demo's people, in office from `since` on, and keep their passwords for the next start's greeting."""
    found = [_made(post, since=since) for post in _posts()]
    path = home() / FILE
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump([asdict(sign_in) for sign_in in found], file, ensure_ascii=False, indent=1)
    return found


def kept() -> list[SignIn]:
    """The people made at the first start; none where there is no record of them."""
    path: Path = home() / FILE
    if not path.exists():
        return []
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [
        SignIn(
            role=Text(**entry["role"]),
            sees=Text(**entry["sees"]),
            username=entry["username"],
            password=entry["password"],
        )
        for entry in entries
    ]


def _made(post: Post, *, since: date) -> SignIn:
    password = f"xinan-{secrets.token_hex(4)}"
    organisation, _ = Organisation.objects.get_or_create(
        kind=post.kind,
        name=post.organisation,
        region_code=post.region_code,
        defaults={"enterprise_id": post.enterprise_id},
    )
    user = User.objects.create_user(post.username, password, display_name=post.display_name, organisation=organisation)
    Appointment.objects.create(
        user=user,
        role=post.role,
        region_code=post.region_code,
        industries=list(post.industries) or None,
        enterprise_id=post.enterprise_id or None,
        from_on=since,
    )
    return SignIn(post.title or _role_names()[post.role], post.sees, post.username, password)


def _role_names() -> dict[Role, Text]:
    return {
        Role.PROVINCE_OFFICE: Text("省根治欠薪办", "Province office"),
        Role.CITY_OFFICE: Text("市根治欠薪办", "City office"),
        Role.COUNTY_INSPECTOR: Text("县级劳动保障监察员", "County inspector"),
        Role.INDUSTRY_DEPARTMENT: Text("市住建局", "City housing department"),
        Role.MEDIATOR: Text("调解员", "Mediator"),
        Role.ARBITRATOR: Text("仲裁员", "Arbitrator"),
        Role.CONTRACTOR: Text("施工总承包单位", "General contractor"),
        Role.OPERATOR: Text("平台运维", "Operator"),
    }


def _posts() -> Sequence[Post]:
    city, county, firm = region(CITY), region(_busiest_county()), _busiest_contractor()
    office, labour = OrganisationKind.LEADING_GROUP_OFFICE, OrganisationKind.LABOUR_OFFICE
    return (
        Post(
            "province", "省欠薪办 值班员", Role.PROVINCE_OFFICE, office, "吉林省根治拖欠农民工工资工作领导小组办公室",
            Text("全省", "the whole province"), region_code="220000",
        ),
        Post(
            "reviewer", "省欠薪办 复核员", Role.PROVINCE_OFFICE, office, "吉林省根治拖欠农民工工资工作领导小组办公室",
            Text("全省；批准规则变更", "the whole province; approves changes of rules"), region_code="220000",
            title=Text("省根治欠薪办（复核）", "Province office (second person)"),
        ),
        Post(
            "city", f"{city.name} 值班员", Role.CITY_OFFICE, office,
            f"{city.name}根治拖欠农民工工资工作领导小组办公室", city.text, region_code=CITY,
        ),
        Post(
            "inspector", f"{county.name} 监察员", Role.COUNTY_INSPECTOR, labour, f"{county.name}劳动保障监察大队",
            county.text, region_code=county.code,
        ),
        Post(
            "housing", f"{city.name}住建局 联络员", Role.INDUSTRY_DEPARTMENT, OrganisationKind.INDUSTRY_DEPARTMENT,
            f"{city.name}住房和城乡建设局",
            Text(f"{city.name}的房建和市政项目", f"building and municipal projects of {city.name_en}"),
            region_code=CITY, industries=tuple(BUILDING),
        ),
        Post(
            "contractor", "劳资专管员", Role.CONTRACTOR, OrganisationKind.ENTERPRISE, firm.name,
            Text(f"{firm.name}的项目", f"the projects of {firm.name}"), enterprise_id=firm.enterprise_id,
        ),
        Post(
            "mediator", f"{county.name} 调解员", Role.MEDIATOR, labour, f"{county.name}劳动人事争议调解中心",
            Text("交其调解的事项", "the disputes handed over for mediation"),
        ),
        Post(
            "arbitrator", f"{county.name} 仲裁员", Role.ARBITRATOR, labour, f"{county.name}劳动人事争议仲裁委员会",
            Text("交其仲裁的事项", "the disputes handed over for arbitration"),
        ),
        Post(
            "operator", "运维", Role.OPERATOR, OrganisationKind.OPERATOR, "薪安平台运维",
            Text("账号与系统运行", "accounts and the running of the system"),
        ),
    )  # fmt: skip


def _busiest_county() -> str:
    """The county of the city with the most projects."""
    places = Project.objects.filter(region_code__startswith=CITY[:4]).values("region_code")
    busiest = places.annotate(projects=Count("project_id")).order_by("-projects", "region_code").first()
    return str(busiest["region_code"]) if busiest else f"{CITY[:4]}02"


def _busiest_contractor() -> Enterprise:
    """The contractor with the most projects."""
    firms = Enterprise.objects.annotate(projects=Count("contracted_projects"))
    return firms.order_by("-projects", "enterprise_id")[0]
