"""Says why: the law, the parameters with their dates, the arithmetic, and the rows. Reads the same plan as execute."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xinan.engine.backends.base import Backend
from xinan.engine.errors import BackendFailure, RuleFailed
from xinan.engine.execute import execute
from xinan.engine.finding import Finding, MeasureValue
from xinan.engine.plan import EvidencePlan, Plan, StepKind, make_evidence_plan, make_plan, make_world
from xinan.engine.plan import Step as PlanStep
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.rules.book import SHARED, ParameterBook, shipped_book
from xinan.rules.dates import month_number
from xinan.rules.model import Evidence, Measure, Rule, Subject, Unit
from xinan.rules.parameters import Parameter, Step
from xinan.rules.registry import find_rule

EVIDENCE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class ParameterUse:
    """A parameter as it was in force: its value, since when, from which source, and for which place."""

    parameter: Parameter
    step: Step
    region_code: str


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """The rows of one evidence table; `total` counts them all, `rows` holds at most EVIDENCE_LIMIT."""

    evidence: Evidence
    rows: tuple[Mapping[str, Any], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a finding stands."""

    rule: Rule
    finding: Finding
    as_of: date
    because: Text
    parameters: tuple[ParameterUse, ...]
    evidence: tuple[EvidenceRows, ...]


def explain(
    backend: Backend,
    *,
    as_of: date,
    rule_id: str,
    subject_id: str,
    book: ParameterBook,
    period: str | None = None,
) -> list[Explanation]:
    """Every finding of a rule about a subject (a project also means the findings within it), explained.

    The backend holds the facts already. An empty list means that the rule does not hold there that day.
    """
    rule = find_rule(rule_id)
    plan = make_plan(as_of=as_of, rules=[rule_id], book=book, dialect=backend.dialect)
    findings = [
        finding
        for finding in execute(plan, backend)
        if subject_id in (finding.subject_id, finding.project_id) and period in (None, finding.period)
    ]
    used = parameters_used(rule, as_of=as_of, book=book)
    reader = _EvidenceReader(backend, plan, book=book)
    regions = _regions(backend)
    return [
        Explanation(
            rule=rule,
            finding=finding,
            as_of=as_of,
            because=because(rule, finding, as_of=as_of),
            parameters=tuple(_uses(used, as_of=as_of, region_code=regions.get(finding.project_id or "", ""))),
            evidence=tuple(reader.read(rule, number, finding) for number in range(len(rule.evidence))),
        )
        for finding in findings
    ]


@lru_cache(maxsize=512)
def _names_used(rule_id: str, as_of: date) -> tuple[tuple[str, str], ...]:
    rule, book = find_rule(rule_id), shipped_book()
    world, own = make_world(as_of=as_of, book=book), book.bound(rule_id, as_of=as_of)
    rule.holds(world, own)
    return tuple((rule_id, n) for n in sorted(own.used)) + tuple((SHARED, n) for n in sorted(world.shared.used))


def parameters_used(rule: Rule, *, as_of: date, book: ParameterBook) -> list[Parameter]:
    """The parameters that a rule's expression asks for: the rule's own first, then those of the shared concepts."""
    return [book.owners[owner][name] for owner, name in _names_used(rule.id, as_of)]


def _uses(parameters: Iterable[Parameter], *, as_of: date, region_code: str) -> Iterator[ParameterUse]:
    for parameter in parameters:
        yield ParameterUse(parameter, parameter.step(on=as_of, region=region_code), region_code)


def because(rule: Rule, finding: Finding, *, as_of: date) -> Text:
    """The arithmetic of a finding in one sentence."""
    units = {measure.name: measure.unit for measure in rule.measures}
    figures = {name: figure(value, units[name]) for name, value in finding.measures.items() if name in units}
    return rule.because.format(**figures, period=finding.period or "", as_of=as_of.isoformat())


def figure(value: MeasureValue, unit: Unit) -> str:
    """A measure as people read it: 12,345.60; 10 %; a dash where there is none.

    >>> figure("0.1250", Unit.SHARE)
    '12.5 %'
    """
    if value is None:
        return "—"
    if unit is Unit.YUAN:
        return f"{Decimal(str(value)):,.2f}"
    if unit is Unit.SHARE:
        percent = (Decimal(str(value)) * 100).quantize(Decimal("0.01")).normalize()
        return f"{percent:f} %"
    return str(value)


def measures(rule: Rule, finding: Finding) -> list[tuple[Measure, str]]:
    """The finding's figures with their titles."""
    return [(measure, figure(finding.measures.get(measure.name), measure.unit)) for measure in rule.measures]


class _EvidenceReader:
    """Reads evidence tables on a backend that a plan has already run on."""

    def __init__(self, backend: Backend, plan: Plan, *, book: ParameterBook) -> None:
        self._backend = backend
        self._as_of = plan.as_of
        self._book = book
        self._made = {step.name for step in plan.steps}

    def read(self, rule: Rule, number: int, finding: Finding) -> EvidenceRows:
        """The rows of one finding from the rule's evidence table of that number."""
        evidence = rule.evidence[number]
        plan = make_evidence_plan(
            as_of=self._as_of, book=self._book, rule_id=rule.id, number=number, dialect=self._backend.dialect
        )
        try:
            self._make(plan.steps)
            found = self._backend.rows(_of_finding(plan, rule, finding))
        except BackendFailure as fault:
            raise RuleFailed(rule.id) from fault
        shown = [name for name in evidence.columns if name in plan.columns]
        ordered = sorted(found, key=lambda row: tuple(_sortable(row[name]) for name in shown))
        kept = tuple({name: row[name] for name in shown} for row in ordered[:EVIDENCE_LIMIT])
        return EvidenceRows(evidence, kept, len(found))

    def _make(self, steps: Iterable[PlanStep]) -> None:
        for step in steps:
            if step.name in self._made:
                continue
            make = self._backend.make_view if step.kind is StepKind.VIEW else self._backend.make_table
            make(step.name, step.sql)
            self._made.add(step.name)


def _of_finding(plan: EvidencePlan, rule: Rule, finding: Finding) -> str:
    """The query of the rows with the finding's project, subject and period, as far as the table has such columns."""
    asked = []
    if "project_id" in plan.columns and finding.project_id is not None:
        asked.append(f"project_id = {_quoted(finding.project_id)}")
    if "subject_id" in plan.columns and rule.subject is not Subject.PROJECT:
        asked.append(f"subject_id = {_quoted(finding.subject_id)}")
    if "period" in plan.columns and finding.period is not None:
        number = month_number(Month.parse(finding.period)) if "-" in finding.period else int(finding.period)
        asked.append(f"period = {number}")
    where = f" WHERE {' AND '.join(asked)}" if asked else ""
    return f"SELECT * FROM ({plan.query.sql}) AS evidence{where}"  # noqa: S608  quoted, and from findings only


def _quoted(text: str) -> str:
    """A text as SQL writes it. Spark also reads backslashes, which no identifier has."""
    if "\\" in text:
        raise ValueError("an identifier with a backslash")
    return "'" + text.replace("'", "''") + "'"


def _sortable(value: object) -> tuple[int, str]:
    return (0, "") if value is None else (1, str(value))


def _regions(backend: Backend) -> dict[str, str]:
    rows = backend.rows('SELECT project_id, region_code FROM "project"')
    return {row["project_id"]: row["region_code"] for row in rows}
