"""After the rows of a message are taken: its further fields, by kind. Only for lines that were taken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xinan.intake.keys import fact_key
from xinan.intake.merging import merge
from xinan.intake.national.keeping import NOT_KEPT, Paper, Sheaf, keep_details, keep_scans
from xinan.intake.national.mapping import OF_BODY, OF_LINE, TeamPlace
from xinan.intake.national.messages import Message, Values, method_of
from xinan.intake.persons import Persons
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.registry.models import Subject, Team
from xinan.workforce.models import PunchTrace

# Fields that tell who somebody is, or how to reach them: sealed. Of a worker, all that is not a fact of ours is.
PERSONAL = frozenset(
    {
        "bankInfos",
        "pmName",
        "pmIDCardType",
        "pmIDCardNumber",
        "pmPhone",
        "responsiblePersonName",
        "responsiblePersonPhone",
        "responsiblePersonIDCardType",
        "responsiblePersonIDNumber",
        "teamLeaderName",
        "teamLeaderPhone",
        "teamLeaderIDCardType",
        "teamLeaderIDNumber",
        "legalMan",
        "legalManIDCardType",
        "legalManIDCardNumber",
        "linkman",
        "linkTel",
        "linkPhone",
        "email",
        "payRollBankCardNumber",
        "payBankCardNumber",
    }
)
_IMAGES = frozenset({"headImage", "issueCardPic", "voucher", "image", "attachments"})
_ADDRESS = frozenset({"projectCode", "corpCode", "corpName", "teamSysNo", "teamName"})


@dataclass(frozen=True, slots=True)
class Context:
    """Where the further fields belong. `lines` are those that were taken."""

    message: Message
    lines: list[tuple[int, Values]]
    project_id: str
    batch_id: int
    keyring: Keyring
    team: TeamPlace | None

    def workers(self) -> dict[str, str]:
        """Worker id by identity number."""
        persons = Persons(keyring=self.keyring, batch_id=self.batch_id)
        return persons.find(line["idCardNumber"] for _number, line in self.lines)


def split(values: Values, *, leaving: frozenset[str] = frozenset()) -> tuple[Values, Values]:
    """Those that name nobody, and those that do; without images, and without what our facts hold already."""
    kept = {k: v for k, v in values.items() if k not in leaving and k not in _IMAGES and k not in NOT_KEPT}
    return (
        {name: value for name, value in kept.items() if name not in PERSONAL},
        {name: value for name, value in kept.items() if name in PERSONAL},
    )


def keep_further(context: Context) -> None:
    """Keep the further fields of a message whose rows are in."""
    writer = _WRITERS.get(method_of(context.message).kind)
    if writer is not None and context.lines:
        writer(context)


def _unit(context: Context) -> None:
    body = context.message.body
    key = fact_key(body["corpCode"], body["corpType"])
    details, personal = split(body, leaving=frozenset({"projectCode", *OF_BODY["units"].values()}))
    _keep(context, [Sheaf(Subject.UNIT, context.project_id, key, details, personal)])


def _team(context: Context) -> None:
    body = context.message.body
    details, personal = split(body, leaving=_ADDRESS | frozenset(OF_BODY["teams"].values()))
    team_id = (
        context.team.team_id
        if context.team
        else Team.objects.get(
            project_id=context.project_id, enterprise_id=body["corpCode"], name=body["teamName"]
        ).team_id
    )
    _keep(context, [Sheaf(Subject.TEAM, context.project_id, team_id, details, personal)])


def _people(context: Context) -> None:
    ids = context.workers()
    facts = frozenset(OF_LINE["people"].values()) - {"isTeamLeader", "workRole", "issueCardDate"}
    sheaves, papers = [], []
    for _number, line in context.lines:
        worker_id = ids[line["idCardNumber"]]
        details, personal = split(line, leaving=facts)
        sheaves.append(Sheaf(Subject.WORKER, context.project_id, worker_id, {}, details | personal))
        papers += [
            Paper(Subject.WORKER, worker_id, name, line[name]) for name in ("headImage", "issueCardPic") if name in line
        ]
    _keep(context, sheaves)
    _scan(context, papers)


def _entries(context: Context) -> None:
    ids = context.workers()
    _scan(
        context,
        [
            Paper(
                Subject.PASSAGE,
                fact_key(ids[line["idCardNumber"]], line["date"], line["type"]),
                "voucher",
                line["voucher"],
            )
            for _number, line in context.lines
            if "voucher" in line
        ],
    )


def _contracts(context: Context) -> None:
    ids = context.workers()
    _scan(
        context,
        [
            Paper(
                Subject.CONTRACT,
                fact_key(ids[line["idCardNumber"]], line.get("contractCode", "")),
                paper["name"],
                paper["data"],
            )
            for _number, line in context.lines
            for paper in line.get("attachments", [])
        ],
    )


def _attendance(context: Context) -> None:
    further = [line for _number, line in context.lines if line.keys() & {"channel", "lng", "lat", "image"}]
    if not further:
        return
    ids = context.workers()
    records: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    papers = []
    for line in further:
        at = datetime.fromisoformat(line["date"]).replace(tzinfo=CHINA)
        key = (context.project_id, ids[line["idCardNumber"]], at, line["direction"])
        records[key] = (*key, line.get("channel", ""), line.get("lng"), line.get("lat"))
        if "image" in line:
            punch = fact_key(ids[line["idCardNumber"]], f"{at:%Y%m%d%H%M%S}", line["direction"])
            papers.append(Paper(Subject.PUNCH, punch, "image", line["image"]))
    names = ("project_id", "worker_id", "at", "direction")
    merge(
        PunchTrace,
        records.values(),
        columns=(*names, "channel", "lng", "lat"),
        key=names,
        batch_id=context.batch_id,
    )
    _scan(context, papers)


def _payroll(context: Context) -> None:
    body = context.message.body
    ids = context.workers()
    about = {"corpCode": body["corpCode"], "teamSysNo": body["teamSysNo"], "payMonth": body["payMonth"]}
    sheaves = []
    for _number, line in context.lines:
        details, personal = split(line, leaving=frozenset({"idCardNumber"}))
        key = fact_key(context.project_id, line["thirdPayRollCode"])
        said = about | details | {"workerId": ids[line["idCardNumber"]]}
        sheaves.append(Sheaf(Subject.PAYROLL, context.project_id, key, said, personal))
    _keep(context, sheaves)
    sheet = fact_key(body["teamSysNo"], body["payMonth"])
    _scan(context, [Paper(Subject.PAYROLL, sheet, p["name"], p["data"]) for p in body.get("attachments", [])])


def _keep(context: Context, sheaves: list[Sheaf]) -> None:
    keep_details(sheaves, batch_id=context.batch_id, keyring=context.keyring)


def _scan(context: Context, papers: list[Paper]) -> None:
    keep_scans(papers, project_id=context.project_id, batch_id=context.batch_id, keyring=context.keyring)


_WRITERS: dict[str, Callable[[Context], None]] = {
    "units": _unit,
    "teams": _team,
    "people": _people,
    "entries": _entries,
    "contracts": _contracts,
    "attendance": _attendance,
    "payroll": _payroll,
}
