"""Which project a sheet is about: the one chosen, the one its rows name, the one registered in the same upload."""

from collections.abc import Sequence

from xinan.intake.reading.rows import Row
from xinan.intake.sheets import Sheet
from xinan.intake.taking import Taken, distinct
from xinan.kernel.errors import NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.registry.models import Project


def project_of(sheet: Sheet, rows: Sequence[Row], *, given: str, contractors: frozenset[str] | None) -> str:
    """The project a sheet is for; empty for the sheet of projects.

    `given` is the project chosen at upload, or registered in it. Raises NotFound `import.no_project`,
    NotAllowed `import.not_your_project`.
    """
    if not sheet.supplied_by_project:
        return ""
    named = distinct(rows, "project_code")
    project_id = given or (named.pop() if len(named) == 1 else "") or _only_one(contractors)
    if not project_id:
        raise NotFound(
            "import.no_project",
            Text(
                f"不知道“{sheet.number}{sheet.name.zh}”是哪个项目的。",
                "It is not clear which project the sheet is for.",
            ),
            Text(
                "请选择项目，或同时导入“11项目信息”，或加一列“项目编号”。",
                "Choose the project, import sheet 11 along with it, or add a column “项目编号”.",
            ),
        )
    projects = Project.objects.filter(project_id=project_id)
    if contractors is not None:
        projects = projects.filter(contractor_id__in=contractors)
    if not projects.exists():
        raise NotAllowed(
            "import.not_your_project",
            Text("没有这个项目，或它不属于本单位。", "There is no such project, or it is not your firm's."),
            Text(
                "请核对项目编号；新项目先导入“11项目信息”。",
                "Check the number; import sheet 11 first for a new project.",
            ),
        )
    return project_id


def check_project(sheet: Sheet, rows: Sequence[Row], *, project_id: str, taken: Taken) -> list[Row]:
    """The rows that are about this project, or do not say; the others are refused."""
    if not sheet.supplied_by_project:
        return list(rows)
    good = []
    for row in rows:
        if row.values["project_code"] in {None, project_id}:
            good.append(row)
            continue
        taken.refuse(
            row,
            "项目编号",
            code="other_project",
            what=Text("该行是另一个项目的。", "This row is about another project."),
            remedy=Text("请把各项目分成不同的文件。", "Give each project its own file."),
        )
    return good


def _only_one(contractors: frozenset[str] | None) -> str:
    """The contractor's only project, where it has just one."""
    if contractors is None:
        return ""
    own = Project.objects.filter(contractor_id__in=contractors).values_list("project_id", flat=True)[:2]
    return own[0] if len(own) == 1 else ""
