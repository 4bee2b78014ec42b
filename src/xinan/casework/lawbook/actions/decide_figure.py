"""A second person approves or refuses a figure; its author may take it back before."""

from datetime import datetime

from django.db import transaction

from xinan.casework.lawbook.enums import FigureState
from xinan.casework.lawbook.models import LegalFigure
from xinan.casework.lawbook.policies import may_approve
from xinan.casework.lawbook.telling import tell_author
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope


@transaction.atomic
def decide_figure(number: int, *, approve: bool, words: str, by: User, scope: Scope, now: datetime) -> LegalFigure:
    """The figure, approved or refused. Raises NotFound, NotAllowed (the author, another place), Conflict where it is decided.

    A refusal says why (InvalidValue `figure-words`).
    """
    figure = _waiting(number)
    if not may_approve(by, scope, figure=figure):
        raise NotAllowed(
            "figure-other-person",
            Text("这个数值须由另一位有权的人员复核。", "Another person who may decide has to."),
            Text(
                "录入人不能复核自己录入的数值；由省或者该市州的同事复核。",
                "Nobody decides on their own; ask a colleague.",
            ),
        )
    if not approve and not words.strip():
        raise InvalidValue(
            "figure-words",
            Text("不批准须说明理由。", "A refusal needs a reason."),
            Text("写明理由后再提交。", "Say why and send it again."),
        )
    figure.state = FigureState.APPROVED if approve else FigureState.REJECTED
    figure.approver, figure.decided_at, figure.decision_words = by, now, words.strip()
    figure.save()
    tell_author(figure, now=now)
    return figure


@transaction.atomic
def withdraw_figure(number: int, *, by: User, now: datetime) -> LegalFigure:
    """Taken back by its author before it is decided; NotFound for anybody else's."""
    figure = _waiting(number)
    if figure.author_id != by.pk:
        raise _unknown()
    figure.state, figure.decided_at = FigureState.WITHDRAWN, now
    figure.save()
    return figure


def _waiting(number: int) -> LegalFigure:
    figure = LegalFigure.objects.select_for_update(of=("self",)).select_related("author").filter(pk=number).first()
    if figure is None:
        raise _unknown()
    if figure.state != FigureState.SUBMITTED:
        raise Conflict(
            "figure-decided",
            Text(f"这个数值{figure.get_state_display()}。", "This figure is decided already."),
            Text("刷新页面查看结果。", "Reload the page and see."),
        )
    return figure


def _unknown() -> NotFound:
    return NotFound(
        "figure-unknown",
        Text("找不到这个数值。", "There is no such figure."),
        Text("从列表中选择。", "Choose one from the list."),
    )
