"""The workers of a case: entered by hand or by the data, and the exceptions that stand for payment by bank facts."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from xinan.casework.cases.enums import WageBasis
from xinan.casework.cases.given import ToldWage, ToldWorker
from xinan.casework.cases.models import Case, CaseWage, CaseWorker
from xinan.casework.cases.policies import Standing, standing_of, visible_case
from xinan.casework.cases.refusals import (
    case_closed,
    exception_by_two,
    months_overlap,
    no_such_person,
    not_yours,
    nothing_to_decide,
    nothing_to_open,
    sum_missing,
    words_missing,
)
from xinan.casework.cases.wages import paid_until_now
from xinan.casework.cases.workers import ID_NUMBER, enter_owed, owed_by_data, seal, settle_sums
from xinan.intake.persons import masked_name
from xinan.kernel.ciphers import Keyring
from xinan.kernel.identifiers import CitizenId, Phone
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.fields import MONTH_PATTERN
from xinan.workforce.models import Worker

WORDS = 500
_WHAT = Text("登记涉案工人", "enter its workers")


@transaction.atomic
def reckon_by_data(case_id: int, *, months: Sequence[str], by: User, scope: Scope, now: datetime) -> int:
    """Enter whom the project's payrolls of these months show as not paid in full by banks; how many months of workers.

    Raises NotFound, NotAllowed, InvalidValue (no project, a month that is none), Conflict where the case is closed.
    """
    case = worked_case(case_id, scope=scope, what=_WHAT)
    if case.project_id is None:
        raise nothing_to_open()
    if not months or not all(re.fullmatch(MONTH_PATTERN, month) for month in months):
        raise sum_missing()
    return enter_owed(case, owed_by_data(case.project_id, months=months), by=by, now=now)


@transaction.atomic
def add_worker(
    case_id: int, told: ToldWorker, *, by: User, scope: Scope, now: datetime, keyring: Keyring
) -> CaseWorker:
    """The worker with what is owed; one whose identity number is on the roster is linked, so that bank facts count.

    Raises NotFound, NotAllowed, InvalidValue (name, numbers, sums, months), Conflict (already there, months overlap).
    """
    case = worked_case(case_id, scope=scope, what=_WHAT)
    _check_wages(told.wages)
    if not told.worker_id and not told.name.strip():
        raise words_missing(Text("工人姓名", "The worker's name"))
    try:
        with transaction.atomic():
            worker = _entered(case, told, by=by, now=now, keyring=keyring)
    except IntegrityError as error:
        raise months_overlap() from error
    for wage in told.wages:
        _enter_wage(worker, wage, by=by, now=now)
    settle_sums(worker)
    return worker


@transaction.atomic
def set_wage(case_id: int, case_worker_id: int, wage: ToldWage, *, by: User, scope: Scope, now: datetime) -> CaseWorker:
    """What is owed for months as the officer has settled it: it takes the place of what is entered for any of them.

    Raises NotFound, NotAllowed, InvalidValue, Conflict where the case is closed.
    """
    case = worked_case(case_id, scope=scope, what=_WHAT)
    worker = _worker(case, case_worker_id)
    _check_wages([wage])
    if not wage.words.strip():
        raise words_missing(Text("核定的依据", "On what the sum rests"))
    worker.wages.filter(from_month__lte=wage.to_month, to_month__gte=wage.from_month).delete()
    _enter_wage(worker, wage, by=by, now=now)
    settle_sums(worker)
    return worker


@transaction.atomic
def ask_exception(
    case_id: int, case_worker_id: int, *, reason: str, by: User, scope: Scope, now: datetime
) -> CaseWorker:
    """Why payment by bank facts cannot be asked for; it counts once another person has approved it.

    Raises NotFound, NotAllowed, InvalidValue without a reason, Conflict where the case is closed.
    """
    case = worked_case(case_id, scope=scope, what=Text("提出例外", "ask for exceptions"))
    worker = _worker(case, case_worker_id)
    if not reason.strip():
        raise words_missing(Text("例外的理由", "The reason"))
    worker.exception_reason, worker.excepted_by, worker.excepted_at = reason.strip()[:WORDS], by, now
    worker.exception_approved_by, worker.exception_approved_at = None, None
    _save_exception(worker)
    return worker


@transaction.atomic
def decide_exception(
    case_id: int, case_worker_id: int, *, approve: bool, by: User, scope: Scope, now: datetime
) -> CaseWorker:
    """Another person than who asked approves the exception, or refuses it: then nothing stands for the payment.

    Raises NotFound, NotAllowed, Conflict where none waits.
    """
    case = worked_case(case_id, scope=scope, what=Text("批准例外", "approve exceptions"))
    if not _standing(case, scope=scope).leads:
        raise not_yours(Text("批准例外", "approve exceptions"))
    worker = _worker(case, case_worker_id)
    if not worker.exception_reason or worker.exception_approved_by_id is not None:
        raise nothing_to_decide()
    if worker.excepted_by_id == by.pk:
        raise exception_by_two()
    if approve:
        worker.exception_approved_by, worker.exception_approved_at = by, now
    else:
        worker.exception_reason, worker.excepted_by, worker.excepted_at = "", None, None
    _save_exception(worker)
    return worker


@transaction.atomic
def remove_worker(case_id: int, case_worker_id: int, *, by: User, scope: Scope) -> None:
    """Take out somebody entered by mistake; the history keeps it. Raises NotFound, NotAllowed, Conflict."""
    case = worked_case(case_id, scope=scope, what=_WHAT)
    if not _standing(case, scope=scope).leads:
        raise not_yours(_WHAT)
    _worker(case, case_worker_id).delete()


def worked_case(case_id: int, *, scope: Scope, what: Text) -> Case:
    """The case, its row held, for somebody who works it while it is open; NotFound, NotAllowed, Conflict otherwise."""
    case = visible_case(scope, case_id=case_id)
    if not _standing(case, scope=scope).works:
        raise not_yours(what)
    held = Case.objects.select_for_update(of=("self",)).select_related("project", "employer").get(pk=case.pk)
    if held.closed_on is not None:
        raise case_closed()
    return held


def _standing(case: Case, *, scope: Scope) -> Standing:
    return standing_of(case, scope=scope)


def _worker(case: Case, case_worker_id: int) -> CaseWorker:
    found = CaseWorker.objects.select_for_update(of=("self",)).filter(case=case, pk=case_worker_id).first()
    if found is None:
        raise no_such_person()
    found.case = case
    return found


def _check_wages(wages: Sequence[ToldWage]) -> None:
    if not wages:
        raise sum_missing()
    for wage in wages:
        months = all(re.fullmatch(MONTH_PATTERN, month) for month in (wage.from_month, wage.to_month))
        if not months or wage.to_month < wage.from_month or wage.owed <= 0:
            raise sum_missing()
    in_order = sorted(wages, key=lambda wage: wage.from_month)
    if any(later.from_month <= earlier.to_month for earlier, later in zip(in_order, in_order[1:], strict=False)):
        raise months_overlap()


def _entered(case: Case, told: ToldWorker, *, by: User, now: datetime, keyring: Keyring) -> CaseWorker:
    months = [wage.from_month for wage in told.wages], [wage.to_month for wage in told.wages]
    identity = CitizenId.parse(told.id_number) if told.id_number.strip() else None
    phone = Phone.parse(told.phone) if told.phone.strip() else None
    number = identity.number if identity is not None else ""
    known = _on_roster(told.worker_id, number, keyring=keyring)
    name = told.name.strip()
    return CaseWorker.objects.create(
        case=case,
        worker=known,
        name_sealed=seal(name, "name", keyring=keyring),
        name_masked=masked_name(name) if name else "",
        id_number_sealed=seal(number, "id_number", keyring=keyring),
        id_number_index=keyring.look_up(number, context=ID_NUMBER) if number else "",
        id_number_masked=identity.masked if identity is not None else "",
        phone_sealed=seal(phone.number if phone else "", "phone", keyring=keyring),
        phone_masked=phone.masked if phone is not None else "",
        from_month=min(months[0]),
        to_month=max(months[1]),
        added_at=now,
        added_by=by,
    )


def _on_roster(worker_id: str, id_number: str, *, keyring: Keyring) -> Worker | None:
    if worker_id:
        found = Worker.objects.filter(pk=worker_id).first()
        if found is None:
            raise no_such_person()
        return found
    if not id_number:
        return None
    indexes = keyring.look_ups(id_number, context="worker.id_number")
    return Worker.objects.filter(id_number_index__in=indexes).first()


def _enter_wage(worker: CaseWorker, wage: ToldWage, *, by: User, now: datetime) -> None:
    CaseWage.objects.create(
        case_worker=worker,
        from_month=wage.from_month,
        to_month=wage.to_month,
        owed=wage.owed,
        paid_before=paid_until_now(worker.case, worker, from_month=wage.from_month, to_month=wage.to_month),
        basis=WageBasis.STATED,
        words=wage.words.strip()[:WORDS],
        reckoned_at=now,
        reckoned_by=by,
    )


def _save_exception(worker: CaseWorker) -> None:
    worker.save(
        update_fields=[
            "exception_reason",
            "excepted_by",
            "excepted_at",
            "exception_approved_by",
            "exception_approved_at",
        ]
    )
