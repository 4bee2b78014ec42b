"""Hand the chosen projects' warnings to a colleague."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.monitoring.inbox_policies import heads_office
from xinan.monitoring.queries.todo import PROCEDURE
from xinan.people.duties.queries import posts_on
from xinan.people.models import User
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import visible_proceedings
from xinan.registry.models import Project
from xinan.web.inbox.bulk.model import Asker, Field, Given, Line, Outcome, counted

_WARNINGS: Final = (Text("# 条预警", "# warning"), Text("# 条预警", "# warnings"))


class HandOver:
    """What one holds oneself, or what waits in the office's queue; the head of the office hands over what others hold, too."""

    code: Final = "hand-over"
    title: Final = Text("移交同事承办", "Hand to a colleague")
    hint: Final = Text("承办人变动记入办理经过，期限照常计算。", "The change is kept in the story; the clocks run on.")
    fields: Final = (Field.PERSON, Field.REASON)

    def preview(self, projects: Sequence[Project], *, asker: Asker) -> list[Line]:
        heads = heads_office(asker.user, today=asker.today)
        found: dict[str, list[Proceeding]] = defaultdict(list)
        for one in _open(asker).filter(project_id__in=[project.pk for project in projects]):
            found[one.project_id].append(one)
        return [_line(project, found[project.pk], asker=asker, heads=heads) for project in projects]

    def do(self, items: Sequence[str], *, given: Given, asker: Asker) -> Outcome:
        person = colleagues(asker).filter(pk=given.person).first() if given.person else None
        if person is None:
            raise InvalidValue(
                "hand-over-to",
                Text("没有选择接办人。", "Nobody was chosen to take it over."),
                Text("从本单位在岗人员中选择。", "Choose somebody of your office who holds a post."),
            )
        heads = heads_office(asker.user, today=asker.today)
        numbers = [int(item) for item in items if item.isdigit()]
        held = [one for one in _open(asker).filter(pk__in=numbers) if _why_not(one, asker=asker, heads=heads) is None]
        before = {str(one.pk): [one.holder_id, one.holder_office_id] for one in held if one.holder_id != person.pk}
        number = set_holders(
            {one.pk: (person.pk, one.holder_office_id) for one in held},
            by=asker.user,
            now=asker.now,
            reason=given.reason,
        )
        said = counted(number, *_WARNINGS)
        return Outcome(
            number,
            Text(f"已移交给 {person.display_name}：{said.zh}。", f"Handed to {person.display_name}: {said.en}."),
            undo={"before": before, "to": person.pk} if before else None,
        )

    def undo(self, kept: Mapping[str, Any], *, asker: Asker) -> Text:
        before = {int(number): tuple(pair) for number, pair in kept.get("before", {}).items()}
        # Only what nobody has passed on since.
        still = _open(asker).filter(pk__in=before, holder_id=kept.get("to")).values_list("pk", flat=True)
        back = {number: (before[number][0], before[number][1]) for number in still}
        said = counted(set_holders(back, by=asker.user, now=asker.now, reason="撤销批量移交"), *_WARNINGS)
        return Text(f"已退回原承办人：{said.zh}。", f"Given back: {said.en}.")


def colleagues(asker: Asker) -> QuerySet[User]:
    """The active people of the same office who hold a post today, but for the person themselves."""
    if asker.user.organisation_id is None:
        return User.objects.none()
    posted = posts_on(asker.today).filter(user__organisation_id=asker.user.organisation_id)
    return User.objects.filter(pk__in=posted.values("user_id")).exclude(pk=asker.user.pk).order_by("display_name", "pk")


def _open(asker: Asker) -> QuerySet[Proceeding]:
    rows = visible_proceedings(asker.scope).filter(procedure=PROCEDURE, closed_at=None)
    return rows.select_related("holder", "holder_office").order_by("pk")


def _line(project: Project, proceedings: Sequence[Proceeding], *, asker: Asker, heads: bool) -> Line:
    whys = {one.pk: _why_not(one, asker=asker, heads=heads) for one in proceedings}
    items = tuple(str(number) for number, why in whys.items() if why is None)
    counts = Counter(why for why in whys.values() if why is not None)
    refused = tuple(Text(f"{number} 条：{why.zh}", f"{number}: {why.en}") for why, number in counts.items())
    if not proceedings:
        refused = (Text("没有正在处置的预警。", "No warning is being handled."),)
    return Line(project.pk, project.name, items, counted(len(items), *_WARNINGS), refused)


def _why_not(one: Proceeding, *, asker: Asker, heads: bool) -> Text | None:
    if one.holder_id == asker.user.pk:
        return None
    office = one.holder_office
    if office is None or office.pk != asker.user.organisation_id:
        name = office.name if office else "—"
        return Text(f"由其他单位承办（{name}）。", f"Another office has it ({name}).")
    if one.holder is None or heads:
        return None
    who = one.holder.display_name
    return Text(
        f"由 {who} 承办，请本人或单位负责人移交。", f"{who} has it: only they or the head of the office hand it over."
    )
