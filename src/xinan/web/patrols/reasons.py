"""Why a project is in a plan, why not, and what was done to a plan: in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xinan.kernel.text import Text
from xinan.patrols.enums import ChangeKind
from xinan.patrols.planning import WhyNot
from xinan.patrols.worth import Part
from xinan.rules.model import Level
from xinan.web.patrols.plan_data import Reason

_CHANGES = {
    ChangeKind.MADE: Text("编制了计划", "Made the plan"),
    ChangeKind.ACCEPTED: Text("采纳了计划", "Accepted the plan"),
    ChangeKind.SKIPPED: Text("跳过“{project}”：{reason}", "Skipped {project}: {reason}"),
    ChangeKind.ADDED: Text("加入“{project}”", "Added {project}"),
    ChangeKind.REPLANNED: Text("重新安排了剩余行程", "Arranged the rest of the day anew"),
    ChangeKind.VISITED: Text("开始走访“{project}”", "Began the visit to {project}"),
    ChangeKind.UNDONE: Text("撤销了上一步", "Undid the step before"),
}
_WHY_NOT = {
    WhyNot.NO_TIME: Text("时间不够：加上它要超出 {n} 分钟", "No time: {n} minutes too many with it"),
    WhyNot.TOO_FAR: Text("太远：单独往返也要超出 {n} 分钟", "Too far: {n} minutes too many even alone"),
    WhyNot.LESS_WORTH: Text("分值低于已列入的项目", "Worth less than those chosen"),
}
_DUTY = frozenset({Part.FIRST_VISIT, Part.BY_HAND})


def reasons_of(parts: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """The points of a stop, each with its words."""
    return tuple(
        Reason(_words(Part(part["part"]), part["figures"]), int(part["points"]), Part(part["part"]) in _DUTY)
        for part in parts
    )


def why_not(kept: Mapping[str, Any]) -> Text:
    """Why a candidate is in no round."""
    return _WHY_NOT[WhyNot(kept["why"])].format(n=kept["minutes"])


def change_words(kind: str, *, project: str, reason: str) -> Text:
    """What was done to a plan."""
    return _CHANGES[ChangeKind(kind)].format(project=project, reason=reason)


def undo_words(kind: str, *, project: str) -> Text:
    """What the button takes back."""
    words = {
        ChangeKind.ACCEPTED: Text("撤销采纳", "Undo accepting"),
        ChangeKind.SKIPPED: Text("撤销跳过“{project}”", "Undo skipping {project}"),
        ChangeKind.ADDED: Text("撤销加入“{project}”", "Undo adding {project}"),
        ChangeKind.REPLANNED: Text("撤销重新安排", "Undo the new arrangement"),
    }
    return words[ChangeKind(kind)].format(project=project)


def _words(part: Part, figures: Mapping[str, Any]) -> Text:
    plain = {
        Part.NEVER: Text("从未走访", "Never visited"),
        Part.BY_HAND: Text("手工加入", "Added by hand"),
        Part.KEPT: Text("原已在计划中", "In the plan before"),
    }
    if part in plain:
        return plain[part]
    if part is Part.RISK:
        return Text(f"风险指数 {figures['index']}", f"Risk index {figures['index']}")
    if part is Part.SINCE:
        return Text(f"距上次走访 {figures['days']} 天", f"{figures['days']} days since the last visit")
    if part is Part.WARNINGS:
        zh = "、".join(f"{Level(level).title.zh} {count}" for level, count in figures.items())
        en = ", ".join(f"{count} {Level(level).title.en.lower()}" for level, count in figures.items())
        return Text(f"未消除预警：{zh}", f"Open warnings: {en}")
    return _first_visit(date.fromisoformat(str(figures["due_on"])), int(figures["days_left"]))


def _first_visit(due_on: date, left: int) -> Text:
    if left < 0:
        return Text(f"新项目首次走访已逾期 {-left} 天", f"First visit to a new project, {-left} days overdue")
    return Text(f"新项目须在 {due_on} 前首次走访", f"First visit to a new project, by {due_on}")
