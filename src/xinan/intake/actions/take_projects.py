"""Sheet 11: register projects, or correct them under their number."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xinan.intake.merging import merge
from xinan.intake.parties import enter_enterprises
from xinan.intake.reading.faults import shown
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, worst
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import REGIONS, region
from xinan.kernel.text import Text
from xinan.registry.enums import UnitKind
from xinan.registry.models import NoticeBoard, Project, ProjectUnit

_OPTIONAL = (
    "permit_issued_on",
    "started_on",
    "filed_on",
    "planned_end_on",
    "completed_on",
    "labour_cost_ratio",
    "labour_cost_monthly",
    "payment_guarantee_on",
)
_SAME_NAME = (
    "industry",
    "government_invested",
    "contract_price",
    "contract_signed_on",
    "permit_required",
    "pay_day",
    "pay_next_month",
    *_OPTIONAL,
)
_COLUMNS = ("project_id", "name", "region_code", "owner_id", "contractor_id", *_SAME_NAME)


def take_projects(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter the projects of `rows` with their contractor, owner and notice board; what is left empty stays as it is."""
    taken = Taken()
    contractor_of = dict(
        Project.objects.filter(project_id__in=[row.values["project_code"] for row in rows]).values_list(
            "project_id", "contractor_id"
        )
    )
    good = [row for row in rows if _is_senders(row, taking, contractor_of, taken)]
    placed = [(row, code) for row in good if (code := _region_code(row, taken))]
    kept = [row for row, _code in placed]
    enter_enterprises(_names(kept), taking)
    projects = merge(
        Project,
        [_record(row, code) for row, code in placed],
        columns=_COLUMNS,
        key=("project_id",),
        keep=_OPTIONAL,
        batch_id=taking.batch_id,
    )
    # A file that says nothing new is no update of the project's data.
    Project.objects.filter(project_id__in=[key for (key,) in projects.touched]).update(updated_on=taking.today)
    units = _enter_units(kept, taking)
    boards = _enter_boards(kept, taking)
    for row in kept:
        project_id = row.values["project_code"]
        taking.projects_named.add(project_id)
        unit_keys = [(project_id, row.values["contractor_code"], UnitKind.CONTRACTOR.value)]
        others = [units.outcome(key) for key in unit_keys] + [boards.outcome((project_id, _board_day(row)))]
        # Parties and boards of a project that was there change it; they do not add one.
        own = projects.outcome((project_id,))
        taken.count(own if own != "unchanged" or worst(*others) == "unchanged" else "changed")
    return taken


def _is_senders(row: Row, taking: Taking, contractor_of: dict[str, str], taken: Taken) -> bool:
    contractor = row.values["contractor_code"]
    if taking.contractors is not None and contractor not in taking.contractors:
        taken.refuse(
            row,
            "施工总承包单位信用代码",
            code="not_yours",
            what=Text("该项目的施工总承包单位不是本单位。", "The project's general contractor is not your firm."),
            remedy=Text("只能登记本单位总承包的项目；请核对信用代码。", "Register your own projects; check the code."),
        )
        return False
    registered = contractor_of.get(row.values["project_code"], contractor)
    if registered != contractor and taking.contractors is not None:
        taken.refuse(
            row,
            "项目编号",
            code="number_taken",
            what=Text("该项目编号已登记在其他单位名下。", "This project number belongs to another firm."),
            remedy=Text("请核对项目编号，或联系县级人社部门。", "Check the number, or ask the county labour office."),
        )
        return False
    return True


def _region_code(row: Row, taken: Taken) -> str:
    try:
        return _county(row.values["region_code"], on=row.values["contract_signed_on"])
    except InvalidValue as error:
        taken.refuse(row, "项目所在地", code=error.code, what=error.what, remedy=error.remedy)
        return ""


def _county(text: str, *, on: date) -> str:
    """The county-level code that a code or a name stands for. Raises InvalidValue."""
    if text.isdigit():
        place = region(text)
        if place.level == "county":
            return place.code
    else:
        found = {
            place.code
            for place in REGIONS
            if place.level == "county"
            and text.removeprefix("吉林省") in {place.name, f"{_parent_name(place)}{place.name}"}
        }
        if len(found) == 1:
            return found.pop()
    raise InvalidValue(
        "not_a_county",
        Text(f"“{shown(text)}”不是唯一的县级地区。", f"“{shown(text)}” is not one county-level place."),
        Text(
            "请填县级行政区划代码（6 位），或“长春市南关区”这样的全称。",
            "Give the county's six-figure code or full name.",
        ),
    )


def _parent_name(place: Any) -> str:
    return region(place.parent_code).name if place.parent_code else ""


def _record(row: Row, region_code: str) -> list[Any]:
    values = row.values
    head = [
        values["project_code"],
        values["project_name"],
        region_code,
        values["owner_code"],
        values["contractor_code"],
    ]
    return head + [values[name] for name in _SAME_NAME]


def _names(rows: Sequence[Row]) -> dict[str, str]:
    return {
        row.values[f"{party}_code"]: row.values[f"{party}_name"] for row in rows for party in ("owner", "contractor")
    }


def _enter_units(rows: Sequence[Row], taking: Taking) -> Any:
    records = {
        (row.values["project_code"], row.values[f"{party}_code"], kind.value)
        for row in rows
        for party, kind in (("contractor", UnitKind.CONTRACTOR), ("owner", UnitKind.OWNER))
    }
    return merge(
        ProjectUnit,
        [(*key, None) for key in records],
        columns=("project_id", "enterprise_id", "kind", "entered_on"),
        key=("project_id", "enterprise_id", "kind"),
        keep=("entered_on",),
        batch_id=taking.batch_id,
    )


def _board_day(row: Row) -> date | None:
    day: date | None = row.values["board_posted_on"]
    return day


def _enter_boards(rows: Sequence[Row], taking: Taking) -> Any:
    return merge(
        NoticeBoard,
        [(row.values["project_code"], day, True, True, True) for row in rows if (day := _board_day(row))],
        columns=("project_id", "posted_on", "has_parties", "has_wage_terms", "has_channels"),
        key=("project_id", "posted_on"),
        batch_id=taking.batch_id,
    )
