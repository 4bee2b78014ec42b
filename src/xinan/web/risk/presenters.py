"""A risk index, ready to print."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from xinan.engine.explain import figure
from xinan.kernel.text import Text
from xinan.rules.model import Feed
from xinan.rules.registry import find_rule
from xinan.rules.risk.model import PartScore, Risk
from xinan.rules.risk.parts import find_part
from xinan.rules.risk.points import shipped_points
from xinan.rules.risk.score import Open, score
from xinan.web.components.risk import RiskPart, RiskView

_SILENT = {
    Feed.BANK: Text("银行数据中断，这一项不知道，不计分。", "The bank's data are silent: unknown, no points."),
    Feed.ATTENDANCE: Text("考勤数据中断，这一项不知道，不计分。", "Attendance data are silent: unknown, no points."),
    Feed.PAYROLL: Text("工资表数据中断，这一项不知道，不计分。", "Payroll data are silent: unknown, no points."),
}
_NOTHING = Text("没有可计的事项。", "Nothing to count.")
_SMALLEST = Decimal("0.001")


def risk_of_warnings(project_id: str, warnings: Iterable[Open], *, day: date) -> Risk:
    """The index by open warnings alone: what is known of a project that no run has evaluated with its signals yet."""
    return score(project_id, findings=warnings, readings={}, points=shipped_points(), as_of=day)


def risk_view(risk: Risk, *, complete: bool = True, rows_url: str = "", query: str = "") -> RiskView:
    """The index with its parts; `rows_url` is the address of a part's rows with PART in its place, none where not asked for."""
    adding = sorted((part for part in risk.parts if part.points), key=lambda part: -part.points)
    shown, x = [], 0
    for part in adding:
        width = min(part.points, 100 - x)
        url = rows_url.replace("PART", part.part) + query if rows_url and find_part(part.part).signal else ""
        shown.append(_part(part, x=x, width=width, rows_url=url))
        x += width
    band = shipped_points().band(risk.index)
    return RiskView(
        index=risk.index,
        parts=tuple(shown),
        others=tuple(_part(part) for part in risk.parts if not part.points and not part.silent),
        unknown=tuple(_part(part) for part in risk.parts if part.silent),
        chance=chance_text(band.chance),
        band=f"{band.least}–{band.greatest}",
        as_of=risk.as_of,
        complete=complete,
    )


def chance_text(chance: Decimal) -> Text:
    """What a band's chance is called, in whole percent and never “0 %”."""
    percent = round(chance * 100)
    if chance < _SMALLEST * 10:
        return Text("不到 1%", "less than 1 %")
    if percent >= 100:
        return Text("99% 以上", "more than 99 %")
    return Text(f"约 {percent}%", f"about {percent} %")


def _part(part: PartScore, *, x: int = 0, width: int = 0, rows_url: str = "") -> RiskPart:
    known = find_part(part.part)
    return RiskPart(
        id=part.part,
        title=known.title,
        meaning=known.meaning,
        points=part.points,
        ceiling=part.ceiling,
        because=_because(part),
        x=x,
        width=width,
        rows_url=rows_url,
        warnings=sum(part.rules.values()),
        silent=_SILENT[Feed(part.silent)] if part.silent else None,
    )


def _because(part: PartScore) -> Text:
    signal = find_part(part.part).signal
    if signal is not None:
        if not part.measures:
            return _NOTHING
        units = {measure.name: measure.unit for measure in signal.measures}
        shown = {name: figure(value, units[name]) for name, value in part.measures.items() if name in units}
        return signal.because.format(**{**dict.fromkeys(units, "—"), **shown})
    if not part.rules:
        return _NOTHING
    titles = [(find_rule(rule).title, count) for rule, count in part.rules.items()]
    return Text(
        "、".join(f"{title.zh}×{count}" if count > 1 else title.zh for title, count in titles),
        ", ".join(f"{title.en} ×{count}" if count > 1 else title.en for title, count in titles),
    )
