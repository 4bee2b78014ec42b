"""Findings of touched projects, or of all of them, straight from the database."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from xinan.engine import Finding, evaluate
from xinan.gateways.database import connection_url
from xinan.monitoring.actions.reconcile import Scope
from xinan.monitoring.facts import load_facts
from xinan.registry.models import Project
from xinan.rules.model import Subject
from xinan.rules.registry import RULES


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Findings and what they speak of; those outside the scope rest on part of the facts and count for nothing."""

    findings: list[Finding]
    scope: Scope


def evaluate_everything(*, as_of: date) -> Evaluated:
    """All rules on all projects."""
    facts = load_facts(_url(), project_ids=None, as_of=as_of)
    return Evaluated(evaluate(facts, as_of=as_of), Scope())


def evaluate_projects(project_ids: Collection[str], *, as_of: date) -> Evaluated:
    """All rules on these projects; those about an enterprise on all projects of their contractors."""
    facts = load_facts(_url(), project_ids=project_ids, as_of=as_of)
    findings = evaluate(facts, as_of=as_of, rules=[rule.id for rule in RULES if rule.subject is not Subject.ENTERPRISE])
    contractors = frozenset(Project.objects.filter(project_id__in=project_ids).values_list("contractor_id", flat=True))
    findings += _about_contractors(contractors, as_of=as_of)
    return Evaluated(findings, Scope(frozenset(project_ids), contractors))


def _about_contractors(contractors: Collection[str], *, as_of: date) -> list[Finding]:
    rules = [rule.id for rule in RULES if rule.subject is Subject.ENTERPRISE]
    projects = Project.objects.filter(contractor_id__in=contractors).values_list("project_id", flat=True)
    if not rules or not projects:
        return []
    facts = load_facts(_url(), project_ids=set(projects), as_of=as_of)
    return evaluate(facts, as_of=as_of, rules=rules)


def _url() -> str:
    return connection_url(connection.settings_dict)
