"""Findings of touched projects, or of all of them, straight from the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
from django.db import connection

from xinan.engine import Finding, evaluate, judge
from xinan.gateways.database import connection_url
from xinan.kernel.errors import XinanError
from xinan.monitoring.actions.reconcile import Scope
from xinan.monitoring.book import current_book
from xinan.monitoring.facts import FactReader, load_facts
from xinan.monitoring.kept import Kept
from xinan.registry.models import Project
from xinan.rules.book import ParameterBook
from xinan.rules.model import Subject
from xinan.rules.registry import RULES
from xinan.rules.risk.model import Risk


@dataclass(frozen=True, slots=True)
class Variant:
    """Another book to judge the same facts by, for some rules: a change that runs in the shadow."""

    number: int
    book: ParameterBook
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Findings and what they speak of; those outside the scope rest on part of the facts and count for nothing.

    `risks` are the indices of all projects whose facts were loaded; of `own_facts_alone` no index can be told, nor anything
    of a contractor as an enterprise. `variants` holds by number what each variant found, or
    why it could not be evaluated.
    """

    findings: list[Finding]
    scope: Scope
    book: ParameterBook
    rules: tuple[str, ...]
    variants: Mapping[int, list[Finding] | XinanError] = field(default_factory=dict)
    risks: Sequence[Risk] = ()
    own_facts_alone: bool = False


@dataclass(frozen=True, slots=True)
class LoadedScope:
    """The facts of some projects, or of all, and what verdicts on them may speak of."""

    facts: dict[str, pa.Table]
    scope: Scope


def evaluate_everything(
    *, as_of: date, book: ParameterBook | None = None, variants: Sequence[Variant] = ()
) -> Evaluated:
    """All rules on all projects; by the parameters in force where no `book` is given."""
    return _evaluated(load_scope(None, as_of=as_of), as_of=as_of, book=book or current_book(), variants=variants)


def evaluate_projects(
    project_ids: Collection[str],
    *,
    as_of: date,
    book: ParameterBook | None = None,
    variants: Sequence[Variant] = (),
    kept: Kept | None = None,
) -> Evaluated:
    """All rules on these projects; by the parameters in force where no `book` is given, with what a worker `kept`."""
    loaded = load_scope(project_ids, as_of=as_of, reader=kept.reader if kept else None)
    return _evaluated(loaded, as_of=as_of, book=book or current_book(), variants=variants, kept=kept)


def evaluate_sites(project_ids: Collection[str], *, as_of: date, kept: Kept | None = None) -> Evaluated:
    """The rules that need no more than a project's own facts and its contractor's record, on these projects.

    Without what all sites of a contractor say together: rules about it as an enterprise, risk indices, changes in the shadow.
    """
    book, rules = current_book(), [rule.id for rule in RULES if rule.subject is not Subject.ENTERPRISE]
    load, judges = (kept.reader.load, kept.engine.evaluate) if kept else (load_facts, evaluate)
    facts = load(_url(), project_ids=project_ids, as_of=as_of)
    findings = judges(facts, as_of=as_of, rules=rules, book=book)
    return Evaluated(findings, Scope(frozenset(project_ids)), book, tuple(rules), own_facts_alone=True)


def load_scope(project_ids: Collection[str] | None, *, as_of: date, reader: FactReader | None = None) -> LoadedScope:
    """The facts on which verdicts about these projects rest (all where None).

    Rules about an enterprise need all projects of it, so those of the same contractors are loaded with them; their own
    findings are left out, since nobody holds their locks.
    """
    if project_ids is None:
        return LoadedScope(load_facts(_url(), project_ids=None, as_of=as_of), Scope())
    contractors = frozenset(Project.objects.filter(project_id__in=project_ids).values_list("contractor_id", flat=True))
    siblings = Project.objects.filter(contractor_id__in=contractors).values_list("project_id", flat=True)
    load = load_facts if reader is None else reader.load
    facts = load(_url(), project_ids={*project_ids, *siblings}, as_of=as_of)
    return LoadedScope(facts, Scope(frozenset(project_ids), contractors))


def _evaluated(
    loaded: LoadedScope,
    *,
    as_of: date,
    book: ParameterBook,
    variants: Sequence[Variant],
    kept: Kept | None = None,
) -> Evaluated:
    rules = _rules()
    judges = judge if kept is None else kept.engine.judge
    judged = judges(loaded.facts, as_of=as_of, rules=rules, book=book)
    others = {variant.number: _variant(loaded, variant, as_of=as_of, rules=rules) for variant in variants}
    return Evaluated(judged.findings, loaded.scope, book, tuple(rules), others, judged.risks)


def _variant(loaded: LoadedScope, variant: Variant, *, as_of: date, rules: Sequence[str]) -> list[Finding] | XinanError:
    wanted = [rule for rule in rules if rule in variant.rules]
    try:
        return evaluate(loaded.facts, as_of=as_of, rules=wanted, book=variant.book) if wanted else []
    except XinanError as error:  # a draft that fails is told to its author; the rules in force are not held up by it
        return error


def _rules() -> list[str]:
    return [rule.id for rule in RULES]


def _url() -> str:
    return connection_url(connection.settings_dict)
