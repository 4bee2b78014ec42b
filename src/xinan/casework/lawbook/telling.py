"""Notices about figures of the law: one waits for a second person; one was decided."""

from datetime import datetime
from typing import Final

from xinan.casework.law.parameters import parameters
from xinan.casework.lawbook.enums import FigureState
from xinan.casework.lawbook.models import LegalFigure
from xinan.casework.lawbook.policies import may_approve
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.notices.enums import Topic
from xinan.notices.kinds import Kind, register_kind
from xinan.notices.recipients import holders_of
from xinan.people.enums import Role
from xinan.people.scope import scope_of
from xinan.procedures.reckoning import day_of

_ABOUT: Final = "legal_figure"
KINDS: Final = (
    Kind("legal_figure_waiting", Text("数额标准待复核", "A figure of the law waits"), Topic.RULES),
    Kind("legal_figure_decided", Text("数额标准已复核", "A figure of the law was decided"), Topic.RULES),
)


def register() -> None:
    """Make the kinds known."""
    for kind in KINDS:
        register_kind(kind)


def tell_approvers(figure: LegalFigure, *, now: datetime) -> None:
    """Whoever may be the second person."""
    on, name = day_of(now), parameters()[figure.code].name
    offices = holders_of(Role.PROVINCE_OFFICE, Role.CITY_OFFICE, on=on)
    notify(
        [user for user in offices if may_approve(user, scope_of(user, on=on), figure=figure)],
        kind="legal_figure_waiting",
        subject=Text(f"数额标准待复核：{name.zh}", f"A figure of the law waits for you: {name.en}"),
        body=Text(
            f"拟自 {figure.from_on} 起施行。录入人不能复核自己录入的数值。",
            f"To be in force from {figure.from_on}. Whoever entered it may not decide on it.",
        ),
        link=f"/law-figures/{figure.code}/",
        about_kind=_ABOUT,
        about_id=str(figure.pk),
        now=now,
    )


def tell_author(figure: LegalFigure, *, now: datetime) -> None:
    """Whoever entered it."""
    name, approved = parameters()[figure.code].name, figure.state == FigureState.APPROVED
    notify(
        [figure.author],
        kind="legal_figure_decided",
        subject=Text(
            f"数额标准{'已批准' if approved else '未批准'}：{name.zh}",
            f"A figure of the law was {'approved' if approved else 'refused'}: {name.en}",
        ),
        body=Text(figure.decision_words or "见页面。", figure.decision_words or "See the page."),
        link=f"/law-figures/{figure.code}/",
        about_kind=_ABOUT,
        about_id=str(figure.pk),
        now=now,
    )
