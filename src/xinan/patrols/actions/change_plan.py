"""Changes a plan: accept, skip with a reason, add by hand, arrange anew. Each can be undone until a visit follows."""

from datetime import datetime
from typing import Any

from django.db import transaction

from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict, NotAllowed
from xinan.kernel.text import Text
from xinan.patrols.arranging import Wishes, arrange, still_planned
from xinan.patrols.enums import ChangeKind, PlanState, StopState
from xinan.patrols.models import Plan, PlanChange, PlanStop
from xinan.patrols.policies import may_change_plan, patrol_scope, visible_plans
from xinan.patrols.refusals import PlanRefused, no_such_plan, plan_moved_on, reason_missing
from xinan.patrols.rounds import restore, snapshot
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.policies import visible_project

UNDOABLE = frozenset({ChangeKind.ACCEPTED, ChangeKind.SKIPPED, ChangeKind.ADDED, ChangeKind.REPLANNED})
LEAST_REASON, MOST_REASON = 2, 200


@transaction.atomic
def accept_plan(plan_id: int, *, by: User, scope: Scope, version: int, now: datetime) -> Plan:
    """What was proposed is what the officers go by. Raises Conflict where somebody changed the plan meanwhile."""
    plan = _held(plan_id, by=by, scope=scope, version=version, now=now)
    before = snapshot(plan)
    plan.state = PlanState.ACCEPTED
    return _changed(plan, ChangeKind.ACCEPTED, by=by, now=now, before=before)


@transaction.atomic
def skip_stop(
    plan_id: int, project_id: str, *, reason: str, by: User, scope: Scope, version: int, now: datetime
) -> Plan:
    """A stop is not made today, with the reason; the rest of the day is arranged anew around what stays.

    Raises PlanRefused without a reason, or where the stop is not there to be skipped.
    """
    plan = _held(plan_id, by=by, scope=scope, version=version, now=now)
    reason = _reason(reason)
    before = snapshot(plan)
    stop = _planned(plan, project_id)
    stop.state, stop.skip_reason = StopState.SKIPPED, reason
    stop.save(update_fields=["state", "skip_reason"])
    _arranged(plan, scope=scope, now=now)
    return _changed(plan, ChangeKind.SKIPPED, by=by, now=now, before=before, project_id=project_id, reason=reason)


@transaction.atomic
def add_stop(plan_id: int, project_id: str, *, by: User, scope: Scope, version: int, now: datetime) -> Plan:
    """A project is put in by hand: it comes before what was chosen, as far as there is time.

    Raises NotFound for a project out of scope, Conflict where it is in a plan of that day, PlanRefused where no time is left.
    """
    plan = _held(plan_id, by=by, scope=scope, version=version, now=now)
    project = visible_project(patrol_scope(scope), project_id=project_id)
    before = snapshot(plan)
    _make_room(plan, project.pk)
    _arranged(plan, scope=scope, now=now, added=project.pk)
    if not plan.stops.filter(project=project, state=StopState.PLANNED).exists():
        raise PlanRefused(
            "no-time-for-stop",
            Text("剩余时间不够走访该项目。", "There is not enough time left for this project."),
            Text("请延后返回时间，或改日安排。", "Come back later, or plan it for another day."),
        )
    return _changed(plan, ChangeKind.ADDED, by=by, now=now, before=before, project_id=project.pk)


@transaction.atomic
def arrange_anew(plan_id: int, *, by: User, scope: Scope, version: int, now: datetime) -> Plan:
    """The rest of the day from the facts of now; only what was put in by hand stays for sure."""
    plan = _held(plan_id, by=by, scope=scope, version=version, now=now)
    before = snapshot(plan)
    by_hand = [number for number, hand in still_planned(plan).items() if hand]
    arrange(plan, scope=scope, now=now, wishes=Wishes(by_hand=by_hand))
    return _changed(plan, ChangeKind.REPLANNED, by=by, now=now, before=before)


