"""Tells the people of a case what concerns them; nobody else, and never a worker's name."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import members_now
from xinan.casework.cases.models import Case, CaseTask
from xinan.casework.telling import WAITING
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.notices.enums import Topic
from xinan.notices.kinds import Kind
from xinan.people.models import User

MEMBER, TASK, ANSWERED, OVERDUE = "case_member", "case_task", "case_task_answered", "case_task_overdue"
KINDS: Final = (
    Kind(MEMBER, Text("您加入了案件", "You are a member of a case"), Topic.GENERAL),
    Kind(TASK, Text("有任务交办给您", "A task was given to you"), Topic.GENERAL),
    Kind(ANSWERED, Text("交办任务已答复", "A task was answered"), Topic.GENERAL),
    Kind(OVERDUE, Text("交办任务已到期", "A task is overdue"), Topic.CLOCKS),
)


def case_link(case_id: int) -> str:
    """The page of a case."""
    return f"/cases/{case_id}/"


def task_link(task_id: int) -> str:
    """The page of a task."""
    return f"/case-tasks/{task_id}/"


def tell_opened(case: Case, *, by: User, now: datetime) -> None:
    """Tell the first members, but not whoever opened it."""
    tell_members(case, [each.user for each in members_now(case)], by=by, now=now)


def tell_reviewers(case: Case, *, now: datetime) -> None:
    """Tell the arbitrators of the case that an agreement waits for their review."""
    notify(
        [each.user for each in members_now(case) if each.part == Part.ARBITRATOR],
        kind=WAITING,
        subject=Text(f"请审查调解协议：{case.number}", f"An agreement to review: {case.number}"),
        body=Text("双方共同申请仲裁审查，期限见案件页。", "Both sides ask for it; its clock is on the page."),
        link=case_link(case.pk),
        about_kind="case",
        about_id=str(case.pk),
        now=now,
    )


def tell_members(case: Case, people: Iterable[User], *, by: User | None, now: datetime) -> None:
    """Tell people that they are members."""
    notify(
        [user for user in people if by is None or user.pk != by.pk],
        kind=MEMBER,
        subject=Text(f"您加入了案件 {case.number}", f"You are a member of case {case.number}"),
        body=Text("分工、期限和材料见案件页。", "Your part, the clocks and the file are on its page."),
        link=case_link(case.pk),
        about_kind="case",
        about_id=str(case.pk),
        now=now,
    )


def tell_task(task: CaseTask, people: Iterable[User], *, kind: str, now: datetime) -> None:
    """Tell people of a task: what is asked and by when; nothing of the case."""
    words = {
        TASK: Text(f"交办任务：{task.title}", f"A task: {task.title}"),
        ANSWERED: Text(f"任务已答复：{task.title}", f"Answered: {task.title}"),
        OVERDUE: Text(f"任务已到期：{task.title}", f"Overdue: {task.title}"),
    }
    notify(
        people,
        kind=kind,
        subject=words[kind],
        body=Text(f"答复期限 {task.due_on}", f"To be answered by {task.due_on}"),
        link=task_link(task.pk),
        about_kind="case_task",
        about_id=str(task.pk),
        now=now,
    )
