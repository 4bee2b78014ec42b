"""Tasks of a case: given with a day, answered by whoever was asked, accepted or asked again by who gave them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from xinan.casework.cases.actions.look import note_look
from xinan.casework.cases.enums import LookedAt, TaskState
from xinan.casework.cases.files import keep_files
from xinan.casework.cases.given import NewTask
from xinan.casework.cases.membership import can_be_member
from xinan.casework.cases.models import Case, CaseTask
from xinan.casework.cases.policies import standing_of, visible_case, visible_cases, visible_task
from xinan.casework.cases.refusals import (
    case_closed,
    not_a_member_to_be,
    not_yours,
    task_day_past,
    task_settled,
    words_missing,
)
from xinan.casework.cases.telling import ANSWERED, TASK, tell_task
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.people.models import Organisation, User
from xinan.people.scope import Scope
from xinan.procedures.given import SentProof
from xinan.procedures.reckoning import day_of

WORDS, ANSWER = "case_task.words", "case_task.answer"


@transaction.atomic
def give_task(
    case_id: int,
    task: NewTask,
    *,
    files: Sequence[SentProof] = (),
    background: bool = False,
    by: User,
    scope: Scope,
    now: datetime,
    keyring: Keyring,
) -> CaseTask:
    """The task; whoever is asked is told of it, and sees it and what comes with it alone.

    Raises NotFound, NotAllowed for who does not work the case, InvalidValue (nobody asked, nothing said, a day past),
    Conflict where the case is closed.
    """
    case = visible_case(scope, case_id=case_id)
    if not standing_of(case, scope=scope).works:
        raise not_yours(Text("交办任务", "give tasks"))
    if case.closed_on is not None:
        raise case_closed()
    user, office = _asked(task, now=now)
    if not task.title.strip() or not task.words.strip():
        raise words_missing(Text("任务和要求", "What is asked"))
    if task.due_on < day_of(now):
        raise task_day_past()
    made = CaseTask.objects.create(
        case=case,
        title=task.title.strip()[:120],
        words_sealed=keyring.seal(task.words.strip(), context=WORDS),
        to_user=user,
        to_office=office,
        background=background,
        due_on=task.due_on,
        made_by=by,
        made_at=now,
    )
    keep_files(case, files, by=by, now=now, task=made)
    tell_task(made, asked_people(made), kind=TASK, now=now)
    return made


@transaction.atomic
def answer_task(
    task_id: int,
    *,
    words: str,
    files: Sequence[SentProof] = (),
    by: User,
    scope: Scope,
    now: datetime,
    keyring: Keyring,
) -> CaseTask:
    """The answer, kept sealed with its files; who gave the task is told. Raises NotFound, NotAllowed, InvalidValue, Conflict."""
    task = _held(task_id, by=by, scope=scope)
    if not is_asked(task, user=by):
        raise not_yours(Text("答复这项任务", "answer this task"))
    if task.state != TaskState.OPEN:
        raise task_settled()
    if not words.strip():
        raise words_missing(Text("答复", "The answer"))
    task.answer_sealed = keyring.seal(words.strip(), context=ANSWER)
    task.answered_by, task.answered_at, task.state = by, now, TaskState.ANSWERED
    task.save(update_fields=["answer_sealed", "answered_by", "answered_at", "state"])
    keep_files(task.case, files, by=by, now=now, task=task, of_answer=True)
    tell_task(task, [task.made_by], kind=ANSWERED, now=now)
    return task


@transaction.atomic
def end_task(task_id: int, *, accept: bool, by: User, scope: Scope, now: datetime) -> CaseTask:
    """An answer accepted, or the task taken back. Raises NotFound, NotAllowed, Conflict where it is settled."""
    task = _held(task_id, by=by, scope=scope)
    if not standing_of(visible_case(scope, case_id=task.case_id), scope=scope).works:
        raise not_yours(Text("了结任务", "settle tasks"))
    if task.state in (TaskState.DONE, TaskState.WITHDRAWN) or (accept and task.state != TaskState.ANSWERED):
        raise task_settled()
    task.state = TaskState.DONE if accept else TaskState.WITHDRAWN
    task.ended_by, task.ended_at = by, now
    task.save(update_fields=["state", "ended_by", "ended_at"])
    return task


@transaction.atomic
def read_task(task_id: int, *, user: User, scope: Scope, now: datetime) -> CaseTask:
    """The task for its page; the look is written down. Raises NotFound."""
    task = visible_task(user, scope=scope, task_id=task_id)
    note_look(task.case, what=LookedAt.TASK, which=str(task.pk), user=user, now=now)
    return task


def is_asked(task: CaseTask, *, user: User) -> bool:
    """Whether the task is this person's to answer."""
    if task.to_user_id is not None:
        return task.to_user_id == user.pk
    return task.to_office_id is not None and task.to_office_id == user.organisation_id


def asked_people(task: CaseTask) -> list[User]:
    """Whoever may answer it."""
    if task.to_user is not None:
        return [task.to_user]
    if task.to_office_id is None:
        return []
    return list(User.objects.filter(organisation_id=task.to_office_id, is_active=True))


def words_of(task: CaseTask, *, keyring: Keyring) -> tuple[str, str]:
    """What is asked and what was answered, in clear."""
    asked = keyring.open(task.words_sealed, context=WORDS)
    return asked, keyring.open(task.answer_sealed, context=ANSWER) if task.answer_sealed else ""


def _held(task_id: int, *, by: User, scope: Scope) -> CaseTask:
    seen = visible_task(by, scope=scope, task_id=task_id)
    rows = CaseTask.objects.select_for_update(of=("self",)).select_related("case", "made_by", "to_user")
    return rows.get(pk=seen.pk)


def _asked(task: NewTask, *, now: datetime) -> tuple[User | None, Organisation | None]:
    user = User.objects.filter(pk=task.to_user_id).first() if task.to_user_id else None
    office = Organisation.objects.filter(pk=task.to_office_id).first() if task.to_office_id else None
    if user is not None and can_be_member(user, on=day_of(now)):
        return user, user.organisation
    if user is None and office is not None and not office.enterprise_id:
        return None, office
    raise not_a_member_to_be()


def case_of_task(task: CaseTask, *, scope: Scope) -> Case | None:
    """The case of a task, where it is open to the person; whoever was only asked gets none."""
    return visible_cases(scope).filter(pk=task.case_id).first()
