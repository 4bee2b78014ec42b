"""The page of a case, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from xinan.casework.cases.closing import Check, checks
from xinan.casework.cases.enums import Part
from xinan.casework.cases.findings import RULES, Behind
from xinan.casework.cases.membership import members_now
from xinan.casework.cases.models import Case, CaseClue, CaseMember, CaseTask, CaseWarning, CaseWorker
from xinan.casework.cases.opening import BACKGROUND, UMBRELLA
from xinan.casework.cases.policies import Standing, standing_of
from xinan.casework.cases.queries import proceedings_of
from xinan.casework.cases.wages import Money, PaidWorker, money_of, paid_of
from xinan.casework.models import Clue
from xinan.casework.policies import visible_clues
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.people.policies import may_reveal
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import visible_proceedings
from xinan.rules.registry import find_rule
from xinan.web.cases.story import part_name, timeline
from xinan.web.components.views import MaskedPerson
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.panel import PanelView, panel_of
from xinan.web.proceedings.views_data import StoryLine

SHOWN_LINES = 40


@dataclass(frozen=True, slots=True)
class WorkerView:
    """A worker of the case: masked, with every month."""

    id: int
    person: MaskedPerson
    paid: PaidWorker
    tone: str
    state: Text
    exception: str
    excepted_by: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of the moment."""

    id: int
    name: str
    office: str
    part: Text
    removable: bool


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as a line."""

    url: str
    title: str
    whom: str
    due_on: date
    state: str
    tone: str
    background: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """A clue or a warning that the case was opened from; `url` empty where the viewer may not open it."""

    title: Text
    url: str
    note: Text


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything on the page of a case."""

    case: Case
    standing: Standing
    money: Money
    umbrella: PanelView
    background: PanelView | None
    kinds: tuple[Text, ...]
    officers: dict[str, str]
    procedures: tuple[PanelView, ...]
    workers: tuple[WorkerView, ...]
    members: tuple[MemberView, ...]
    tasks: tuple[TaskView, ...]
    clues: tuple[SourceView, ...]
    warnings: tuple[SourceView, ...]
    checks: tuple[Check, ...]
    story: tuple[StoryLine, ...]
    startable: bool
    closed: bool
    works: bool
    leads: bool

    @property
    def lacking(self) -> int:
        """How much the closing still lacks."""
        return sum(not each.ok for each in self.checks)

    @property
    def latest(self) -> tuple[StoryLine, ...]:
        """The lines shown at once."""
        return self.story[:SHOWN_LINES]

    @property
    def earlier(self) -> tuple[StoryLine, ...]:
        """The rest."""
        return self.story[SHOWN_LINES:]

    @property
    def moves(self) -> dict[str, bool]:
        """Which of the umbrella's moves are the viewer's now."""
        return {offer.code: not offer.refused for offer in self.umbrella.offers}


def case_page_of(case: Case, *, who: Asking, keyring: Keyring) -> CasePage:
    """The page, for somebody to whom the case is open; a mediator gets what bears on the dispute."""
    standing = standing_of(case, scope=who.scope)
    back = reverse("case", args=[case.pk])
    own = list(
        visible_proceedings(who.scope).filter(pk__in=proceedings_of(case).values("pk")).order_by("opened_at", "pk")
    )
    everything = list(proceedings_of(case))
    paid = paid_of(case)
    members = members_now(case)
    umbrella = _last(everything, UMBRELLA)
    track = _last(everything, BACKGROUND)
    others = [each for each in own if each.procedure not in (UMBRELLA, BACKGROUND)]
    if umbrella is None:
        raise ValueError("a case has an umbrella")
    closed, works = case.closed_on is not None, standing.works
    return CasePage(
        case=case,
        standing=standing,
        money=money_of(paid),
        umbrella=panel_of(umbrella, who=who, back=back),
        background=panel_of(track, who=who, back=back) if track is not None and standing.sees_all else None,
        kinds=_kinds(track) if standing.sees_all else (),
        officers={each.part: each.user.display_name for each in reversed(members)},
        procedures=tuple(panel_of(each, who=who, back=back) for each in sorted(others, key=_open_first)),
        workers=tuple(workers_of(case, paid, who=who, leads=standing.leads)),
        members=tuple(_member(each, leads=standing.leads and not closed) for each in members),
        tasks=tuple(_task(each, today=who.today) for each in _tasks(case)) if standing.sees_all else (),
        clues=tuple(_clues(case, who=who)) if standing.sees_all else (),
        warnings=tuple(_warnings(case, who=who)),
        checks=tuple(checks(case, today=who.today)) if standing.sees_all else (),
        story=tuple(timeline(case, everything, keyring=keyring)) if standing.sees_all else (),
        startable=works and not closed,
        closed=closed,
        works=works and not closed,
        leads=standing.leads and not closed,
    )


def _last(proceedings: Sequence[Proceeding], procedure: str) -> Proceeding | None:
    return next((each for each in reversed(proceedings) if each.procedure == procedure), None)


def _open_first(proceeding: Proceeding) -> tuple[bool, int]:
    return proceeding.closed_at is not None, -proceeding.pk


