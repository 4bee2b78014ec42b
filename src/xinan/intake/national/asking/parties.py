"""Firms, the project, its units and teams."""

from datetime import date

from xinan.intake.keys import fact_key
from xinan.intake.national.asking.asked import Answer, Ask, Page, Question
from xinan.registry.models import (
    ArrearsRecord,
    EnterpriseCredential,
    GoodRecord,
    JointListing,
    Project,
    ProjectUnit,
    Subject,
    Team,
)

_CATEGORY = {
    "housing": "01",
    "municipal": "02",
    "railway": "04",
    "transport": "05",
    "water": "07",
    "energy": "08",
    "telecom": "12",
}


def project(question: Question) -> Page:
    """The one project of the credential, where the question fits it."""
    found = Project.objects.filter(project_id=question.project_id).select_related("owner", "contractor").get()
    details = question.details(Subject.PROJECT, [found.project_id]).get(found.project_id, {})
    row: Answer = details | {
        "projectCode": question.appid,
        "contractorCorpCode": found.contractor_id,
        "contractorCorpName": found.contractor.name,
        "name": found.name,
        "category": details.get("category", _CATEGORY.get(found.industry, "99")),
        "buildCorpCode": found.owner_id,
        "buildCorpName": found.owner.name,
        "areaCode": found.region_code,
        "startDate": found.started_on,
        "completeDate": found.completed_on or found.planned_end_on,
        "prjStatus": details.get("prjStatus", "004" if found.completed_on else "003" if found.started_on else "002"),
    }
    for name in ("contractorCorpCode", "thirdPartyProjectCode"):
        if question.said.get(name, row.get(name)) != row.get(name):
            return Page(0, [])
    total, rows = question.page([row])
    return Page(total, rows)


def units(question: Question) -> Page:
    """The participating units."""
    found = ProjectUnit.objects.filter(project_id=question.project_id).select_related("enterprise").order_by("id")
    if code := question.said.get("corpCode"):
        found = found.filter(enterprise_id=code)
    if kind := question.said.get("corpType"):
        found = found.filter(kind=kind)
    total, rows = question.page(found)
    details = question.details(Subject.UNIT, [fact_key(unit.enterprise_id, unit.kind) for unit in rows])
    return Page(
        total,
        [
            details.get(fact_key(unit.enterprise_id, unit.kind), {})
            | {
                "projectCode": question.appid,
                "corpCode": unit.enterprise_id,
                "corpName": unit.enterprise.name,
                "corpType": unit.kind,
                "entryTime": _moment(unit.entered_on),
                "exitTime": _moment(unit.left_on),
            }
            for unit in rows
        ],
    )


def teams(question: Question) -> Page:
    """The teams, with their numbers."""
    found = Team.objects.filter(project_id=question.project_id).select_related("enterprise").order_by("system_number")
    found = question.about_team(found, "team_id")
    if code := question.said.get("corpCode"):
        found = found.filter(enterprise_id=code)
    total, rows = question.page(found)
    details = question.details(Subject.TEAM, [team.team_id for team in rows])
    return Page(
        total,
        [
            details.get(team.team_id, {})
            | {
                "projectCode": question.appid,
                "corpCode": team.enterprise_id,
                "corpName": team.enterprise.name,
                "teamSysNo": team.system_number,
                "teamName": team.name,
                "entryTime": _moment(team.entered_on),
                "exitTime": _moment(team.left_on),
            }
            for team in rows
        ],
    )


def _moment(day: date | None) -> str | None:
    return f"{day} 00:00:00" if day else None


def credentials(question: Question) -> Page:
    """A firm's qualifications."""
    found = EnterpriseCredential.objects.filter(enterprise_id=question.said["corpCode"]).order_by("id")
    total, rows = question.page(found)
    return Page(
        total,
        [
            {
                "corpCode": one.enterprise_id,
                "certNumber": one.number,
                "certName": one.name,
                "certGrade": one.grade,
                "grantOrg": one.issued_by,
                "startDate": one.from_on,
                "endDate": one.to_on,
            }
            for one in rows
        ],
    )


def bad_records(question: Question) -> Page:
    """What is on public record against a firm: arrears found, time on the joint-punishment list."""
    code = question.said["corpCode"]
    arrears = ArrearsRecord.objects.filter(enterprise_id=code).order_by("found_on")
    listings = JointListing.objects.filter(enterprise_id=code).order_by("listed_on")
    rows: list[Answer] = [
        {"corpCode": code, "type": "欠薪记录", "occurrenceDate": one.found_on, "endDate": one.cleared_on}
        for one in arrears
    ]
    rows += [
        {"corpCode": code, "type": "失信联合惩戒名单", "occurrenceDate": one.listed_on, "endDate": one.removed_on}
        for one in listings
    ]
    total, page = question.page(rows)
    return Page(total, page)


def good_records(question: Question) -> Page:
    """What is good on record for a firm."""
    found = GoodRecord.objects.filter(enterprise_id=question.said["corpCode"]).order_by("on", "id")
    total, rows = question.page(found)
    return Page(
        total,
        [
            {"corpCode": one.enterprise_id, "title": one.title, "occurrenceDate": one.on, "grantOrg": one.given_by}
            for one in rows
        ],
    )


PARTIES: dict[str, Ask] = {
    "Project.Query": project,
    "ProjectSubContractor.Query": units,
    "Team.Query": teams,
    "CorpCredential.Query": credentials,
    "CorpBadRecord.Query": bad_records,
    "CorpGoodRecord.Query": good_records,
}
