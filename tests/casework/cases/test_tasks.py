"""A task that nobody answers in time is told of once, to whoever was asked and to who asked."""

from datetime import timedelta

import pytest

from tests.casework.cases.world import HERE, MONDAY, TODAY, World, officer
from xinan.casework.cases.actions.give_task import answer_task, give_task
from xinan.casework.cases.actions.remind_tasks import remind_tasks
from xinan.casework.cases.given import NewTask
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.notices.models import Notice


def test_an_overdue_task_is_told_of_once(here: World) -> None:
    case = here.opened()
    department = officer("industry_department", region=HERE, industries=["housing"])
    task = give_task(
        case.pk,
        NewTask("核查资金", "请答复。", TODAY, to_office_id=department.user.organisation_id),
        by=here.inspector.user,
        scope=here.inspector.scope,
        now=MONDAY,
        keyring=here.keyring,
    )
    assert remind_tasks(now=MONDAY + timedelta(hours=10)) == 0
    tomorrow = MONDAY + timedelta(days=1)
    assert [remind_tasks(now=tomorrow), remind_tasks(now=tomorrow)] == [1, 0]
    told = Notice.objects.filter(kind="case_task_overdue", about_id=str(task.pk))
    assert {notice.recipient for notice in told} == {department.user, here.inspector.user}
    assert not any(case.number in f"{notice.subject_zh}{notice.body_zh}{notice.link}" for notice in told)


def test_only_who_is_asked_answers_and_only_once(here: World) -> None:
    case = here.opened()
    asked = {"scope": here.second.scope, "now": MONDAY, "keyring": here.keyring}
    given = {"by": here.inspector.user, "scope": here.inspector.scope, "now": MONDAY, "keyring": here.keyring}
    with pytest.raises(InvalidValue):
        give_task(
            case.pk, NewTask("核查", "请答复。", TODAY - timedelta(days=1), to_user_id=here.second.user.pk), **given
        )  # type: ignore[arg-type]
    task = give_task(case.pk, NewTask("核查", "请答复。", TODAY, to_user_id=here.second.user.pk), **given)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        answer_task(task.pk, words="已办", **given)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        answer_task(task.pk, words="已办", by=here.colleague.user, **{**asked, "scope": here.colleague.scope})  # type: ignore[arg-type]
    answer_task(task.pk, words="已办", by=here.second.user, **asked)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        answer_task(task.pk, words="再办", by=here.second.user, **asked)  # type: ignore[arg-type]
