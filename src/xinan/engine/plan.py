"""Which rules run on which facts for which day, as data. Executing and explaining read the same plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial

import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.exceptions import IbisError

from xinan.engine.backends.dialects import sql_of
from xinan.engine.errors import RuleFailed
from xinan.engine.switches import where_switched_on
from xinan.rules.book import SHARED, ParameterBook
from xinan.rules.concepts import CONCEPTS
from xinan.rules.model import Rule
from xinan.rules.registry import RULES, find_rule
from xinan.rules.vocabulary import TABLES
from xinan.rules.world import ANY_DAY, World

SILENCES = "feed_state"


class StepKind(StrEnum):
    """What a step makes."""

    VIEW = "view"  # a fact table as known on the as-of day
    TABLE = "table"  # a concept, worked out once
    FINDINGS = "findings"  # the findings of a rule
    SILENCES = "silences"  # which feeds are silent


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a run: its name, its SQL in the dialect of the engine, and the tables and views it reads."""

    kind: StepKind
    name: str
    sql: str
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """A run: its day, the rules that are reported, those that only suppress, and the steps in order."""

    as_of: date
    dialect: str
    reported: tuple[Rule, ...]
    evaluated: tuple[Rule, ...]
    steps: tuple[Step, ...]


def make_plan(*, as_of: date, book: ParameterBook, rules: Sequence[str] | None = None, dialect: str = "duckdb") -> Plan:
    """The plan for some rules (all where None); NotFound for a name that is no rule's.

    Compiling takes a second or two, so it is done once for all days on which the same parameters are in force; the
    day itself is put in here.
    """
    reported = RULES if rules is None else tuple(find_rule(rule_id) for rule_id in dict.fromkeys(rules))
    timeless = _timeless_plan(book.epoch(as_of), _Hashed(book), reported, dialect)
    return replace(timeless, as_of=as_of, steps=bind_day(timeless.steps, as_of=as_of))


def bind_day(steps: Iterable[Step], *, as_of: date) -> tuple[Step, ...]:
    """The steps with the as-of day in place of ANY_DAY."""
    any_day, day = _day_literal(ANY_DAY), _day_literal(as_of)
    return tuple(replace(step, sql=step.sql.replace(any_day, day)) for step in steps)


def _day_literal(day: date) -> str:
    """How the dialects write a date."""
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


@dataclass(frozen=True)
class _Hashed:
    """A parameter book that is equal to another of the same values."""

    book: ParameterBook

    def __hash__(self) -> int:
        return hash(self.book.fingerprint())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and self.book.fingerprint() == other.book.fingerprint()


@lru_cache(maxsize=256)
def _timeless_plan(epoch: date, hashed: _Hashed, reported: tuple[Rule, ...], dialect: str) -> Plan:
    book = hashed.book
    evaluated = _with_suppressors(reported)
    world = make_world(as_of=epoch, book=book)
    findings = [_findings_step(rule, world, dialect) for rule in evaluated]
    silences = make_step(StepKind.SILENCES, SILENCES, world.table(SILENCES), dialect)
    return Plan(epoch, dialect, reported, evaluated, (*table_steps(world, dialect), silences, *findings))


def _findings_step(rule: Rule, world: World, dialect: str) -> Step:
    try:
        return make_step(StepKind.FINDINGS, rule.id, _findings(rule, world), dialect)
    except (IbisError, AttributeError, KeyError, TypeError, ValueError) as fault:
        # A rule that cannot even be put into words fails the run by name, like one that the engine refuses.
        raise RuleFailed(rule.id) from fault


def _findings(rule: Rule, world: World) -> ir.Table:
    bound = world.bound(rule.id)
    return where_switched_on(rule.holds(world, bound), world=world, bound=bound)


@dataclass(frozen=True, slots=True)
class EvidencePlan:
    """How the rows of one evidence table are found: the tables they need, the query, and its columns."""

    steps: tuple[Step, ...]
    query: Step
    columns: tuple[str, ...]


def make_evidence_plan(*, as_of: date, book: ParameterBook, rule_id: str, number: int, dialect: str) -> EvidencePlan:
    """The plan of a rule's evidence table by its number; compiled once like `make_plan`."""
    timeless = _timeless_evidence(book.epoch(as_of), _Hashed(book), rule_id, number, dialect)
    (query,) = bind_day([timeless.query], as_of=as_of)
    return replace(timeless, steps=bind_day(timeless.steps, as_of=as_of), query=query)


@lru_cache(maxsize=512)
def _timeless_evidence(epoch: date, hashed: _Hashed, rule_id: str, number: int, dialect: str) -> EvidencePlan:
    world = make_world(as_of=epoch, book=hashed.book)
    rows = find_rule(rule_id).evidence[number].rows(world, hashed.book.bound(rule_id, as_of=epoch))
    query = make_step(StepKind.FINDINGS, rule_id, rows, dialect)
    return EvidencePlan(table_steps(world, dialect), query, tuple(rows.columns))


def make_world(*, as_of: date, book: ParameterBook) -> World:
    """The unbound tables, with the parameters in force on a day."""
    bound = partial(book.bound, as_of=as_of)
    return World(concepts=CONCEPTS, shared=bound(SHARED), bound=bound)


def table_steps(world: World, dialect: str) -> tuple[Step, ...]:
    """The fact views and concept tables that a world was asked for, in the order in which they must be made."""
    return tuple(
        make_step(StepKind.TABLE if _is_kept(name) else StepKind.VIEW, name, rows, dialect)
        for name, rows in world.steps.items()
    )


def _is_kept(name: str) -> bool:
    """Whether the rows of a step are worked out once and written down: neither facts nor a concept passed on."""
    return name not in TABLES and not (name in CONCEPTS and CONCEPTS[name].passed_on)


def _with_suppressors(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    by_id = {rule.id: rule for rule in rules}
    for rule in rules:
        for suppressor in rule.suppressed_by:
            by_id.setdefault(suppressor.rule, find_rule(suppressor.rule))
    return tuple(by_id.values())


def make_step(kind: StepKind, name: str, rows: ir.Table, dialect: str) -> Step:
    """A step whose rows are those of an expression."""
    reads = frozenset(table.name for table in rows.op().find(ops.UnboundTable))
    return Step(kind, name, compile_rows(rows, dialect), reads)


def compile_rows(rows: ir.Table, dialect: str) -> str:
    """An expression as SQL of a dialect."""
    return sql_of(rows, dialect)
