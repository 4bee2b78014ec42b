"""Who plans visits, who makes them, who reads them."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from xinan.patrols.models import Plan, Visit
from xinan.patrols.refusals import may_not_patrol, no_such_plan, no_such_visit
from xinan.people.enums import Role
from xinan.people.models import Appointment, User
from xinan.people.scope import Grant, Scope
from xinan.registry.policies import visible_projects

PATROLLING = frozenset({Role.PROVINCE_OFFICE, Role.CITY_OFFICE, Role.COUNTY_INSPECTOR, Role.INDUSTRY_DEPARTMENT})
READING = PATROLLING | {Role.AUDITOR}
# Who may state facts about a project that is not their own: the labour offices (registry.policies.may_change_project).
STATING = PATROLLING - {Role.INDUSTRY_DEPARTMENT}


def patrol_scope(scope: Scope, *, roles: frozenset[Role] = PATROLLING) -> Scope:
    """The part of a scope that comes from posts with visits; a firm's post opens none."""
    return Scope(tuple(grant for grant in scope.grants if grant.role in roles))


def may_patrol(scope: Scope) -> bool:
    """Whether a person plans and makes visits."""
    return bool(scope.roles & PATROLLING)


def may_read_visits(scope: Scope) -> bool:
    """Whether a person reads what was found on visits."""
    return bool(scope.roles & READING)


def require_patrol(scope: Scope) -> None:
    """Raises NotAllowed for posts without visits."""
    if not may_patrol(scope):
        raise may_not_patrol()


def visible_visits(scope: Scope) -> QuerySet[Visit]:
    """The visits to projects that an office's or a department's post opens."""
    return Visit.objects.filter(project__in=visible_projects(patrol_scope(scope, roles=READING)))


def visible_visit(scope: Scope, *, visit_id: UUID) -> Visit:
    """The visit; NotFound where there is none, or none that the scope opens."""
    visit = visible_visits(scope).select_related("project", "officer").filter(pk=visit_id).first()
    if visit is None:
        raise no_such_visit()
    return visit


def visible_plans(user: User, *, scope: Scope) -> QuerySet[Plan]:
    """One's own plans, and those of the places of one's posts."""
    mine = Q(made_by=user) | Q(officers__user=user)
    for grant in patrol_scope(scope, roles=READING).grants:
        mine |= _of(grant)
    return Plan.objects.filter(mine).distinct()


def visible_plan(user: User, *, scope: Scope, plan_id: int) -> Plan:
    """The plan; NotFound where there is none, or none that the person may see."""
    plan = visible_plans(user, scope=scope).filter(pk=plan_id).first()
    if plan is None:
        raise no_such_plan()
    return plan


def may_change_plan(user: User, *, scope: Scope, plan: Plan) -> bool:
    """Whether a person may change a plan: whoever made it, and its officers, while their posts have visits."""
    return may_patrol(scope) and (plan.made_by_id == user.pk or plan.officers.filter(user=user).exists())


def _of(grant: Grant) -> Q:
    # A department reads only what its own people plan.
    if grant.role is Role.INDUSTRY_DEPARTMENT:
        return Q(pk__in=[])
    return Q() if grant.regions is None else Q(region_code__in=grant.regions)


def colleagues(user: User, *, scope: Scope, on: date) -> QuerySet[User]:
    """Who may be sent along: people of the same office, or with a post at a place of one's own, who make visits that day."""
    regions = patrol_scope(scope).regions
    beside = Q(user__organisation_id=user.organisation_id) if user.organisation_id else Q(user_id=user.pk)
    if regions is not None:
        beside |= Q(region_code__in=regions)
    posts = Appointment.objects.filter(
        beside, Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on, role__in=PATROLLING, user__is_active=True
    )
    return User.objects.filter(pk__in=posts.values("user_id")).order_by("display_name", "pk")


def own_places(user: User, *, on: date) -> tuple[str, ...]:
    """The places of one's posts with visits on a day."""
    posts = Appointment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), user=user, from_on__lte=on, role__in=PATROLLING
    )
    return tuple(dict.fromkeys(code or "220000" for code in posts.order_by("pk").values_list("region_code", flat=True)))
