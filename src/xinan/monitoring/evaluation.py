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
from xinan.rules.registry import RULES


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Findings and what they speak of; those outside the scope rest on part of the facts and count for nothing."""

    findings: list[Finding]
    scope: Scope


def evaluate_everything(*, as_of: date) -> Evaluated:
    """All rules on all projects."""
    facts = load_facts(_url(), project_ids=None, as_of=as_of)
    return Evaluated(evaluate(facts, as_of=as_of, rules=_rules()), Scope())


def evaluate_projects(project_ids: Collection[str], *, as_of: date) -> Evaluated:
    """All rules on these projects.

    Rules about an enterprise need all projects of it, so those of the same contractors are evaluated with them; their own
    findings are left out, since nobody holds their locks.
    """
    contractors = frozenset(Project.objects.filter(project_id__in=project_ids).values_list("contractor_id", flat=True))
    siblings = Project.objects.filter(contractor_id__in=contractors).values_list("project_id", flat=True)
    facts = load_facts(_url(), project_ids={*project_ids, *siblings}, as_of=as_of)
    findings = evaluate(facts, as_of=as_of, rules=_rules())
    return Evaluated(findings, Scope(frozenset(project_ids), contractors))


def _rules() -> list[str]:
    return [rule.id for rule in RULES]


def _url() -> str:
    return connection_url(connection.settings_dict)