def _kinds(track: Proceeding | None) -> tuple[Text, ...]:
    """What the second track found, by kind."""
    if track is None:
        return ()
    step = track.steps.filter(move="record_findings").order_by("-pk").first()
    named = (step.other or {}).get("kinds", []) if step is not None else []
    return tuple(_finding(kind) for kind in named)


def _finding(kind: str) -> Text:
    rule = RULES[Behind(kind)]
    return Text(f"{rule.name.zh}（{rule.law.zh}）", f"{rule.name.en} ({rule.law.en})")


def workers_of(case: Case, paid: dict[int, PaidWorker], *, who: Asking, leads: bool) -> list[WorkerView]:
    """The workers of a case, masked; `leads`: whether the viewer decides on exceptions."""
    reveals = may_reveal(who.scope)
    rows = CaseWorker.objects.filter(case=case).select_related("worker", "excepted_by").order_by("pk")
    return [_worker(each, paid[each.pk], who=who, leads=leads, reveals=reveals) for each in rows]


def _worker(worker: CaseWorker, paid: PaidWorker, *, who: Asking, leads: bool, reveals: bool) -> WorkerView:
    known = worker.worker
    person = MaskedPerson(
        worker_id=str(worker.pk),
        name=worker.name_masked or (known.name_masked if known else "") or "—",
        identity=worker.id_number_masked or (known.id_number_masked if known else ""),
        phone=worker.phone_masked or (known.phone_masked if known else ""),
        reveal_url=reverse("case-reveal", args=[worker.case_id, worker.pk]) if reveals else "",
    )
    tone, state = _state(paid, linked=known is not None)
    return WorkerView(
        id=worker.pk,
        person=person,
        paid=paid,
        tone=tone,
        state=state,
        exception=worker.exception_reason,
        excepted_by=worker.excepted_by.display_name if worker.excepted_by else "",
        may_decide=leads
        and bool(worker.exception_reason)
        and worker.exception_approved_by_id is None
        and worker.excepted_by_id != who.user.pk,
    )


def _state(paid: PaidWorker, *, linked: bool) -> tuple[str, Text]:
    if paid.excepted:
        return "grey", Text("例外已批准", "Exception approved")
    if not paid.wages:
        return "orange", Text("金额待核定", "The sum is to be settled")
    if paid.settled:
        return "ok", Text("已付清", "Paid")
    if paid.exception_asked:
        return "orange", Text("例外待批准", "Exception to approve")
    if not linked:
        return "orange", Text("未对上名册", "Not on a roster")
    return "red", Text("未付清", "Not paid")


def _member(member: CaseMember, *, leads: bool) -> MemberView:
    single = member.part in (Part.LEADER, Part.ARREARS, Part.BACKGROUND)
    return MemberView(
        id=member.pk,
        name=member.user.display_name,
        office=member.user.organisation.name if member.user.organisation else "",
        part=part_name(member.part),
        removable=leads and not single,
    )


def _tasks(case: Case) -> list[CaseTask]:
    rows = CaseTask.objects.filter(case=case).select_related("to_user", "to_office")
    return sorted(rows, key=lambda task: (task.state != "open", task.due_on, task.pk))


def _task(task: CaseTask, *, today: date) -> TaskView:
    late = task.state == "open" and task.due_on < today
    return TaskView(
        url=reverse("case-task", args=[task.pk]),
        title=task.title,
        whom=task.to_user.display_name if task.to_user else task.to_office.name if task.to_office else "",
        due_on=task.due_on,
        state=task.get_state_display(),
        tone="red" if late else "blue" if task.state == "open" else "orange" if task.state == "answered" else "ok",
        background=task.background,
    )


def _clues(case: Case, *, who: Asking) -> list[SourceView]:
    seen = set(visible_clues(who.scope).filter(case_clues__case=case).values_list("pk", flat=True))
    rows = CaseClue.objects.filter(case=case).select_related("clue")
    return [_clue(each.clue, opens=each.clue_id in seen) for each in rows]


def _clue(clue: Clue, *, opens: bool) -> SourceView:
    number = clue.number or clue.pk
    return SourceView(
        Text(number, number),
        f"/clues/{clue.pk}/" if opens else "",
        Text(f"{clue.received_on} · {clue.workers} 人", f"{clue.received_on} · {clue.workers} people"),
    )


def _warnings(case: Case, *, who: Asking) -> list[SourceView]:
    rows = CaseWarning.objects.filter(case=case).select_related("warning")
    seen = set(
        visible_proceedings(who.scope)
        .filter(subject_kind="warning", subject_id__in=[str(each.warning_id) for each in rows])
        .values_list("subject_id", flat=True)
    )
    return [_warning(each.warning, opens=str(each.warning_id) in seen) for each in rows]


def _warning(warning: Warning, *, opens: bool) -> SourceView:
    return SourceView(
        find_rule(warning.rule).title,
        reverse("warning", args=[warning.pk]) if opens else "",
        Text(warning.period or str(warning.since), warning.period or str(warning.since)),
    )
