"""Who sees which projects and firms; every list and every object of the nouns above is filtered by this."""

from django.db.models import Q, QuerySet

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.people.enums import Role
from xinan.people.scope import Grant, Scope
from xinan.registry.models import Enterprise, Project, WageAccount


def visible_projects(scope: Scope) -> QuerySet[Project]:
    """The projects a scope opens; nothing for an empty one."""
    if scope.sees_everything:
        return Project.objects.all()
    opened = Q(pk__in=[])
    for grant in scope.grants:
        opened |= _opened(grant)
    return Project.objects.filter(opened)


def may_see_project(scope: Scope, *, project_id: str) -> bool:
    """Whether a scope opens this project."""
    return visible_projects(scope).filter(pk=project_id).exists()


def visible_project(scope: Scope, *, project_id: str) -> Project:
    """The project; NotFound where there is none, or none that the scope opens (the two are not told apart)."""
    project = visible_projects(scope).select_related("owner", "contractor").filter(pk=project_id).first()
    if project is None:
        raise NotFound(
            "project-not-found",
            Text("没有这个项目，或它不在您的职责范围内。", "There is no such project within your responsibility."),
            Text(
                "请从项目列表进入；如职责有变动，请联系管理员。",
                "Open it from the list; ask an administrator if your post changed.",
            ),
        )
    return project


def visible_enterprises(scope: Scope) -> QuerySet[Enterprise]:
    """The firms a scope opens: its own, and those with a part in a project it opens."""
    if scope.sees_everything:
        return Enterprise.objects.all()
    projects = visible_projects(scope)
    return Enterprise.objects.filter(
        Q(pk__in=scope.enterprise_ids)
        | Q(pk__in=projects.values("contractor_id"))
        | Q(pk__in=projects.values("owner_id"))
        | Q(participations__project__in=projects)
    ).distinct()


def may_change_project(scope: Scope, *, project: Project) -> bool:
    """Whether a scope may write a project's data: its general contractor, and the labour office of its place."""
    return any(
        (grant.role is Role.CONTRACTOR and grant.enterprise_id == project.contractor_id)
        or (grant.role in _WRITING_OFFICES and (grant.regions is None or project.region_code in grant.regions))
        for grant in scope.grants
    )


_WRITING_OFFICES = frozenset({Role.PROVINCE_OFFICE, Role.CITY_OFFICE, Role.COUNTY_INSPECTOR})


def _opened(grant: Grant) -> Q:
    if grant.role is Role.CONTRACTOR:
        return Q(contractor_id=grant.enterprise_id)
    if grant.role is Role.OWNER:
        return Q(owner_id=grant.enterprise_id)
    if grant.role is Role.BANK:
        return Q(pk__in=WageAccount.objects.filter(bank_id=grant.enterprise_id).values("project_id"))
    opened = Q()
    if grant.regions is not None:
        opened &= Q(region_code__in=grant.regions)
    if grant.industries is not None:
        opened &= Q(industry__in=grant.industries)
    return opened
