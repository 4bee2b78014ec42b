"""Looks at a case, each written down before anything is shown."""

from datetime import datetime, timedelta

from django.db import transaction

from xinan.casework.cases.enums import LookedAt
from xinan.casework.cases.files import content_of, name_of
from xinan.casework.cases.models import Case, CaseFile, CaseLook, CaseWorker
from xinan.casework.cases.policies import standing_of, visible_case, visible_cases, visible_tasks
from xinan.casework.cases.refusals import no_such_person, not_yours
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.people.actions.reveal import Sealed, reveal
from xinan.people.models import User
from xinan.people.policies import may_reveal
from xinan.people.scope import Scope

# Looks at the same page within so long are one: parts of a page that load by themselves are no second look.
_SAME_LOOK = timedelta(minutes=5)
CLEAR_FIELDS = ("name", "id_number", "phone")


def note_look(case: Case, *, what: LookedAt, which: str = "", user: User, now: datetime) -> None:
    """Write down that somebody looked."""
    seen = CaseLook.objects.filter(case=case, user=user, what=what, which=which, at__gt=now - _SAME_LOOK)
    if what != LookedAt.PAGE or not seen.exists():
        CaseLook.objects.create(case=case, user=user, what=what, which=which, at=now)


@transaction.atomic
def open_file(
    file_id: int, *, user: User, scope: Scope, now: datetime, keyring: Keyring
) -> tuple[CaseFile, str, bytes]:
    """A file with its name and content; the look is written in the same transaction. Raises NotFound.

    Who sees the whole file opens all of it; whoever was asked a task, what came with the task.
    """
    file = CaseFile.objects.select_related("case", "task").filter(pk=file_id).first()
    if file is None or not _may_open(file, user=user, scope=scope):
        raise no_such_person()
    note_look(file.case, what=LookedAt.FILE, which=str(file.pk), user=user, now=now)
    return file, name_of(file, keyring=keyring), content_of(file, keyring=keyring)


@transaction.atomic
def reveal_case_worker(
    case_id: int,
    case_worker_id: int,
    *,
    reason: str,
    user: User,
    scope: Scope,
    now: datetime,
    keyring: Keyring,
    request_id: str = "",
) -> dict[str, str]:
    """Name, identity number and phone of a worker in clear, by field; what was never entered is left out.

    Each value shown is a look at a person (AccessRecord) and the whole one at the case. Raises NotFound,
    NotAllowed for posts without that right, InvalidValue.
    """
    case = visible_case(scope, case_id=case_id)
    if not may_reveal(scope):
        raise not_yours(Text("查看未遮蔽的个人信息", "see personal data in clear"))
    worker = CaseWorker.objects.select_related("worker").filter(case=case, pk=case_worker_id).first()
    if worker is None:
        raise no_such_person()
    note_look(case, what=LookedAt.WORKER, which=str(worker.pk), user=user, now=now)
    found = {}
    for field in CLEAR_FIELDS:
        person = _person(worker, field)
        if person is not None:
            found[field] = reveal(
                user,
                person=person,
                field=field,
                reason=reason,
                now=now,
                keyring=keyring,
                project_id=case.project_id or "",
                request_id=request_id,
            )
    return found


def _person(worker: CaseWorker, field: str) -> Sealed | None:
    """Where a value is kept: with the case, or with the worker of the roster; None where nowhere."""
    if worker.sealed(field):
        return worker
    return worker.worker if worker.worker is not None and worker.worker.sealed(field) else None


def _may_open(file: CaseFile, *, user: User, scope: Scope) -> bool:
    if visible_cases(scope).filter(pk=file.case_id).exists() and standing_of(file.case, scope=scope).sees_all:
        return True
    return file.task_id is not None and visible_tasks(user, scope=scope).filter(pk=file.task_id).exists()
