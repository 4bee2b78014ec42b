"""`xinan rules list|show`: the rules, for people and for machines."""

import json
import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.table import Table

from xinan.engine.versions import rule_versions
from xinan.jobs.arguments import language, wide_console
from xinan.jobs.parameter_text import source_text, value_text
from xinan.kernel.clock import SystemClock
from xinan.kernel.text import Text
from xinan.rules.book import shipped_book
from xinan.rules.cases import read_cases
from xinan.rules.model import Rule
from xinan.rules.parameters import Parameter, Step, Value
from xinan.rules.registry import RULES, find_rule

app = typer.Typer(add_completion=False, no_args_is_help=True, help="列出和查看规则 / List and show the rules.")

_JSON = typer.Option("--json", help="以 JSON 输出 / as JSON")


@app.command("list")
def list_rules(as_json: Annotated[bool, _JSON] = False) -> None:
    """列出所有规则 / List all rules."""
    if as_json:
        _write([_as_data(rule) for rule in RULES])
        return
    tongue = language()
    table = Table()
    for heading in (
        Text("规则", "Rule"),
        Text("名称", "Title"),
        Text("级别", "Levels"),
        Text("处理单位", "Addressee"),
        Text("依据", "Basis"),
    ):
        table.add_column(heading.in_language(tongue), overflow="fold")
    for rule in RULES:
        table.add_row(
            rule.id,
            rule.title.in_language(tongue),
            " ".join(level.title.in_language(tongue) for level in rule.levels),
            "、".join(addressee.title.in_language(tongue) for addressee in rule.addressees),
            "；".join(f"{b.document.in_language(tongue)} {b.articles}".strip() for b in rule.basis),
        )
    wide_console().print(table)


@app.command("show")
def show_rule(
    rule_id: Annotated[str, typer.Argument(metavar="LINK/NAME", help="规则，如 wages/unpaid / the rule")],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """查看一条规则：法条、参数与日期、计算、案例数 / Show one rule: law, parameters with dates, measures, cases."""
    rule = find_rule(rule_id)
    if as_json:
        _write(_as_data(rule))
        return
    tongue = language()
    console = wide_console()
    console.print(f"[bold]{rule.title.in_language(tongue)}[/]  {rule.id}")
    console.print(rule.meaning.in_language(tongue))
    said = {
        Text("依据", "Basis"): "；".join(f"{b.document.in_language(tongue)} {b.articles}".strip() for b in rule.basis),
        Text("级别", "Levels"): " ".join(level.title.in_language(tongue) for level in rule.levels),
        Text("处理单位", "Addressee"): "、".join(a.title.in_language(tongue) for a in rule.addressees),
        Text("计算项", "Measures"): "、".join(m.title.in_language(tongue) for m in rule.measures),
        Text("如何消除", "What clears it"): rule.cure.in_language(tongue),
        Text("案例", "Cases"): str(len(read_cases(rule.folder))),
        Text("版本", "Version"): _version(rule),
    }
    for title, text in said.items():
        console.print(f"[bold]{title.in_language(tongue)}[/]  {text}")
    console.print(_parameter_table(rule))


def _version(rule: Rule) -> str:
    """The fingerprint of the rule as shipped, by the values in force today."""
    return rule_versions([rule.id], book=shipped_book(), as_of=SystemClock().today())[rule.id].fingerprint


def _parameter_table(rule: Rule) -> Table:
    tongue = language()
    table = Table(title=Text("参数", "Parameters").in_language(tongue), title_justify="left")
    for heading in (
        Text("参数", "Parameter"),
        Text("地区", "Region"),
        Text("自", "From"),
        Text("值", "Value"),
        Text("来源", "Source"),
    ):
        table.add_column(heading.in_language(tongue), overflow="fold")
    for parameter in shipped_book().owners[rule.id].values():
        for region, steps in {"": parameter.steps, **parameter.regions}.items():
            for step in steps:
                table.add_row(
                    parameter.title.in_language(tongue),
                    region or Text("全省", "province").in_language(tongue),
                    step.from_on.isoformat(),
                    value_text(parameter, step.value, tongue),
                    source_text(parameter, step, tongue),
                )
    return table


def _write(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def _as_data(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "link": rule.link.value,
        "title": _both(rule.title),
        "meaning": _both(rule.meaning),
        "subject": rule.subject.value,
        "period": rule.period.value,
        "levels": [level.value for level in rule.levels],
        "addressees": [{"code": a.value, "title": _both(a.title)} for a in rule.addressees],
        "basis": [{"document": _both(b.document), "articles": b.articles, "is_law": b.is_law} for b in rule.basis],
        "needs": [feed.value for feed in rule.needs],
        "suppressed_by": [s.rule for s in rule.suppressed_by],
        "measures": [{"name": m.name, "title": _both(m.title), "unit": m.unit.value} for m in rule.measures],
        "cure": _both(rule.cure),
        "parameters": [_parameter_data(p) for p in shipped_book().owners[rule.id].values()],
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _parameter_data(parameter: Parameter) -> dict[str, Any]:
    bounds = parameter.bounds
    return {
        "name": parameter.name,
        "title": _both(parameter.title),
        "kind": parameter.kind.value,
        "unit": parameter.unit,
        "is_law": parameter.is_law,
        "bounds": None
        if bounds is None
        else {
            "least": None if bounds.least is None else str(bounds.least),
            "greatest": None if bounds.greatest is None else str(bounds.greatest),
            "article": bounds.article,
        },
        "steps": [_step_data(step) for step in parameter.steps],
        "regions": {code: [_step_data(step) for step in steps] for code, steps in parameter.regions.items()},
    }


def _step_data(step: Step) -> dict[str, Any]:
    return {"from": step.from_on.isoformat(), "value": _value_data(step.value), "source": step.source}


def _value_data(value: Value) -> Any:
    if isinstance(value, Mapping):
        return {level.value: str(amount) for level, amount in value.items()}
    return value if isinstance(value, bool | int) else str(value)
