"""Messages whose facts stand on no sheet: a firm's particulars, the project's, trainings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xinan.intake.actions.take_rows import Outcome
from xinan.intake.national.further import split
from xinan.intake.national.keeping import Sheaf, keep_details
from xinan.intake.national.messages import Message
from xinan.intake.parties import enter_enterprises
from xinan.intake.persons import Persons
from xinan.intake.reading.faults import Fault
from xinan.intake.taking import Taking
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.registry.models import Enterprise, Project, ReportedDetail, Subject
from xinan.workforce.models import Trainee, Training


@dataclass(frozen=True, slots=True)
class Matter:
    """One message to be taken, and for whom."""

    message: Message
    project_id: str
    batch_id: int
    today: date
    keyring: Keyring

    def keep(self, sheaf: Sheaf) -> None:
        """Keep further fields with this message's batch."""
        keep_details([sheaf], batch_id=self.batch_id, keyring=self.keyring)


def take_corp(matter: Matter) -> Outcome:
    """Enter a firm; one on record keeps its name unless it is the sender's own, for others misspell it."""
    outcome, body = Outcome(project_id=matter.project_id, rows=1), matter.message.body
    contractor = Project.objects.values_list("contractor_id", flat=True).get(project_id=matter.project_id)
    taking = Taking(matter.project_id, matter.batch_id, matter.today, matter.keyring, frozenset({contractor}))
    known = Enterprise.objects.filter(enterprise_id=body["corpCode"]).exists()
    enter_enterprises({body["corpCode"]: body["corpName"]}, taking)
    Enterprise.objects.filter(enterprise_id=body["corpCode"], region_code=None).update(region_code=body["areaCode"])
    details, personal = split(body, leaving=frozenset({"corpCode", "corpName"}))
    matter.keep(Sheaf(Subject.ENTERPRISE, "", body["corpCode"], details, personal))
    outcome.taken.count("changed" if known else "added")
    return outcome


def take_project(matter: Matter) -> Outcome:
    """Keep the project's further fields. Its registered facts stay; only days that nobody had given are filled in.

    The project of a credential was registered before; `Project.Add` binds the caller's own key to it, once.
    """
    outcome, body = Outcome(project_id=matter.project_id, rows=1), matter.message.body
    project = Project.objects.select_for_update().get(project_id=matter.project_id)
    if fault := _not_this_project(project, body):
        outcome.taken.faults.append(fault)
        outcome.undone = True
        return outcome
    details, personal = split(body, leaving=frozenset({"projectCode"}))
    matter.keep(Sheaf(Subject.PROJECT, matter.project_id, matter.project_id, details, personal))
    filled = _days_to_fill(project, body)
    for name, value in filled.items():
        setattr(project, name, value)
    project.updated_on = matter.today
    project.batch_id = matter.batch_id
    project.save(update_fields=[*filled, "updated_on", "batch_id"])
    outcome.taken.count("changed")
    return outcome


def _not_this_project(project: Project, body: dict[str, Any]) -> Fault | None:
    if body.get("contractorCorpCode", project.contractor_id) != project.contractor_id:
        return Fault(
            0,
            "contractorCorpCode",
            "national.contractor",
            Text("contractorCorpCode 不是本项目登记的施工总承包单位。", "Not the project's registered contractor."),
            Text("请核对统一社会信用代码；变更总包的，由主管部门在平台上办理。", "Check the code."),
        )
    key = body.get("thirdPartyProjectCode")
    bound = ReportedDetail.objects.filter(subject=Subject.PROJECT, key=project.project_id).first()
    first = bound.details.get("thirdPartyProjectCode") if bound else None
    if key and first and key != first:
        return Fault(
            0,
            "thirdPartyProjectCode",
            "national.other_project",
            Text(
                "thirdPartyProjectCode 与首次上传的不同：一个 appid 只对应一个项目。",
                "Another thirdPartyProjectCode than the first: one appid stands for one project.",
            ),
            Text("请改用该项目自己的 appid 和 appsecret。", "Use that project's own appid and appsecret."),
        )
    return None


def _days_to_fill(project: Project, body: dict[str, Any]) -> dict[str, date]:
    """The days the standard gives and our register lacks; a planned end is the day of completion once all is done."""
    said: dict[str, str | None] = {}
    state = body.get("prjStatus", "")
    if state in ("003", "004", "005"):
        said["started_on"] = body.get("startDate")
    said["completed_on" if state == "004" else "planned_end_on"] = body.get("completeDate")
    found = {name: date.fromisoformat(day) for name, day in said.items() if day and getattr(project, name) is None}
    start, end = found.get("started_on", project.started_on), found.get("completed_on")
    if start and end and end < start:
        del found["completed_on"]
    return found


def take_training(matter: Matter) -> Outcome:
    """Enter a training and who took part; the same training again corrects it."""
    body, lines = matter.message.body, matter.message.lines
    outcome = Outcome(project_id=matter.project_id, rows=len(lines))
    training, _new = Training.objects.update_or_create(
        project_id=matter.project_id,
        on=body["trainingDate"],
        kind=body["trainingTypeCode"],
        name=body["trainingName"],
        defaults={
            "hours": Decimal(body["trainingDuration"]),
            "trainer": body.get("trainer", ""),
            "organisation": body.get("trainingOrg", ""),
            "place": body.get("trainingAddress", ""),
            "description": body.get("description", ""),
            "batch_id": matter.batch_id,
        },
    )
    ids = Persons(keyring=matter.keyring, batch_id=matter.batch_id).find(line["idCardNumber"] for _n, line in lines)
    for _number, line in lines:
        passed, score = line.get("isPass"), line.get("trainingScore")
        _trainee, new = Trainee.objects.update_or_create(
            training=training,
            worker_id=ids[line["idCardNumber"]],
            defaults={
                "passed": None if passed is None else passed == "1",
                "score": None if score is None else Decimal(score),
                "batch_id": matter.batch_id,
            },
        )
        outcome.taken.count("added" if new else "changed")
    return outcome


OWN_KINDS: dict[str, Callable[[Matter], Outcome]] = {
    "corps": take_corp,
    "project": take_project,
    "training": take_training,
}
