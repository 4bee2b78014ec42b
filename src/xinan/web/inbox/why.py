"""Why a project stands where it does in the list, in words. Pure."""

from collections.abc import Sequence
from typing import Final

from xinan.kernel.text import Text
from xinan.monitoring.queries.todo import Tasks
from xinan.rules.model import Level
from xinan.web.components.risk import RiskView
from xinan.web.inbox.standing import Standing
from xinan.web.inbox.views_data import Headline

NAMED: Final = 2

# How the list is ordered; `ranked` in standing.py does it.
RANKING: Final = Text(
    "按风险指数从高到低排列；指数相同的，最重等级高的在前；再相同的，按项目编号。",
    "The highest risk index first; of equals the one with the gravest level; of those still equal, by project number.",
)


def why_here(risk: RiskView, *, level: Level | None, headlines: Sequence[Headline], tasks: Tasks) -> Text:
    """One sentence: the parts that weigh most, the gravest level, how long, and the clocks that have run out."""
    pieces = [_parts(risk)]
    if level is not None and headlines:
        days = max(line.days for line in headlines)
        pieces.append(
            Text(f"最重{level.title.zh}，最久 {days} 天", f"gravest {level.title.en.lower()}, longest {_days(days)}")
        )
    if tasks.overdue:
        late = (
            Text(f"，最长超 {tasks.late_days} 天", f", the longest by {_days(tasks.late_days)}")
            if tasks.late_days
            else Text("", "")
        )
        plural = "clock" if tasks.overdue == 1 else "clocks"
        pieces.append(Text(f"{tasks.overdue} 个期限已逾期{late.zh}", f"{tasks.overdue} {plural} overdue{late.en}"))
    return Text(
        "；".join(piece.zh for piece in pieces) + "。",
        "; ".join(piece.en for piece in pieces) + ".",
    )


def against_next(standing: Standing, behind: Standing | None) -> Text | None:
    """What puts it before the next one; None where nothing follows."""
    if behind is None:
        return None
    more = standing.index - behind.index
    if more < 0:
        return Text(
            "指数已低于下一个，重新排列后换位。",
            "By now fewer points than the next: they change places when listed anew.",
        )
    if more:
        points = "point" if more == 1 else "points"
        return Text(f"比下一个项目高 {more} 分。", f"{more} {points} more than the next.")
    if standing.level is not behind.level:
        return Text("与下一个同分，最重等级更高，排在前。", "As many points as the next, with a graver level.")
    return Text("与下一个同分同级，按项目编号排列。", "Points and level as the next; the order is by number.")


def _parts(risk: RiskView) -> Text:
    if not risk.parts:
        return Text(f"风险指数 {risk.index}，没有加分的事项", f"Risk index {risk.index}, nothing adds to it")
    named, others = risk.parts[:NAMED], risk.parts[NAMED:]
    zh = "、".join(f"{part.title.zh} +{part.points}" for part in named)
    en = ", ".join(f"{part.title.en.lower()} +{part.points}" for part in named)
    if others:
        rest = sum(part.points for part in others)
        zh += f"，另 {len(others)} 项 +{rest}"
        en += f", {len(others)} more +{rest}"
    if risk.capped:
        zh, en = f"{zh}（以 100 为限）", f"{en} (at most 100)"
    return Text(f"风险指数 {risk.index}：{zh}", f"Risk index {risk.index}: {en}")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
