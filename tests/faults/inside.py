"""What the test asks of the product from within, each in a process of its own: to set it up, to settle, to count."""

from contextlib import suppress
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Sum
from procrastinate.exceptions import AlreadyEnqueued

from tests.faults.parcels import GATED, NATIVE, Parcel, project_id, projects_of
from tests.intake import site
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import Batch, BatchSource, FeedDay, RowFault, WaitingFact
from xinan.intake.national.actions.receive_message import see_to
from xinan.intake.national.actions.take_waiting import waiting_projects
from xinan.intake.switchboard.counting import RECOUNT
from xinan.jobs.import_tasks import resume_imports, resume_uploads_task
from xinan.jobs.national_tasks import close_stalled_national
from xinan.monitoring.live import full_run
from xinan.monitoring.models import Warning
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.people.models import Appointment, User
from xinan.registry.models import ProjectChange, Team
from xinan.workforce.models import AttendanceDay, Punch

TEAM = "钢筋一班"


def set_up() -> dict[str, Any]:
    """Register the projects with their people and accounts, a clerk and a gate; the clerk's session, the gate's credential."""
    wired = wiring()
    now = wired.clock.now()
    for number in range(NATIVE + 1):
        files = [SentFile(f"{kind}.xlsx", workbook(kind, rows)) for kind, rows in projects_of(number).items()]
        key = receive_files(files, wish=Wish(), sender=None, source=BatchSource.COMMAND, now=now, keyring=wired.keyring)
        batches = take_upload(key, now=now, keyring=wired.keyring)
        assert all(batch.state == "done" and not batch.rejected for batch in batches), batches
    user = User.objects.create_user("clerk", display_name="劳资专管员")
    Appointment.objects.create(
        user=user, role="contractor", enterprise_id=site.CONTRACTOR, from_on=now.date() - timedelta(days=1)
    )
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    gate, native = (
        open_credential(project_id=project_id(number), name="闸机", by=None, now=now, keyring=wired.keyring)
        for number in (GATED, NATIVE)
    )
    team = Team.objects.get(project_id=project_id(GATED), name=TEAM)
    return {
        "session": session.session_key,
        "gate": {"appid": gate.credential.appid, "secret": gate.secret, "team": team.system_number},
        "native": {"appid": native.credential.appid, "secret": native.secret},
    }


def time_passes() -> list[str]:
    """What the next minutes bring: dead workers have not been heard of for long, and what was left lying is looked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 minutes'"
            " WHERE id <> (SELECT max(id) FROM procrastinate_workers)"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo' AND scheduled_at IS NOT NULL"
        )
    for task in (close_stalled_national, resume_imports, resume_uploads_task):
        with suppress(AlreadyEnqueued):
            task.defer(timestamp=0)
    # The clock of the product stands; what came at this moment came long ago.
    for waiting in waiting_projects(before=wiring().clock.now() + timedelta(seconds=1)):
        see_to(waiting)
    return left_over()


def left_over() -> list[str]:
    """What is still to be done."""
    unfinished = Batch.objects.filter(finished_at=None).count()
    marks = ProjectChange.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name IN ('take_upload', 'take_national')"
        )
        (jobs,) = cursor.fetchone()
    facts = WaitingFact.objects.filter(batch_id=None).count()
    found = {"single facts": facts, "batches": unfinished, "projects to evaluate": marks, "jobs": jobs}
    return [f"{number} {name}" for name, number in found.items() if number]


def verdict(accepted: dict[str, int], sent: list[int], serials: int, gated: int) -> list[str]:
    """What is wrong with the data, in words; nothing where all is well.

    `accepted`: upload to parcel; `serials`: how many messages of the gate got one; `gated`: the punches of both interfaces.
    """
    return [*_uploads(accepted), *_messages(serials), *_facts(sent, gated=gated), *_sums(), *_warnings()]


def _messages(serials: int) -> list[str]:
    bad = Batch.objects.filter(source__in=[BatchSource.NATIONAL, BatchSource.API]).exclude(state="done", rejected=0)
    wrong = [f"{bad.count()} accepted messages were refused"] if bad.exists() else []
    batches = Batch.objects.filter(source=BatchSource.NATIONAL)
    return [*wrong, f"{serials} serials, {batches.count()} messages"] if batches.count() < serials else wrong


def _uploads(accepted: dict[str, int]) -> list[str]:
    rows = Batch.objects.filter(upload_key__in=accepted).values_list(
        "upload_key", "state", "rows", "added", "changed", "unchanged", "rejected"
    )
    found: dict[str, list[tuple[Any, ...]]] = {key: [] for key in accepted}
    for key, *rest in rows:
        found[key].append(tuple(rest))
    wrong = []
    for key, batches in found.items():
        expected = Parcel.numbered(accepted[key]).rows
        if len(batches) != 1:
            wrong.append(f"upload {key} has {len(batches)} batches")
        elif (batches[0][0], batches[0][1], sum(batches[0][2:5]), batches[0][5]) != ("done", expected, expected, 0):
            why = list(RowFault.objects.filter(batch__upload_key=key).values_list("code", "what_en")[:2])
            wrong.append(f"upload {key} of {expected} rows was answered as accepted and is {batches[0]}: {why}")
    return wrong


def _facts(sent: list[int], *, gated: int) -> list[str]:
    parcels = [Parcel.numbered(number) for number in sent]
    by_kind = {kind: sum(p.rows for p in parcels if p.kind == kind) for kind in ("attendance", "payroll", "movements")}
    wages = PayrollLine.objects.aggregate(n=Count("pk"), total=Sum("payable"))
    entries = AccountEntry.objects.aggregate(n=Count("pk"), total=Sum("amount"))
    money = {kind: sum(p.amount for p in parcels if p.kind == kind) for kind in ("payroll", "movements")}
    seen = {
        "punches": (Punch.objects.count(), by_kind["attendance"] + gated),
        "payroll lines": (wages["n"], by_kind["payroll"]),
        "payroll amount": (int(wages["total"] or 0), money["payroll"]),
        "account entries": (entries["n"], by_kind["movements"]),
        "account amount": (abs(int(entries["total"] or 0)), money["movements"]),
        "wage payments": (WagePayment.objects.count(), by_kind["movements"]),
    }
    return [f"{name}: {is_} instead of {should}" for name, (is_, should) in seen.items() if is_ != should]


def _sums() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT project_id, worker_id, (at AT TIME ZONE 'Asia/Shanghai')::date, count(*) FROM workforce_punch GROUP BY 1, 2, 3"
        )
        counted = set(cursor.fetchall())
    days = set(AttendanceDay.objects.values_list("project_id", "worker_id", "day", "punches"))
    kept = list(FeedDay.objects.order_by("project_id", "kind", "day").values_list())
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
    anew = list(FeedDay.objects.order_by("project_id", "kind", "day").values_list())
    wrong = [f"{len(days ^ counted)} days are not the sum of their punches"] if days != counted else []
    return wrong + (["the feeds' counts are not those of their batches"] if kept != anew else [])


def _warnings() -> list[str]:
    before = _standing()
    full_run(clock=wiring().clock)
    after = _standing()
    return [f"a full evaluation changes the warning {each}" for each in sorted(map(str, before ^ after))[:5]]


def _standing() -> set[tuple[Any, ...]]:
    rows = Warning.objects.exclude(state="cured").values_list(
        "rule", "project_id", "subject_kind", "subject_id", "period", "level", "state", "since", "because", "measures"
    )
    return {(*row[:-1], str(sorted(row[-1].items()))) for row in rows}
