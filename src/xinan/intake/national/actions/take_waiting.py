"""Take the messages that wait: of a project one after the other, in the order in which they came."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import pghistory
import structlog
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.db.models import Func, IntegerField
from django.db.models.functions import Coalesce

from xinan.intake.actions.receive_files import original_of
from xinan.intake.actions.take_records import take_records
from xinan.intake.actions.take_rows import Outcome
from xinan.intake.keys import fact_key
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.intake.national.actions.take_punch_messages import KIND as PUNCHES
from xinan.intake.national.actions.take_punch_messages import take_punch_messages
from xinan.intake.national.further import Context, keep_further
from xinan.intake.national.knowing import known_of, namesake, refuse_unregistered, renamed, team_fault, team_of
from xinan.intake.national.mapping import MAPPED, TeamPlace, in_our_words, records_of
from xinan.intake.national.messages import Message, method_of, unkept
from xinan.intake.national.own_kinds import OWN_KINDS, Matter
from xinan.intake.national_models import NationalHandling
from xinan.intake.reading.faults import Fault
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.registry.models import Team

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 3  # a message that breaks its own taking is refused then, and keeps the others waiting no longer
_AT_ONCE = 200
_TOGETHER = 50  # messages of twenty lines: a thousand punches a transaction
_MOST_BYTES = 8 * 1024 * 1024  # of them together, sealed: a message may bring a photograph with each line
_WAITING = (BatchState.RECEIVED, BatchState.RUNNING)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A message that waits, how often taking it has failed, and how large it is."""

    number: int
    kind: str
    attempts: int
    size: int  # bytes, sealed


def waiting_projects(*, before: datetime) -> list[str]:
    """The projects with messages that came before a moment and still wait."""
    waiting = Batch.objects.filter(
        source=BatchSource.NATIONAL, finished_at=None, state__in=_WAITING, received_at__lt=before
    )
    return sorted(set(waiting.values_list("project_id", flat=True)))


def take_waiting(project_id: str, *, now: Callable[[], datetime], keyring: Keyring) -> int:
    """Take everything that waits for the project; how many messages. Safe to call again after a crash."""
    taken = 0
    while waiting := _next(project_id):
        for run in _runs(waiting):
            _take_run(run, now=now, keyring=keyring)
            taken += len(run)
    return taken


def _runs(waiting: Iterable[_Waiting]) -> Iterator[list[_Waiting]]:
    """The messages in their order, those that may be taken together together, as far as they fit into memory."""
    run: list[_Waiting] = []
    for one in waiting:
        full = len(run) >= _TOGETHER or sum(other.size for other in run) + one.size > _MOST_BYTES
        if run and (full or not (_may_be_taken_together(one) and _may_be_taken_together(run[-1]))):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _may_be_taken_together(one: _Waiting) -> bool:
    return one.kind == PUNCHES and not one.attempts


def _take_run(run: Sequence[_Waiting], *, now: Callable[[], datetime], keyring: Keyring) -> None:
    """Take consecutive messages: punches together, others, and those among which one has broken, one by one."""
    numbers = [one.number for one in run]
    if len(numbers) > 1 and _taken_together(numbers, now=now, keyring=keyring):
        return
    for number in numbers:
        _take_one(number, now=now, keyring=keyring)


def _taken_together(numbers: list[int], *, now: Callable[[], datetime], keyring: Keyring) -> bool:
    """Whether they are in; not where a rule of the database stands against one of them."""
    broken = True
    try:
        take_punch_messages(numbers, now=now(), keyring=keyring)
        broken = False
    except (IntegrityError, DataError):
        broken = False
        return False
    except OperationalError:
        broken = False
        raise
    finally:
        # Which of them broke it is found when they are taken up again, one by one.
        if broken:
            for number in numbers:
                _failed_once_more(number)
    return True


def _take_one(number: int, *, now: Callable[[], datetime], keyring: Keyring) -> None:
    broken = True
    try:
        take_message(number, now=now(), keyring=keyring)
        broken = False
    except OperationalError:
        # The database is away, or its disk is full: no fault of the message, however often it is tried.
        broken = False
        raise
    finally:
        # Whatever broke it goes on to the queue, and the sweep asks again; after some tries it is refused.
        if broken:
            _note_failure(number, now=now())


def _next(project_id: str) -> list[_Waiting]:
    """Those that have waited longest, in order."""
    waiting = Batch.objects.filter(
        source=BatchSource.NATIONAL, project_id=project_id, finished_at=None, state__in=_WAITING
    )
    attempts = Coalesce("national__attempts", 0)
    size = Func("original_sealed", function="octet_length", output_field=IntegerField())
    found = waiting.order_by("id").annotate(tries=attempts, size=size).values_list("id", "kind", "tries", "size")
    return [_Waiting(*one) for one in found[:_AT_ONCE]]


