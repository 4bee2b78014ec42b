"""Take the messages that wait: of a project one after the other, in the order in which they came."""

from collections.abc import Callable
from datetime import datetime

import pghistory
import structlog
from django.db import OperationalError, transaction

from xinan.intake.actions.receive_files import original_of
from xinan.intake.actions.take_records import take_records
from xinan.intake.actions.take_rows import Outcome
from xinan.intake.keys import fact_key
from xinan.intake.models import Batch, BatchSource, BatchState
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
_WAITING = (BatchState.RECEIVED, BatchState.RUNNING)


def waiting_projects(*, before: datetime) -> list[str]:
    """The projects with messages that came before a moment and still wait."""
    waiting = Batch.objects.filter(
        source=BatchSource.NATIONAL, finished_at=None, state__in=_WAITING, received_at__lt=before
    )
    return sorted(set(waiting.values_list("project_id", flat=True)))


def take_waiting(project_id: str, *, now: Callable[[], datetime], keyring: Keyring) -> int:
    """Take everything that waits for the project; how many messages. Safe to call again after a crash."""
    taken = 0
    while numbers := _next(project_id):
        for batch_id in numbers:
            broken = True
            try:
                take_message(batch_id, now=now(), keyring=keyring)
                broken = False
            except OperationalError:
                # The database is away, or its disk is full: no fault of the message, however often it is tried.
                broken = False
                raise
            finally:
                # Whatever broke it goes on to the queue, and the sweep asks again; after some tries it is refused.
                if broken:
                    _note_failure(batch_id, now=now())
            taken += 1
    return taken


def _next(project_id: str) -> list[int]:
    """The numbers of those that have waited longest, in order."""
    waiting = Batch.objects.filter(
        source=BatchSource.NATIONAL, project_id=project_id, finished_at=None, state__in=_WAITING
    )
    return list(waiting.order_by("id").values_list("id", flat=True)[:_AT_ONCE])


def _note_failure(batch_id: int, *, now: datetime) -> None:
    handling, _new = NationalHandling.objects.get_or_create(batch_id=batch_id)
    handling.attempts += 1
    handling.save()
    if handling.attempts >= MOST_ATTEMPTS:
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
