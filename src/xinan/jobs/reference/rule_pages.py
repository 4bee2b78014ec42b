"""docs/rules/: every rule with its law, parameters and cases, one page a link of the chain."""

from collections.abc import Iterator, Mapping
from typing import Any

from xinan.jobs.reference import markdown
from xinan.kernel.text import Text
from xinan.rules.book import SHARED, shipped_book
from xinan.rules.files import read_yaml
from xinan.rules.model import Basis, Level, Link, Rule
from xinan.rules.parameters import Parameter, Step
from xinan.rules.registry import RULES

_SUBJECTS = {
    "project": "工程项目 project",
    "worker": "工人 worker",
    "enterprise": "企业 enterprise",
}
_PERIODS = {"none": "", "month": ", 按月 month by month", "year": ", 按年 year by year"}


def pages() -> Iterator[tuple[str, str]]:
    """The catalogue's index, and one page for each link that has rules."""
    yield "docs/rules/README.md", _index()
    for link in Link:
        rules = [rule for rule in RULES if rule.link is link]
        if rules:
            yield f"docs/rules/{link}.md", markdown.page(f"# {_both(link.title)}", *map(_rule, rules))


def _index() -> str:
    rows = (
        (_both(rule.link.title), f"[{rule.id}]({rule.link}.md#{rule.name})", rule.title.zh, rule.title.en)
        for rule in RULES
    )
    shared = shipped_book().owners[SHARED]
    return markdown.page(
        "# Rules 规则目录",
        f"{len(RULES)} rules. `xinan rules list` prints them, `xinan rules show RULE` one of them; the product's page"
        " “规则” shows the same, with the parameters in force.",
        markdown.table(("环节 link", "rule", "规则", "meaning"), rows),
        "## Shared parameters 共用参数" if shared else "",
        _parameters(shared),
    )


def _rule(rule: Rule) -> str:
    facts = [
        f"- **对象 subject**: {_SUBJECTS[rule.subject]}{_PERIODS[rule.period]}",
        f"- **责任方 addressee**: {'; '.join(_both(addressee.title) for addressee in rule.addressees)}",
        f"- **依据 basis**: {'; '.join(_basis(basis) for basis in rule.basis)}",
        f"- **消除 cure**: {_both(rule.cure)}",
    ]
    if rule.needs:
        facts.append(f"- **所需数据 needs**: {', '.join(rule.needs)}; withheld while one of them is silent")
    if rule.suppressed_by:
        facts.append(f"- **并入 a detail of**: {', '.join(f'`{other.rule}`' for other in rule.suppressed_by)}")
    return "\n\n".join(
        part
        for part in (
            f'## <a id="{rule.name}"></a>{rule.title.zh} {rule.title.en}',
            f"`{rule.id}`",
            rule.meaning.zh,
            rule.meaning.en,
            "\n".join(facts),
            _parameters(shipped_book().owners[rule.id]),
            _measures(rule),
            _cases(rule),
        )
        if part
    )


def _basis(basis: Basis) -> str:
    article = f", art. {basis.articles}" if basis.articles else ""
    return f"{_both(basis.document)}{article}" + ("" if basis.is_law else " (非法定 not law)")


def _parameters(parameters: Mapping[str, Parameter]) -> str:
    rows = [
        (
            _both(parameter.title),
            place or "全省 province",
            step.from_on.isoformat(),
            _value(step),
            parameter.unit,
            step.source + ("" if parameter.is_law else " (非法定 not law)"),
        )
        for parameter in parameters.values()
        for place, steps in (("", parameter.steps), *parameter.regions.items())
        for step in steps
    ]
    return (
        markdown.table(("参数 parameter", "地区 place", "自 from", "值 value", "单位 unit", "来源 source"), rows)
        if rows
        else ""
    )


def _value(step: Step) -> str:
    if not isinstance(step.value, Mapping):
        return str(step.value)
    ordered = sorted(step.value.items(), key=lambda rung: Level(rung[0]).rank)
    return " / ".join(f"{level.title.zh} {level} {amount}" for level, amount in ordered)


def _measures(rule: Rule) -> str:
    rows = ((f"`{measure.name}`", _both(measure.title), str(measure.unit)) for measure in rule.measures)
    return markdown.table(("measure", "指标", "unit"), rows) if rule.measures else ""


def _cases(rule: Rule) -> str:
    found: Any = read_yaml(rule.folder, "cases.yaml") or []
    source = f"../../src/{rule.folder.replace('.', '/')}/cases.yaml"
    rows = ((str(case["as_of"]), case["zh"], case["en"], _expected(case["expect"])) for case in found)
    head = ("as of", "案例", f"[case]({source})", "结论 outcome")
    return markdown.table(head, rows) if found else ""


def _expected(findings: list[Mapping[str, Any]]) -> str:
    shown = (Level(finding["level"]) for finding in findings if "level" in finding)
    return ", ".join(f"{level.title.zh} {level}" for level in shown) or ("—" if not findings else "✓")


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