def _failed_once_more(batch_id: int) -> int:
    """Note it; how often it has failed."""
    handling, _new = NationalHandling.objects.get_or_create(batch_id=batch_id)
    handling.attempts += 1
    handling.save()
    return handling.attempts


def _note_failure(batch_id: int, *, now: datetime) -> None:
    if _failed_once_more(batch_id) >= MOST_ATTEMPTS:
        outcome = Outcome(undone=True)
        outcome.taken.faults.append(
            Fault(
                0,
                "",
                "national.internal",
                Text(
                    "系统未能处理这次上传，没有任何数据入库。", "The system could not take this; nothing was entered."
                ),
                Text("数据已保留，平台运维会处理；也可以重新上传。", "It is kept for the operators; or send it again."),
            )
        )
        batch = Batch.objects.get(pk=batch_id)
        outcome.project_id, outcome.rows = batch.project_id, batch.rows
        outcome.record(batch, now=now)
        log.error("national_message_refused", batch=batch_id, kind=batch.kind)


@transaction.atomic
def take_message(batch_id: int, *, now: datetime, keyring: Keyring) -> None:
    """Take one message and record what came of it, in one transaction."""
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    if batch.finished_at is not None:
        return  # another worker was here
    message = unkept(original_of(batch, keyring=keyring).decode())
    kind = method_of(message).kind
    with pghistory.context(batch=batch.pk):
        outcome, team = _taken(batch, message, kind=kind, now=now, keyring=keyring)
    faults = outcome.taken.faults
    faults[:] = [in_our_words(kind, fault) for fault in faults] + message.faults
    outcome.rows = max(outcome.rows, batch.rows, len({fault.row for fault in faults}))
    outcome.record(batch, now=now)
    if outcome.accepted:
        result = _result(message, outcome, project_id=batch.project_id, team=team)
        if result is not None:
            NationalHandling.objects.update_or_create(batch=batch, defaults={"result": result})


def _taken(
    batch: Batch, message: Message, *, kind: str, now: datetime, keyring: Keyring
) -> tuple[Outcome, TeamPlace | None]:
    project_id, team = batch.project_id, None
    if "teamSysNo" in message.body:
        team = team_of(project_id, message.body["teamSysNo"])
        if fault := team_fault(message.body, team):
            return _nothing(project_id, fault), None
    refuse_unregistered(message, project_id=project_id, keyring=keyring)
    if not message.lines and method_of(message).lines_name:
        return Outcome(project_id=project_id), team
    if kind in OWN_KINDS:
        return OWN_KINDS[kind](Matter(message, project_id, batch.pk, now.date(), keyring)), team
    if message.method == "Team.Update" and team is not None:
        team = renamed(team, message.body.get("teamName", ""), batch_id=batch.pk)
        if team is None:
            return _nothing(project_id, namesake()), None
    known = known_of(message, project_id=project_id, team=team, keyring=keyring)
    outcome = take_records(
        batch,
        kind=kind,
        records=records_of(message, known),
        project_id=project_id,
        now=now,
        keyring=keyring,
        record=False,
    )
    if outcome.accepted and kind in MAPPED:
        refused = {fault.row for fault in outcome.taken.faults}
        lines = [line for line in message.lines or [(1, message.body)] if line[0] not in refused]
        keep_further(Context(message, lines, project_id, batch.pk, keyring, team))
    return outcome, team


def _nothing(project_id: str, fault: Fault) -> Outcome:
    outcome = Outcome(project_id=project_id, undone=True)
    outcome.taken.faults.append(fault)
    return outcome


def _result(
    message: Message, outcome: Outcome, *, project_id: str, team: TeamPlace | None
) -> dict[str, object] | list[dict[str, str]] | None:
    """What the sender is told beyond that it worked."""
    body, kind = message.body, method_of(message).kind
    if message.method == "Project.Add":
        return {"projectCode": body.get("projectCode", project_id)}
    if kind == "teams":
        found = (
            Team.objects.get(team_id=team.team_id)
            if team
            else Team.objects.get(project_id=project_id, enterprise_id=body["corpCode"], name=body["teamName"])
        )
        result: dict[str, object] = {"teamSysNo": found.system_number}
        if message.method == "Team.Add" and not outcome.taken.outcomes["added"]:
            result["message"] = f"班组已存在，班组编号为 {found.system_number}。"
        return result
    if kind == "payroll":
        refused = {fault.row for fault in outcome.taken.faults}
        return [
            {
                "thirdPayRollCode": line["thirdPayRollCode"],
                "payrollCode": fact_key(project_id, line["thirdPayRollCode"]),
            }
            for number, line in message.lines
            if number not in refused
        ]
    return None
