"""A handful of cases for the demo, from its clues, by the product's own actions: new, inspected, mediated, arbitrated."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Final

from xinan.casework.cases.actions.change_members import add_member, form_team
from xinan.casework.cases.actions.close_case import approve_closing, ask_closing
from xinan.casework.cases.actions.give_task import give_task
from xinan.casework.cases.actions.keep_workers import ask_exception, decide_exception, reckon_by_data
from xinan.casework.cases.actions.open_case import open_case
from xinan.casework.cases.actions.pass_findings import pass_on, record_findings
from xinan.casework.cases.actions.start_procedure import start_procedure
from xinan.casework.cases.actions.write_entry import write_entry
from xinan.casework.cases.enums import EntryKind, Part
from xinan.casework.cases.findings import Behind
from xinan.casework.cases.given import NewTask, OpenedCase
from xinan.casework.cases.membership import holder_of, proceedings_of_case
from xinan.casework.cases.models import Case, CaseClue, CaseWorker
from xinan.casework.models import Clue
from xinan.casework.queries import lives_of
from xinan.casework.relief.queries import banks_of
from xinan.jobs.demo import relief
from xinan.jobs.demo.acting import Officer, approver
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.period import Month, months_between
from xinan.people.enums import Role
from xinan.people.models import Appointment, Organisation, User
from xinan.people.scope import scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.registry.models import Deposit

MOST: Final = 7
_DAYS_AGO: Final = 16  # the first was opened so many days ago, the last two days ago


Turn = Callable[[Officer, Case], None]


def make(*, today: date, keyring: Keyring) -> int:
    """Open the cases and let their officers work, workers be relieved; how many cases."""
    opened = 0
    going_on: list[tuple[Officer, Case]] = []
    for clue, holder in _sources():
        day = today - timedelta(days=max(_DAYS_AGO - opened * 3, 2))
        now = datetime.combine(day, time(10, 15), CHINA)
        officer = Officer(holder, scope_of(holder, on=today), keyring, max(now, _last_step(clue)))
        case = open_case(
            OpenedCase(clue_ids=[clue.pk], reason="经核实涉嫌拖欠农民工工资，予以立案。"),
            keyring=keyring,
            **officer.by,  # type: ignore[arg-type]
        )
        _TURNS[opened % len(_TURNS)](officer.at(3), case)
        going_on.append((officer.at(72), case))
        opened += 1
        if opened == MOST:
            break
    end = datetime.combine(today, time(8, 0), CHINA)
    relief.make([(then, case) for then, case in going_on if then.at(48).now <= end])
    return opened


def _sources() -> list[tuple[Clue, User]]:
    """Clues that somebody works on, one a project, the same every time; the fifth is one that is closed."""
    found: dict[str, tuple[Clue, User]] = {}
    free = Clue.objects.exclude(pk__in=CaseClue.objects.values("clue_id")).filter(merged_into=None)
    for clue in free.exclude(project=None).order_by("-closed_on", "received_on", "pk"):
        lives = lives_of(clue)
        holder = lives[0].holder if lives else None
        ready = lives and (lives[0].state in ("verifying", "contacted", "settled") or clue.closed_on is not None)
        if holder is None or not ready or holder.organisation_id is None:
            continue
        found.setdefault(str(clue.project_id), (clue, holder))
    rows = sorted(found.values(), key=lambda pair: (pair[0].received_on, pair[0].pk))
    going_on = [pair for pair in rows if pair[0].closed_on is None]
    closed = sorted((pair for pair in rows if pair[0].closed_on is not None), key=lambda pair: not _payable(pair[0]))
    # The fifth turn closes its case: its clue is closed, too.
    return [*going_on[:4], *closed[:1], *going_on[4:]]


def _payable(clue: Clue) -> bool:
    """Whether the deposit of the site can pay whoever spoke: they are on the roster, and it is in force."""
    deposits = Deposit.objects.filter(project=clue.project_id, released_on=None)
    return not clue.voices.filter(worker=None).exists() and any(banks_of(each) for each in deposits)


def _last_step(clue: Clue) -> datetime:
    """A case is not opened before what was done with its clue."""
    return lives_of(clue)[0].moved_at + timedelta(minutes=30)


def _new(_officer: Officer, _case: Case) -> None:
    """Nothing more has happened yet."""


def _inspected(officer: Officer, case: Case) -> None:
    """Reckoned by the payrolls, inspected, with minutes of a talk."""
    reckon_by_data(case.pk, months=_months(case), **officer.by)  # type: ignore[arg-type]
    start_procedure(case, "inspection", reason="调解未果，启动劳动保障监察。", **officer.by)  # type: ignore[arg-type]
    _move(officer.at(1), case, "inspection", "accept")
    leader = holder_of(case, Part.LEADER)
    if leader is not None and leader.pk != officer.user.pk:
        _move(officer.another(leader).at(2), case, "inspection", "file", reason="同意立案。")
    write_entry(
        case.pk,
        kind=EntryKind.TALK,
        words="约谈总包项目负责人：承认因工程款结算争议欠发，承诺先行垫付，三日内提交发放计划。",
        happened_on=officer.now.date(),
        keyring=officer.keyring,
        **officer.at(4).by,  # type: ignore[arg-type]
    )


def _mediated(officer: Officer, case: Case) -> None:
    """Handed to the mediator, who has the application and talks to both sides."""
    mediator = _handed_to(Part.MEDIATOR, officer, case)
    start_procedure(case, "mediation", reason="双方愿意调解，先行调解。", **officer.by)  # type: ignore[arg-type]
    if mediator is not None:
        received = officer.now.date()
        _move(mediator.at(2), case, "mediation", "apply", reason="双方同意调解，已约定时间。", happened_on=received)


def _arbitrated(officer: Officer, case: Case) -> None:
    """The application is with the commission, whose arbitrator has to say whether it is accepted."""
    reckon_by_data(case.pk, months=_months(case), **officer.by)  # type: ignore[arg-type]
    _handed_to(Part.ARBITRATOR, officer, case)
    start_procedure(case, "arbitration", reason="调解不成，工人申请仲裁。", **officer.by)  # type: ignore[arg-type]
    _move(officer.at(2), case, "arbitration", "apply", happened_on=officer.now.date())


def _both_tracks(officer: Officer, case: Case) -> None:
    """Inspected, and what is behind it found and passed on to the department."""
    _inspected(officer, case)
    background = holder_of(case, Part.BACKGROUND)
    department = _department(case)
    if background is None or department is None:
        return
    other = officer.another(background).at(20)
    record_findings(
        case.pk,
        [Behind.ILLEGAL_SUBLETTING],
        words="木工劳务分包给无资质的个人，分包合同未备案。",
        **other.by,  # type: ignore[arg-type]
    )
    task = NewTask(
        "依法查处违法分包并反馈处理结果",
        "附分包协议和用工名册。请核查分包备案，处理结果于期限内反馈。",
        other.now.date() + timedelta(days=30),
        to_office_id=department.pk,
    )
    pass_on(case.pk, task, keyring=officer.keyring, **other.at(1).by)  # type: ignore[arg-type]


def _team(officer: Officer, case: Case) -> None:
    """A large case with its team and a task."""
    _inspected(officer, case)
    form_team(case.pk, closed_to_others=False, **officer.by)  # type: ignore[arg-type]
    department = _department(case)
    if department is None:
        return
    task = NewTask(
        "核查工程款支付和担保情况",
        "请提供建设单位工程款支付凭证和担保材料。",
        officer.now.date() + timedelta(days=10),
        to_office_id=department.pk,
    )
    give_task(case.pk, task, keyring=officer.keyring, **officer.at(5).by)  # type: ignore[arg-type]


def _closed(officer: Officer, case: Case) -> None:
    """Closed for good: paid out of the deposit, else by hand and each approved as an exception; both tracks ended."""
    background, leader = holder_of(case, Part.BACKGROUND), approver(case, officer)
    if background is None or leader is None or case.case_clues.filter(clue__closed_on=None).exists():
        return
    paid = relief.draw_and_top_up(officer, case)
    officer, leader = (officer.at(5), leader.at(5)) if paid else (officer, leader)
    for worker in () if paid else CaseWorker.objects.filter(case=case):
        reason = "总包当场以现金补发，有工人签字的收条和现场影像。"
        ask_exception(case.pk, worker.pk, reason=reason, **officer.by)  # type: ignore[arg-type]
        decide_exception(case.pk, worker.pk, approve=True, **leader.by)  # type: ignore[arg-type]
    reason = "查阅总分包合同、资金支付凭证，未发现转包、挂靠。"
    _move(officer.another(background).at(2), case, "background", "end_without", reason=reason)
    ready = CaseWorker.objects.filter(case=case, owed__gt=0).exists()
    if ready:
        reason = "欠付工资已全部补发，工人回访满意。"
        ask_closing(case.pk, reason=reason, waive=False, **officer.at(4).by)  # type: ignore[arg-type]
        approve_closing(case.pk, reason="材料齐备，同意结案。", **leader.at(6).by)  # type: ignore[arg-type]


def _handed_to(part: Part, officer: Officer, case: Case) -> Officer | None:
    """Whoever mediates or arbitrates in the demo is made a member of the case; None where nobody does."""
    post = Appointment.objects.filter(role=part.value, to_on=None).select_related("user").order_by("pk").first()
    if post is None:
        return None
    add_member(case.pk, user_id=post.user.pk, part=part, reason="优先调解、专门速裁", **officer.by)  # type: ignore[arg-type]
    return officer.another(post.user)


def _move(
    officer: Officer, case: Case, procedure: str, move: str, *, reason: str = "符合受理条件。", **given: object
) -> None:
    one = proceedings_of_case(case.pk).filter(procedure=procedure, closed_at=None).latest("pk")
    make_move(one.pk, move, version=one.version, reason=reason, **given, **officer.by)  # type: ignore[arg-type]


def _months(case: Case) -> list[str]:
    """The two months before the case was opened, and those the worker named."""
    last = Month.of(case.opened_on).previous
    told = case.case_clues.exclude(clue__from_month="").values_list("clue__from_month", "clue__to_month")
    named = (months_between(Month.parse(first), Month.parse(until or first)) for first, until in told)
    return sorted({str(month) for month in (last.previous, last, *chain.from_iterable(named))})


def _department(case: Case) -> Organisation | None:
    """A department of the case's trade, the nearest place first."""
    posts = Appointment.objects.filter(role=Role.INDUSTRY_DEPARTMENT, to_on=None, industries__contains=[case.industry])
    near = posts.filter(region_code__in=[case.region_code, f"{case.region_code[:4]}00", "220000", ""])
    post = near.select_related("user__organisation").order_by("-region_code", "pk").first()
    return post.user.organisation if post is not None else None


_TURNS: Final[Sequence[Turn]] = (_both_tracks, _mediated, _team, _inspected, _closed, _new, _arbitrated)
