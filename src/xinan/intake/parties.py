"""The units and teams of a project, for the sheets that name them."""

from collections.abc import Iterable, Mapping

from xinan.intake.keys import named_key
from xinan.intake.merging import merge
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, refuse_unknown_unit
from xinan.kernel.text import Text
from xinan.registry.models import Enterprise, Project, ProjectUnit, Team


def units_of(project_id: str) -> set[str]:
    """The enterprises that take part in a project, its contractor and owner among them."""
    named = set(ProjectUnit.objects.filter(project_id=project_id).values_list("enterprise_id", flat=True))
    ends = Project.objects.filter(project_id=project_id).values_list("contractor_id", "owner_id")
    return named | {enterprise for pair in ends for enterprise in pair}


def enter_enterprises(names: Mapping[str, str], taking: Taking) -> None:
    """Enter firms by code and name. One on record keeps its name, unless it is the sender's own: others misspell it."""
    known = set(Enterprise.objects.filter(enterprise_id__in=names).values_list("enterprise_id", flat=True))
    settled = known - taking.contractors if taking.contractors is not None else set()
    merge(
        Enterprise,
        [(code, name) for code, name in names.items() if code not in settled],
        columns=("enterprise_id", "name"),
        key=("enterprise_id",),
        batch_id=taking.batch_id,
    )


def teams_of(project_id: str) -> dict[tuple[str, str], str]:
    """Team id by enterprise and name."""
    rows = Team.objects.filter(project_id=project_id).values_list("enterprise_id", "name", "team_id")
    return {(enterprise, name): team_id for enterprise, name, team_id in rows}


def team_key(project_id: str, enterprise_id: str, name: str) -> str:
    """The key of a team, which has no number of its own."""
    return named_key("team", project_id, enterprise_id, name)


def team_names(teams: Iterable[tuple[str, str]], enterprise_id: str) -> str:
    """The names of an enterprise's teams, for a message."""
    names = sorted(name for enterprise, name in teams if enterprise == enterprise_id)
    return "、".join(names[:10]) or "（无）"


def is_placed(row: Row, units: set[str], teams: dict[tuple[str, str], str], taken: Taken) -> bool:
    """Whether the row's enterprise and team are of the project; refused in `taken` where not."""
    enterprise, team = row.values["enterprise_code"], row.values["team_name"]
    if enterprise not in units:
        refuse_unknown_unit(taken, row)
        return False
    if team is not None and (enterprise, team) not in teams:
        names = team_names(teams, enterprise)
        taken.refuse(
            row,
            "班组名称",
            code="unknown_team",
            what=Text("该企业在本项目没有这个班组。", "The enterprise has no such team on this project."),
            remedy=Text(
                f"请先在“02班组”中登记，或改为已有班组：{names}。", f"Enter it in sheet 02, or give one of: {names}."
            ),
        )
        return False
    return True
