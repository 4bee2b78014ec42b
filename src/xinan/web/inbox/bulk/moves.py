"""Moves of the procedure of warnings, on every warning of the chosen projects."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.monitoring.queries.todo import PROCEDURE
from xinan.people.enums import Role
from xinan.people.scope import Scope
from xinan.procedures.actions.make_moves import make_moves, preview_moves
from xinan.procedures.definition import Move
from xinan.procedures.enums import ActorKind, Need
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure
from xinan.registry.models import Project
from xinan.web.inbox.bulk.model import Asker, Field, Given, Line, Outcome, counted
from xinan.web.inbox.bulk.titles import titles_by_proceeding

_KINDS: Final = {
    Role.COUNTY_INSPECTOR: ActorKind.COUNTY,
    Role.CITY_OFFICE: ActorKind.CITY,
    Role.PROVINCE_OFFICE: ActorKind.PROVINCE,
    Role.INDUSTRY_DEPARTMENT: ActorKind.DEPARTMENT,
    Role.CONTRACTOR: ActorKind.CONTRACTOR,
    Role.OWNER: ActorKind.OWNER,
    Role.BANK: ActorKind.BANK,
}
_FIELDS: Final = {Need.REASON: Field.REASON, Need.PLAN_ON: Field.PLAN_ON, Need.UNTIL: Field.UNTIL_ON}
# A move that only takes another back; by the move that it takes back.
_TAKES_BACK: Final = {"dispute": "withdraw_dispute", "submit_proof": "withdraw_answer"}
_WARNINGS: Final = (Text("# 条预警", "# warning"), Text("# 条预警", "# warnings"))


@dataclass(frozen=True, slots=True)
class MoveAct:
    """One move of the procedure; each warning in a transaction of its own."""

    move: str
    definition: Move

    @property
    def code(self) -> str:
        return f"move-{self.move}"

    @property
    def title(self) -> Text:
        return self.definition.name

    @property
    def hint(self) -> Text | None:
        return self.definition.hint

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(_FIELDS[need] for need in self.definition.needs if need in _FIELDS)

    def preview(self, projects: Sequence[Project], *, asker: Asker) -> list[Line]:
        by_project = _open_of([project.pk for project in projects], scope=asker.scope)
        numbers = [number for found in by_project.values() for number in found]
        looked = {one.proceeding_id: one for one in preview_moves(numbers, self.move, by=asker.user, scope=asker.scope)}
        return [
            self._line(project, [looked[number] for number in by_project.get(project.pk, ())]) for project in projects
        ]

    def _line(self, project: Project, looked: Iterable[Any]) -> Line:
        seen = list(looked)
        items = tuple(f"{one.proceeding_id}:{one.version}" for one in seen if one.ok)
        reasons = Counter(one.why_not for one in seen if not one.ok)
        refused = tuple(_with_count(number, why) for why, number in reasons.items())
        if not seen:
            refused = (Text("没有正在处置的预警。", "No warning is being handled."),)
        return Line(project.pk, project.name, items, counted(len(items), *_WARNINGS), refused)

    def do(self, items: Sequence[str], *, given: Given, asker: Asker) -> Outcome:
        versions = dict(_version(item) for item in items)
        titles = titles_by_proceeding(versions)
        made = make_moves(
            versions,
            self.move,
            by=asker.user,
            scope=asker.scope,
            now=asker.now,
            reason=given.reason,
            plan_on=given.plan_on,
            until_on=given.until_on,
        )
        done = [one.proceeding_id for one in made if one.ok]
        refused = tuple((titles.get(one.proceeding_id, ""), one.why_not) for one in made if one.why_not is not None)
        said = counted(len(done), *_WARNINGS)
        name = self.definition.name
        return Outcome(
            len(done),
            Text(f"“{name.zh}”已办理 {said.zh}。", f"“{name.en}” done: {said.en}."),
            refused,
            undo={"ids": done} if done and self.move in _TAKES_BACK else None,
        )

    def undo(self, kept: Mapping[str, Any], *, asker: Asker) -> Text:
        back = _TAKES_BACK[self.move]
        held = visible_proceedings(asker.scope).in_bulk([int(number) for number in kept.get("ids", ())])
        made = make_moves(
            {number: one.version for number, one in held.items()},
            back,
            by=asker.user,
            scope=asker.scope,
            now=asker.now,
            reason="批量办理后撤回",
        )
        said = counted(sum(1 for one in made if one.ok), *_WARNINGS)
        return Text(f"已撤回 {said.zh}。", f"Taken back: {said.en}.")


def move_acts(scope: Scope) -> list[MoveAct]:
    """The moves that this person's kinds make and that are no judgement of the single case: without proof, closing nothing."""
    kinds = {_KINDS[role] for role in scope.roles if role in _KINDS}
    backs = set(_TAKES_BACK.values())
    return [
        MoveAct(code, move)
        for code, move in find_procedure(PROCEDURE).moves.items()
        if kinds & set(move.who)
        and not {Need.PROOF, Need.TARGET} & set(move.needs)
        and not move.closes_as
        and code not in backs
    ]


def _open_of(project_ids: Sequence[str], *, scope: Scope) -> dict[str, list[int]]:
    rows = visible_proceedings(scope).filter(procedure=PROCEDURE, closed_at=None, project_id__in=project_ids)
    found: dict[str, list[int]] = defaultdict(list)
    for number, project_id in rows.order_by("pk").values_list("pk", "project_id"):
        found[project_id].append(number)
    return found


def _version(item: str) -> tuple[int, int]:
    number, colon, version = item.partition(":")
    if not (colon and number.isdigit() and version.isdigit()):
        raise NotFound(
            "bulk-item",
            Text("所选事项不完整。", "What was chosen is not complete."),
            Text("重新选择后再办理。", "Choose again."),
        )
    return int(number), int(version)


def _with_count(number: int, why: Text | None) -> Text:
    said = why or Text("", "")
    return Text(f"{number} 条：{said.zh}", f"{number}: {said.en}")
