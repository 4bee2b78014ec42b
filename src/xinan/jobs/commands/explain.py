"""`xinan explain`: why a rule holds for a subject, in words and rows."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group
from rich.panel import Panel
from rich.table import Table

from xinan.engine import Explanation, explain_findings
from xinan.engine.explain import EvidenceRows, ParameterUse, measures
from xinan.jobs.arguments import language, parse_day, wide_console
from xinan.jobs.parameter_text import source_text, value_text
from xinan.kernel.text import Text
from xinan.rules.dates import month_of_number
from xinan.rules.model import Level
from xinan.rules.registry import find_rule

_TITLES = {
    "law": Text("依据", "The law"),
    "why": Text("为什么", "Why"),
    "arithmetic": Text("计算", "The arithmetic"),
    "parameters": Text("所用参数", "Parameters used"),
    "cure": Text("如何消除", "What clears it"),
    "who": Text("由谁处理", "Who must act"),
}


def command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="事实快照目录 / directory of the fact snapshot")],
    as_of: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="以哪一天日终为准 / the day at whose end it is judged")
    ],
    rule: Annotated[str, typer.Option(metavar="LINK/NAME", help="规则，如 wages/unpaid / the rule")],
    subject: Annotated[str, typer.Option(metavar="ID", help="项目、工人或企业编号 / a project, worker or enterprise")],
    period: Annotated[str | None, typer.Option(metavar="YYYY-MM", help="只说明此期间 / only this period")] = None,
) -> None:
    """说明一个结论的依据：法条、参数、计算、明细 / Say why: the law, the parameters, the arithmetic, the rows."""
    day = parse_day(as_of, option="--as-of")
    found_rule = find_rule(rule)
    explanations = explain_findings(directory, as_of=day, rule_id=rule, subject_id=subject, period=period)
    console = wide_console()
    if not explanations:
        said = Text(
            "{day} 日终，规则 {rule}（{zh}）对 {subject} 不成立。\n成立条件：{meaning_zh}",
            "At the end of {day}, {rule} ({en}) does not hold for {subject}.\nIt holds when: {meaning_en}",
        )
        facts = {
            "day": day,
            "rule": rule,
            "subject": subject,
            "zh": found_rule.title.zh,
            "en": found_rule.title.en,
            "meaning_zh": found_rule.meaning.zh,
            "meaning_en": found_rule.meaning.en,
        }
        console.print(said.format(**facts).in_language(language()))
    for explanation in explanations:
        console.print(_panel(explanation, as_of=day))


def _panel(explanation: Explanation, *, as_of: date) -> Panel:
    tongue = language()
    rule, finding = explanation.rule, explanation.finding
    level = Level(finding.level).title.in_language(tongue)
    heading = f"{rule.title.in_language(tongue)}  {rule.id}  [{level}]"
    subject = " · ".join(part for part in (finding.subject_id, finding.period) if part)
    standing = Text("自 {since} 起成立；{as_of} 日终", "holds since {since}; at the end of {as_of}")
    where = f"{subject}  {standing.format(since=finding.since, as_of=as_of).in_language(tongue)}"
    parts: list[Any] = [where, ""]
    parts += _section(
        "law", "；".join(_basis(b.document.in_language(tongue), b.articles, b.is_law) for b in rule.basis)
    )
    parts += _section("why", explanation.because.in_language(tongue))
    parts += [_arithmetic(explanation), _parameters("parameters", explanation.parameters)]
    parts += [_evidence(rows) for rows in explanation.evidence]
    parts += _section("cure", rule.cure.in_language(tongue))
    parts += _section("who", "、".join(a.title.in_language(tongue) for a in rule.addressees))
    return Panel(Group(*parts), title=heading.replace("[", r"\["), title_align="left")


def _basis(document: str, articles: str, is_law: bool) -> str:
    tongue = language()
    article = Text("第 {n} 条", "art. {n}").format(n=articles).in_language(tongue) if articles and is_law else articles
    return f"{document} {article}".strip()


def _section(name: str, text: str) -> list[str]:
    return [f"[bold]{_TITLES[name].in_language(language())}[/]", f"  {text}".replace("[", r"\["), ""]


def _arithmetic(explanation: Explanation) -> Table:
    tongue = language()
    table = Table(title=_TITLES["arithmetic"].in_language(tongue), title_justify="left", show_header=False)
    for measure, shown in measures(explanation.rule, explanation.finding):
        table.add_row(measure.title.in_language(tongue), shown)
    return table


def _parameters(name: str, uses: tuple[ParameterUse, ...]) -> Table | str:
    tongue = language()
    if not uses:
        return ""
    table = Table(title=_TITLES[name].in_language(tongue), title_justify="left")
    for heading in (Text("参数", "Parameter"), Text("值", "Value"), Text("自", "From"), Text("来源", "Source")):
        table.add_column(heading.in_language(tongue), overflow="fold")
    for use in uses:
        table.add_row(
            use.parameter.title.in_language(tongue),
            value_text(use.parameter, use.step.value, tongue),
            use.step.from_on.isoformat(),
            source_text(use.parameter, use.step, tongue),
        )
    return table


def _evidence(found: EvidenceRows) -> Table:
    tongue = language()
    title = f"{found.evidence.title.in_language(tongue)} ({len(found.rows)}/{found.total})"
    table = Table(title=title, title_justify="left")
    for heading in found.evidence.columns.values():
        table.add_column(heading.in_language(tongue), overflow="fold")
    for row in found.rows:
        table.add_row(*(_cell(name, row) for name in found.evidence.columns))
    return table


def _cell(name: str, row: Mapping[str, Any]) -> str:
    value = row.get(name)
    if value is None:
        return "—"
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal('0.01')):,}"
    if name in ("month", "period", "wage_month") and isinstance(value, int):
        return str(month_of_number(value))
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False).strip('"')
