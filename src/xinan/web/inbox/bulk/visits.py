"""Put the chosen projects into today's visits."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import NoReverseMatch, reverse

from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.patrols.actions.change_plan import add_stop, undo_change
from xinan.patrols.actions.make_plan import NewPlan, make_plan
from xinan.patrols.enums import StopState
from xinan.patrols.models import Plan, PlanStop
from xinan.patrols.policies import may_change_plan, patrol_scope
from xinan.registry.models import Project
from xinan.registry.policies import visible_projects
from xinan.web.inbox.bulk.model import Asker, Field, Given, Line, Outcome, counted

_PROJECTS: Final = (Text("# 个项目", "# project"), Text("# 个项目", "# projects"))


class VisitToday:
    """One's own plan of today; where there is none yet, one is made, with what the risk puts into it."""

    code: Final = "visit-today"
    title: Final = Text("加入今天的走访", "Add to today's visits")
    hint: Final = Text(
        "加入您今天的走访计划，路线重新编排；还没有计划的，先按风险编一份。",
        "Into your plan of today, with the route arranged anew; where you have none, one is made by risk first.",
    )
    fields: Final[tuple[Field, ...]] = ()

    def preview(self, projects: Sequence[Project], *, asker: Asker) -> list[Line]:
        ids = [project.pk for project in projects]
        opened = set(visible_projects(patrol_scope(asker.scope)).filter(pk__in=ids).values_list("pk", flat=True))
        planned = PlanStop.objects.filter(project__in=ids, plan__day=asker.today).exclude(state=StopState.SKIPPED)
        taken = {stop.project_id: stop.officer.user.display_name for stop in planned.select_related("officer__user")}
        return [_line(project, opened=project.pk in opened, taken=taken.get(project.pk)) for project in projects]

    def do(self, items: Sequence[str], *, given: Given, asker: Asker) -> Outcome:
        plan = _plan(asker)
        before, added = plan.version, 0
        names = dict(Project.objects.filter(pk__in=list(items)).values_list("pk", "name"))
        refused = []
        for number in items:
            try:
                plan = self._added(plan, number, asker=asker)
                added += 1
            except XinanError as error:
                refused.append((names.get(number, number), error.what))
        said = counted(added, *_PROJECTS)
        return Outcome(
            added,
            Text(f"已加入今天的走访：{said.zh}。", f"Added to today's visits: {said.en}."),
            tuple(refused),
            undo={"plan": plan.pk, "from": before, "to": plan.version} if plan.version > before else None,
            link=_page(plan),
        )

    def _added(self, plan: Plan, number: str, *, asker: Asker) -> Plan:
        """The plan with the project, which the risk may have put there by itself when the day was arranged."""
        if plan.stops.filter(state=StopState.PLANNED, project_id=number).exists():
            return plan
        return add_stop(plan.pk, number, by=asker.user, scope=asker.scope, version=plan.version, now=asker.now)

    def undo(self, kept: Mapping[str, Any], *, asker: Asker) -> Text:
        plan = Plan.objects.get(pk=kept["plan"])
        version = int(kept["to"])
        for _ in range(version - int(kept["from"])):
            plan = undo_change(plan.pk, by=asker.user, scope=asker.scope, version=version, now=asker.now)
            version = plan.version
        return Text("今天的走访计划已恢复原样。", "The plan of today is as it was before.")


def _line(project: Project, *, opened: bool, taken: str | None) -> Line:
    refused: tuple[Text, ...] = ()
    if not opened:
        refused = (Text("不在您的走访范围内。", "Not within your visits."),)
    elif taken is not None:
        refused = (Text(f"今天已安排给 {taken}。", f"{taken} goes there today already."),)
    items = () if refused else (project.pk,)
    return Line(project.pk, project.name, items, counted(len(items), *_PROJECTS), refused)


def _plan(asker: Asker) -> Plan:
    for plan in Plan.objects.filter(day=asker.today, officers__user=asker.user):
        if may_change_plan(asker.user, scope=asker.scope, plan=plan):
            return plan
    asked = NewPlan(asker.today, _place(asker), [asker.user])
    return make_plan(asked, by=asker.user, scope=asker.scope, now=asker.now)


def _place(asker: Asker) -> str:
    """Where the day begins: the office's own place, else the first of the post."""
    office = asker.user.organisation
    if office is not None and office.region_code:
        return office.region_code
    regions = patrol_scope(asker.scope).regions
    return min(regions) if regions else "220000"


def _page(plan: Plan) -> str:
    try:
        return reverse("patrol-plan", args=[plan.pk])
    except NoReverseMatch:
        return ""
