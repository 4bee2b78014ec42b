"""Proposes a day's visits for an officer or a team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text
from xinan.patrols.arranging import arrange
from xinan.patrols.enums import ChangeKind
from xinan.patrols.models import Plan, PlanChange, PlanOfficer
from xinan.patrols.places import seat_of
from xinan.patrols.policies import may_patrol, require_patrol
from xinan.patrols.refusals import PlanRefused
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of

MOST_OFFICERS, LONGEST_AHEAD_DAYS = 6, 31


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What is asked for: the day, who goes, from when to when, starting from the seat of `region_code`."""

    day: date
    region_code: str
    officers: Sequence[User]
    begins_at: time = time(9, 0)
    ends_at: time = time(17, 0)
    lunch_minutes: int = 60
    visit_minutes: int = 60


@transaction.atomic
def make_plan(asked: NewPlan, *, by: User, scope: Scope, now: datetime) -> Plan:
    """The proposal, with its rounds.

    Raises PlanRefused for a day gone by, hours or a team that will not do; Conflict where an officer has a plan that day.
    """
    require_patrol(scope)
    _require_sound(asked, today=now.astimezone(CHINA).date())
    office = seat_of(asked.region_code)
    plan = Plan.objects.create(
        day=asked.day,
        region_code=asked.region_code,
        made_by=by,
        made_at=now,
        begins_at=asked.begins_at,
        ends_at=asked.ends_at,
        lunch_minutes=asked.lunch_minutes,
        visit_minutes=asked.visit_minutes,
        office_lng=office.lng,
        office_lat=office.lat,
    )
    for position, user in enumerate(asked.officers):
        _join(plan, user, position)
    arrange(plan, scope=scope, now=now)
    PlanChange.objects.create(plan=plan, kind=ChangeKind.MADE, by=by, at=now)
    return plan


def _join(plan: Plan, user: User, position: int) -> None:
    if not may_patrol(scope_of(user, on=plan.day)):
        raise PlanRefused(
            "officer-without-post",
            Text(
                f"{user.display_name} 当日没有可安排走访的岗位。",
                f"{user.display_name} has no post with visits that day.",
            ),
            Text("请改选其他同志。", "Choose somebody else."),
        )
    _made, fresh = PlanOfficer.objects.get_or_create(
        user=user, day=plan.day, defaults={"plan": plan, "position": position}
    )
    if not fresh:
        raise Conflict(
            "officer-has-a-plan",
            Text(f"{user.display_name} 当日已有走访计划。", f"{user.display_name} has a plan for that day already."),
            Text("请打开那份计划修改，或改选其他同志。", "Change that plan, or choose somebody else."),
        )


def _require_sound(asked: NewPlan, *, today: date) -> None:
    if not today <= asked.day or (asked.day - today).days > LONGEST_AHEAD_DAYS:
        raise PlanRefused(
            "plan-day",
            Text("计划日应在今天起一个月以内。", "The day must lie within a month from today."),
            Text(f"请选 {today} 或之后的日子。", f"Choose {today} or later."),
        )
    if not 0 < len(set(asked.officers)) == len(asked.officers) <= MOST_OFFICERS:
        raise PlanRefused(
            "plan-team",
            Text(f"走访人应为 1 至 {MOST_OFFICERS} 人。", f"A team has 1 to {MOST_OFFICERS} officers."),
            Text("请选择走访人。", "Choose who goes."),
        )
    if asked.begins_at >= asked.ends_at or not 15 <= asked.visit_minutes <= 240 or not 0 <= asked.lunch_minutes <= 180:
        raise PlanRefused(
            "plan-hours",
            Text("出发、返回或走访时长不对。", "The hours or the minutes of a visit will not do."),
            Text(
                "返回应晚于出发；每处走访 15 至 240 分钟，午休至多 180 分钟。",
                "Come back after you leave; 15 to 240 minutes a visit, at most 180 of lunch.",
            ),
        )
