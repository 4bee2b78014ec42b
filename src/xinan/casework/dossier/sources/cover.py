"""The first item: the case itself, and who takes part in it."""

from collections.abc import Iterator

from xinan.casework.cases.models import Case, CaseMember
from xinan.casework.dossier.items import Item, Part, Table
from xinan.casework.dossier.sources.asked import Asked, day
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import region
from xinan.kernel.text import Text


def cover_items(asked: Asked) -> Iterator[Item]:
    """The case as it is registered, then its members with their days."""
    yield _case(asked.case)
    yield _members(asked.case)


def _case(case: Case) -> Item:
    return Item(
        key=f"case:{case.pk}",
        part=Part.COVER,
        title=Text("案件登记", "The case"),
        at=case.opened_at,
        sealed={
            "number": case.number,
            "title": case.title,
            "project": case.project_id,
            "employer": case.employer_id,
            "region": case.region_code,
            "industry": case.industry,
            "office": case.office_id,
            "size": case.size,
            "opened_at": case.opened_at,
            "opened_by": case.opened_by_id,
            "closed_on": case.closed_on,
        },
        lines=(
            (Text("案号", "Number"), case.number),
            (Text("案由", "Cause"), case.title),
            (Text("项目", "Project"), case.project.name if case.project else "—"),
            (Text("被查单位", "Firm"), case.employer.name if case.employer else "—"),
            (Text("地区", "Place"), _place(case.region_code)),
            (Text("承办单位", "Office"), case.office.name),
            (Text("登记", "Opened"), f"{case.opened_on}"),
            (Text("结案", "Closed"), f"{case.closed_on or '—'}"),
        ),
    )


def _members(case: Case) -> Item:
    members = list(CaseMember.objects.filter(case=case).select_related("user__organisation").order_by("from_at", "pk"))
    return Item(
        key=f"members:{case.pk}",
        part=Part.COVER,
        title=Text("办案人员", "Who takes part"),
        at=case.opened_at,
        sealed={
            "members": [
                [each.pk, each.user_id, each.part, each.from_at, each.to_at, each.added_by_id, each.reason]
                for each in members
            ]
        },
        table=Table(
            (
                Text("人员", "Person"),
                Text("单位", "Office"),
                Text("分工", "Part"),
                Text("自", "From"),
                Text("至", "Until"),
            ),
            tuple(
                (
                    each.user.display_name,
                    each.user.organisation.name if each.user.organisation else "",
                    str(each.get_part_display()),
                    day(each.from_at),
                    day(each.to_at),
                )
                for each in members
            ),
        ),
    )


def _place(code: str) -> str:
    try:
        return region(code).name
    except InvalidValue:
        return code
