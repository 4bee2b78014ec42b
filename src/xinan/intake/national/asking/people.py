"""The roster and what is known of its people. Nobody is shown who is not on the asking project."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from xinan.intake.national.asking.asked import Answer, Ask, Page, Question
from xinan.kernel.clock import CHINA
from xinan.registry.models import Subject
from xinan.workforce.enums import PassageKind, Post
from xinan.workforce.models import (
    Employment,
    EntryExit,
    LabourContract,
    Punch,
    PunchTrace,
    Training,
    WorkerCredential,
)


def project_workers(question: Question) -> Page:
    """Everyone on the roster, each once, as last employed."""
    total, rows = question.page(_employments(question))
    details = question.details(Subject.WORKER, [one.worker_id for one in rows])
    return Page(total, [_worker(question, one, details.get(one.worker_id, {})) for one in rows])


def worker(question: Question) -> Page:
    """One person, if on the roster of the project."""
    found = project_workers(question)
    wanted = {"teamSysNo", "teamName", "corpCode", "corpName", "projectCode"}
    return Page(found.total, [{name: row[name] for name in row if name not in wanted} for row in found.rows])


def _employments(question: Question) -> "QuerySet[Employment]":
    own = Employment.objects.filter(project_id=question.project_id)
    later = own.filter(worker_id=OuterRef("worker_id"), entered_on__gt=OuterRef("entered_on"))
    found = own.filter(~Exists(later)).select_related("worker", "team", "employer").order_by("entered_on", "worker_id")
    if code := question.said.get("corpCode"):
        found = found.filter(employer_id=code)
    if question.worker_id is not None:
        found = found.filter(worker_id=question.worker_id)
    return question.about_team(found, "team_id")


def _worker(question: Question, one: Employment, details: Answer) -> Answer:
    return (
        details
        | question.person(one.worker)
        | {
            "projectCode": question.appid,
            "corpCode": one.employer_id,
            "corpName": one.employer.name,
            "teamSysNo": one.team.system_number if one.team else None,
            "teamName": one.team.name if one.team else None,
            "workType": one.work_type,
            "workRole": details.get("workRole", "20" if one.post == Post.WORKER else "10"),
            "payRollBankCardNumber": question.wage_card(one.worker),
            "entryTime": one.entered_on,
            "exitTime": one.left_on,
        }
    )


def certificates(question: Question) -> Page:
    """The certificates of one person on the roster."""
    on_roster = Employment.objects.filter(project_id=question.project_id, worker_id=question.worker_id).exists()
    found = WorkerCredential.objects.filter(worker_id=question.worker_id if on_roster else "").order_by("id")
    total, rows = question.page(found)
    return Page(
        total,
        [
            {
                "idCardType": question.said["idCardType"],
                "idCardNumber": question.said["idCardNumber"],
                "certNumber": one.number,
                "certName": one.name,
                "certGrade": one.grade,
                "grantOrg": one.issued_by,
                "grantDate": one.issued_on,
                "endDate": one.to_on,
            }
            for one in rows
        ],
    )


def passages(question: Question) -> Page:
    """Entries and exits."""
    found = EntryExit.objects.filter(project_id=question.project_id).select_related("worker").order_by("on", "id")
    found = _of_people(question, found)
    if day := question.said.get("date"):
        found = found.filter(on=day)
    total, rows = question.page(found)
    places = _places(question, rows)
    return Page(
        total,
        [
            places.get(one.worker_id, {})
            | question.person(one.worker)
            | {"projectCode": question.appid, "date": one.on, "type": 1 if one.kind == PassageKind.ENTRY else 0}
            for one in rows
        ],
    )


def contracts(question: Question) -> Page:
    """Labour contracts."""
    found = LabourContract.objects.filter(employment__project_id=question.project_id)
    found = found.select_related("employment__worker", "employment__employer").order_by("id")
    if code := question.said.get("corpCode"):
        found = found.filter(employment__employer_id=code)
    if question.worker_id is not None:
        found = found.filter(employment__worker_id=question.worker_id)
    total, rows = question.page(found)
    return Page(
        total,
        [
            question.person(one.employment.worker)
            | {
                "projectCode": question.appid,
                "corpCode": one.employment.employer_id,
                "corpName": one.employment.employer.name,
                "contractCode": one.number,
                "contractPeriodType": None if one.fixed_term is None else 0 if one.fixed_term else 1,
                "startDate": one.from_on,
                "endDate": one.to_on,
                "unit": one.pay_unit,
                "unitPrice": one.unit_price,
            }
            for one in rows
        ],
    )


def punches(question: Question) -> Page:
    """Punches, in the order of their time."""
    found = Punch.objects.filter(project_id=question.project_id).select_related("worker")
    found = _of_people(question, found.order_by("at", "worker_id", "direction"))
    if day := question.said.get("date"):
        found = found.filter(at__date=day)
    total, rows = question.page(found)
    traces = {
        (one.worker_id, one.at, one.direction): one
        for one in PunchTrace.objects.filter(project_id=question.project_id, at__in=[row.at for row in rows])
    }
    places = _places(question, rows)
    return Page(
        total,
        [
            places.get(one.worker_id, {})
            | question.person(one.worker)
            | {
                "projectCode": question.appid,
                "date": f"{one.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
                "direction": one.direction,
                "attendType": one.method,
            }
            | _trace(traces.get((one.worker_id, one.at, one.direction)))
            for one in rows
        ],
    )


def _trace(trace: PunchTrace | None) -> Answer:
    return {"channel": trace.channel, "lng": trace.lng, "lat": trace.lat} if trace else {}


def trainings(question: Question) -> Page:
    """Trainings with those who took part."""
    found = Training.objects.filter(project_id=question.project_id).order_by("on", "id")
    if day := question.said.get("trainingDate"):
        found = found.filter(on=day)
    total, rows = question.page(found.prefetch_related("trainees__worker"))
    return Page(
        total,
        [
            {
                "projectCode": question.appid,
                "trainingDate": one.on,
                "trainingDuration": one.hours,
                "trainingName": one.name,
                "trainingTypeCode": one.kind,
                "trainer": one.trainer,
                "trainingOrg": one.organisation,
                "trainingAddress": one.place,
                "description": one.description,
                "trainees": [
                    question.person(who.worker)
                    | {"isPass": None if who.passed is None else int(who.passed), "trainingScore": who.score}
                    for who in one.trainees.all()
                ],
            }
            for one in rows
        ],
    )


def _of_people(question: Question, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Only those of the person, the team and the firm asked for."""
    if question.worker_id is not None:
        rows = rows.filter(worker_id=question.worker_id)
    if question.said.get("teamSysNo") or question.said.get("corpCode"):
        rows = rows.filter(worker_id__in=_employments(question).values("worker_id"))
    return rows


def _places(question: Question, rows: list[Any]) -> dict[str, Answer]:
    """With which firm and team the people of the rows are."""
    own = Employment.objects.filter(project_id=question.project_id, worker_id__in={row.worker_id for row in rows})
    return {
        one.worker_id: {
            "corpCode": one.employer_id,
            "corpName": one.employer.name,
            "teamSysNo": one.team.system_number if one.team else None,
            "teamName": one.team.name if one.team else None,
        }
        for one in own.select_related("employer", "team").order_by("entered_on")
    }


PEOPLE: dict[str, Ask] = {
    "ProjectWorker.Query": project_workers,
    "Worker.Query": worker,
    "WorkerCredential.Query": certificates,
    "WorkerEntryExit.Query": passages,
    "WorkerContract.Query": contracts,
    "WorkerAttendance.Query": punches,
    "ProjectTraining.Query": trainings,
}
