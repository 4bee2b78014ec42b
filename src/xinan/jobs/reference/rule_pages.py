"""docs/rules/: every rule with its law, parameters and cases, one page a link of the chain."""

from collections.abc import Iterator, Mapping

from xinan.jobs.reference import markdown
from xinan.kernel.text import Text
from xinan.rules.book import SHARED, shipped_book
from xinan.rules.cases import Case, Expected, read_cases, read_not_applicable
from xinan.rules.model import Basis, Level, Link, Rule
from xinan.rules.parameters import Parameter, ParameterKind, Step
from xinan.rules.registry import RULES

_SUBJECTS = {
    "project": "工程项目 project",
    "worker": "工人 worker",
    "enterprise": "企业 enterprise",
}
_PERIODS = {"none": "", "month": ", 按月 month by month", "year": ", 按年 year by year"}


_HOW_TO_READ = """## 怎样读 How to read

- **等级 levels**: 提示 blue < 一般 yellow < 较重 orange < 严重 red；数据质量 grey 不是违法。分级写明各级的界限：≥ 含本数，> 与 < 不含
  本数；同时达到几级的取最高。A ladder gives the bound of each level: ≥ counts the bound itself, > and < do not; the
  highest that is met counts.
- **期限 deadlines**: D 为日历日，自事件次日起算，期满日为休息日的顺延至下一个工作日；WD 为工作日。工资应付日遇节假日提前。
  D are calendar days from the day after the event, moved on from a rest day; WD are working days; pay days move earlier.
- **截至 as of**: 只看当日终了时已知的事实，以后填报、以后到期的不算。Only what was known at the end of the day counts.
- **停工 pauses**: 获批的停工、推迟开工、冬季停工、春节放假和待验收停止考勤类的计日；已经挣得的工资照常到期。
  Approved pauses stop the clocks of attendance; wages already earned stay due.
- **暂缓 withheld**: 所需数据中断时结论暂缓，只列出、不作预警；**并入 a detail**: 已有更重的同类预警，不另作一条。
- **案例 cases**: 每条规则至少六例，写明说明了什么：界限之前、当日（当数）、之后，节假日或短月，停工，更正后消除。
  Each case is run before every release: on these facts, as of this day, exactly these outcomes.
"""


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
        _HOW_TO_READ,
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
        _evidence(rule),
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
            _value(step, parameter.kind),
            parameter.unit,
            step.source + ("" if parameter.is_law else " (非法定 not law)"),
            _bounds(parameter),
        )
        for parameter in parameters.values()
        for place, steps in (("", parameter.steps), *parameter.regions.items())
        for step in steps
    ]
    return markdown.table(_PARAMETER_HEAD, rows) if rows else ""


_PARAMETER_HEAD = (
    "参数 parameter",
    "地区 place",
    "自 from",
    "值 value",
    "单位 unit",
    "来源 source",
    "法定范围 bounds",
)


def _bounds(parameter: Parameter) -> str:
    bounds = parameter.bounds
    if bounds is None:
        return ""
    parts = [
        f"≥ {bounds.least}" if bounds.least is not None else "",
        f"≤ {bounds.greatest}" if bounds.greatest is not None else "",
    ]
    return f"{' '.join(part for part in parts if part)}（{bounds.article}）"


_MEETS = {ParameterKind.LADDER_FROM: "≥", ParameterKind.LADDER_ABOVE: ">", ParameterKind.LADDER_BELOW: "<"}


def _value(step: Step, kind: ParameterKind) -> str:
    if not isinstance(step.value, Mapping):
        return str(step.value)
    ordered = sorted(step.value.items(), key=lambda rung: Level(rung[0]).rank)
    return ", ".join(f"{level.title.zh} {level} {_MEETS[kind]} {amount}" for level, amount in ordered)


def _measures(rule: Rule) -> str:
    rows = ((f"`{measure.name}`", _both(measure.title), str(measure.unit)) for measure in rule.measures)
    return markdown.table(("measure", "指标", "unit"), rows) if rule.measures else ""


def _cases(rule: Rule) -> str:
    source = f"../../src/{rule.folder.replace('.', '/')}/cases.yaml"
    rows = (
        (str(case.as_of), case.name.zh, case.name.en, _shown(case), "; ".join(map(_outcome, case.expect)) or "—")
        for case in read_cases(rule.folder)
    )
    head = ("截至 as of", "案例", f"[case]({source})", "说明 shows", "结论 outcome")
    absent = "\n".join(
        f"- **{kind.title.zh}：不适用 {kind.title.en}: not applicable**: {_both(why)}"
        for kind, why in read_not_applicable(rule.folder).items()
    )
    return "\n\n".join(part for part in (markdown.table(head, rows), absent) if part)


def _shown(case: Case) -> str:
    return ", ".join(kind.title.zh for kind in case.shows)


def _outcome(expected: Expected) -> str:
    level = Level(expected.level)
    parts = [f"{level.title.zh} {level}"]
    if expected.period:
        parts.append(expected.period)
    if expected.since:
        parts.append(f"自 since {expected.since}")
    if expected.status in _STATUSES:
        parts.append(_STATUSES[expected.status])
    return ", ".join(parts)


_STATUSES = {"withheld": "暂缓 withheld", "suppressed": "并入 a detail"}


def _evidence(rule: Rule) -> str:
    tables = (
        f"{_both(evidence.title)}（{'、'.join(title.zh for title in evidence.columns.values())}）"
        for evidence in rule.evidence
    )
    return f"- **证据 evidence**: {'; '.join(tables)}"


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