@transaction.atomic
def undo_change(plan_id: int, *, by: User, scope: Scope, version: int, now: datetime) -> Plan:
    """The last change is taken back. Raises PlanRefused where there is none, or a visit has followed it."""
    plan = _held(plan_id, by=by, scope=scope, version=version, now=now)
    last = undoable(plan)
    if last is None:
        raise PlanRefused(
            "nothing-to-undo",
            Text("没有可以撤销的改动。", "There is nothing to undo."),
            Text("开始走访之后，之前的改动不再撤销。", "What came before a visit stays."),
        )
    restore(plan, last.before or {})
    last.undone = True
    last.save(update_fields=["undone"])
    return _changed(
        plan, ChangeKind.UNDONE, by=by, now=now, reason=str(last.get_kind_display()), project_id=last.project_id
    )


def undoable(plan: Plan) -> PlanChange | None:
    """The change that `undo_change` would take back."""
    for change in plan.changes.exclude(kind=ChangeKind.UNDONE).filter(undone=False):
        return change if change.kind in UNDOABLE else None
    return None


def _held(plan_id: int, *, by: User, scope: Scope, version: int, now: datetime) -> Plan:
    """The plan, locked, as the person saw it."""
    if not visible_plans(by, scope=scope).filter(pk=plan_id).exists():
        raise no_such_plan()
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if not may_change_plan(by, scope=scope, plan=plan):
        raise NotAllowed(
            "plan-of-others",
            Text("这份计划由其他同志编制，您只能查看。", "Others made this plan; you may only read it."),
            Text("请联系编制人或走访人。", "Ask whoever made it, or its officers."),
        )
    if plan.version != version:
        last = plan.changes.select_related("by").first()
        raise plan_moved_on(last.by.display_name if last else "")
    if plan.day < now.astimezone(CHINA).date():
        raise PlanRefused(
            "plan-past",
            Text("计划日已过，不能再改。", "The day of the plan has gone by."),
            Text("请为今天或以后编制计划。", "Make a plan for today or later."),
        )
    return plan


def _planned(plan: Plan, project_id: str) -> PlanStop:
    stop = plan.stops.filter(project_id=project_id, state=StopState.PLANNED).first()
    if stop is None:
        raise PlanRefused(
            "stop-not-planned",
            Text("该项目不在待走访之列。", "This project is not waiting to be visited."),
            Text("请刷新页面查看最新计划。", "Look at the plan as it is now."),
        )
    return stop


def _make_room(plan: Plan, project_id: str) -> None:
    """A project skipped before may come back; one planned or seen on that day, by whomever, may not come twice."""
    plan.stops.filter(project_id=project_id, state=StopState.SKIPPED).delete()
    other = PlanStop.objects.filter(project_id=project_id, plan__day=plan.day).exclude(state=StopState.SKIPPED)
    stop = other.select_related("officer__user").first()
    if stop is not None:
        who = stop.officer.user.display_name
        raise Conflict(
            "stop-planned-already",
            Text(f"该项目当日已安排给 {who}。", f"{who} goes there on that day already."),
            Text("无需重复安排。", "There is no need to plan it twice."),
        )


def _arranged(plan: Plan, *, scope: Scope, now: datetime, added: str = "") -> None:
    planned = still_planned(plan)
    by_hand = [number for number, hand in planned.items() if hand] + ([added] if added else [])
    arrange(plan, scope=scope, now=now, wishes=Wishes(by_hand=by_hand, keep=list(planned)))


def _reason(text: str) -> str:
    text = text.strip()
    if len(text) < LEAST_REASON:
        raise reason_missing()
    return text[:MOST_REASON]


def _changed(
    plan: Plan,
    kind: ChangeKind,
    *,
    by: User,
    now: datetime,
    before: dict[str, Any] | None = None,
    project_id: str | None = None,
    reason: str = "",
) -> Plan:
    plan.version += 1
    plan.save(update_fields=["state", "version"])
    PlanChange.objects.create(plan=plan, kind=kind, by=by, at=now, project_id=project_id, reason=reason, before=before)
    return plan
