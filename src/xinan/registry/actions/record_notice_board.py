"""Puts on record what a notice board has on a day, as somebody from an office saw it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xinan.kernel.errors import NotAllowed
from xinan.kernel.text import Text
from xinan.people.scope import Scope
from xinan.registry.models import NoticeBoard, Project
from xinan.registry.policies import may_change_project, visible_project


@dataclass(frozen=True, slots=True)
class BoardParts:
    """Which of its three parts a board has."""

    has_parties: bool
    has_wage_terms: bool
    has_channels: bool


@transaction.atomic
def record_notice_board(project_id: str, *, parts: BoardParts, seen_on: date, scope: Scope) -> NoticeBoard:
    """The board of the project as of that day; the day's record is replaced where there is one.

    Raises NotFound and NotAllowed. The change log notes the project: its board rules are evaluated at once.
    """
    require_writing(visible_project(scope, project_id=project_id), scope=scope)
    board, _fresh = NoticeBoard.objects.update_or_create(
        project_id=project_id,
        posted_on=seen_on,
        defaults={
            "has_parties": parts.has_parties,
            "has_wage_terms": parts.has_wage_terms,
            "has_channels": parts.has_channels,
        },
    )
    return board


def require_writing(project: Project, *, scope: Scope) -> None:
    """Raises NotAllowed where the scope does not write the project's data."""
    if not may_change_project(scope, project=project):
        raise NotAllowed(
            "project-not-writable",
            Text("您可以查看但不能修改该项目的资料。", "You may read this project, not change it."),
            Text(
                "请由总包单位或所在地人社部门录入。",
                "Its general contractor or the labour office of the place enters it.",
            ),
        )
