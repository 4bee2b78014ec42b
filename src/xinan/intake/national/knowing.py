"""What must be looked up before a message becomes rows: its team, the names and days of its people, whether they are
registered."""

from collections.abc import Iterable
from dataclasses import replace

from xinan.intake.national.mapping import Known, TeamPlace
from xinan.intake.national.messages import Message, Values, method_of
from xinan.intake.persons import Persons
from xinan.intake.reading.faults import Fault
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.registry.models import Team
from xinan.workforce.models import AttendanceDay, Employment

# Facts about people who must be on the roster before.
_OF_REGISTERED = frozenset({"payroll", "training"})
_NAMED = frozenset({"entries", "payroll"})


def team_of(project_id: str, number: str) -> TeamPlace | None:
    """The team of the project that a teamSysNo names."""
    found = Team.objects.filter(project_id=project_id, system_number=int(number)).select_related("enterprise").first()
    if found is None:
        return None
    return TeamPlace(found.team_id, found.enterprise_id, found.enterprise.name, found.name)


def team_fault(body: Values, team: TeamPlace | None) -> Fault | None:
    """What is wrong with the team a message names, if anything."""
    if team is None:
        return Fault(
            0,
            "teamSysNo",
            "national.team",
            Text("teamSysNo（班组编号）超出范围：本项目没有这个班组。", "teamSysNo: the project has no such team."),
            Text(
                "请使用 Team.Add 返回的编号，或用 Team.Query 查询。", "Use what Team.Add answered, or ask Team.Query."
            ),
        )
    if body.get("corpCode", team.enterprise_code) != team.enterprise_code:
        return Fault(
            0,
            "corpCode",
            "national.team_of_another",
            Text(
                "corpCode（企业统一社会信用代码）与班组所属企业不一致。",
                "The team belongs to another firm than corpCode.",
            ),
            Text("请核对 corpCode 和 teamSysNo。", "Check corpCode and teamSysNo."),
        )
    return None


def renamed(team: TeamPlace, name: str, *, batch_id: int) -> TeamPlace | None:
    """The team under its new name; as it was where none is given, None where another team of its firm has that name."""
    if name in ("", team.team_name):
        return team
    own = Team.objects.filter(team_id=team.team_id)
    others = Team.objects.filter(project__in=own.values("project"), enterprise=team.enterprise_code, name=name)
    if others.exists():
        return None
    own.update(name=name, batch_id=batch_id)
    return replace(team, team_name=name)


def namesake() -> Fault:
    """The firm has a team of the new name already."""
    return Fault(
        0,
        "teamName",
        "national.namesake",
        Text("teamName（班组名称）：该企业在本项目已有同名班组。", "The firm has a team of this name on the project."),
        Text("请换一个名称，或使用已有班组的 teamSysNo。", "Give another name, or use that team's teamSysNo."),
    )


def known_of(message: Message, *, project_id: str, team: TeamPlace | None, keyring: Keyring) -> Known:
    """The team, and what the sheets want to know of the message's people."""
    kind = method_of(message).kind
    if kind not in _NAMED:
        return Known(team)
    persons = Persons(keyring=keyring, batch_id=None)
    ids = persons.find(line["idCardNumber"] for _number, line in message.lines)
    names = persons.names(ids.values())
    days: dict[str, int] = {}
    if kind == "payroll":
        days = _days_present(project_id, ids.values(), month=message.body["payMonth"])
    return Known(
        team,
        names={number: names[worker_id] for number, worker_id in ids.items() if worker_id in names},
        days={number: days.get(worker_id, 0) for number, worker_id in ids.items()},
    )


def _days_present(project_id: str, worker_ids: Iterable[str], *, month: str) -> dict[str, int]:
    year, number = month.split("-")
    found: dict[str, int] = {}
    days = AttendanceDay.objects.filter(
        project_id=project_id, worker_id__in=set(worker_ids), day__year=int(year), day__month=int(number)
    )
    for worker_id in days.values_list("worker_id", flat=True):
        found[worker_id] = found.get(worker_id, 0) + 1
    return found


def refuse_unregistered(message: Message, *, project_id: str, keyring: Keyring) -> None:
    """Take from the message the lines about people who were never on the project's roster, where the standard says so."""
    if method_of(message).kind not in _OF_REGISTERED:
        return
    ids = Persons(keyring=keyring, batch_id=None).find(line["idCardNumber"] for _number, line in message.lines)
    registered = set(
        Employment.objects.filter(project_id=project_id, worker_id__in=set(ids.values())).values_list(
            "worker_id", flat=True
        )
    )
    good = []
    for number, line in message.lines:
        if ids.get(line["idCardNumber"]) in registered:
            good.append((number, line))
            continue
        message.faults.append(
            Fault(
                number,
                "idCardNumber",
                "national.unregistered",
                Text("idCardNumber（证件号码）未在本项目登记。", "The person is not registered on the project."),
                Text(
                    "请先调用 ProjectWorker.Add 登记此人，再上传。", "Register the person by ProjectWorker.Add first."
                ),
            )
        )
    message.lines = good
