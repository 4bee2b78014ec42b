"""The rows behind a warning, worked out anew from the facts as they are now (xinan.engine.explain)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from xinan.engine import explain_findings
from xinan.engine.explain import EvidenceRows, Explanation
from xinan.engine.finding import Finding
from xinan.gateways.database import connection_url
from xinan.kernel.text import Text
from xinan.monitoring.book import current_book
from xinan.monitoring.confidential import COLUMN, hears_of_complaints, is_untold
from xinan.monitoring.facts import load_facts
from xinan.monitoring.models import Warning
from xinan.people.scope import Scope
from xinan.rules.dates import month_of_number
from xinan.web.catalogue.parameters import parameter_views
from xinan.web.catalogue.views_data import ParameterView
from xinan.web.components.views import Cell, Column, EvidenceTable
from xinan.web.projects.people import people_of

WORKER = "worker_id"
_MONTHS = frozenset({"month", "period", "wage_month"})


@dataclass(frozen=True, slots=True)
class EvidenceSheet:
    """Why, evidence tables and the parameters used; `gone` says that the finding does not hold any more."""

    because: Text
    tables: tuple[EvidenceTable, ...]
    parameters: tuple[ParameterView, ...]
    gone: bool


def evidence_of(warning: Warning, *, scope: Scope, as_of: date) -> EvidenceSheet:
    """Loads the facts of the warning's project and explains its finding."""
    facts = load_facts(connection_url(connection.settings_dict), project_ids={str(warning.project_id)}, as_of=as_of)
    found = explain_findings(
        facts,
        as_of=as_of,
        rule_id=warning.rule,
        subject_id=warning.subject_id,
        period=warning.period,
        book=current_book(),
    )
    mine = next((each for each in found if each.finding.project_id == warning.project_id), None)
    if mine is None or not (hears_of_complaints(scope) or _is_told(mine.finding)):
        return EvidenceSheet(Text("", ""), (), (), gone=True)
    told = [rows for rows in mine.evidence if hears_of_complaints(scope) or COLUMN not in rows.evidence.columns]
    tables = tuple(table_of(rows, project_id=str(warning.project_id), scope=scope) for rows in told)
    return EvidenceSheet(mine.because, tables, _parameters(mine, as_of=as_of), gone=False)


def _is_told(finding: Finding) -> bool:
    return not is_untold(finding.rule, finding.measures)


def table_of(found: EvidenceRows, *, project_id: str, scope: Scope) -> EvidenceTable:
    """One evidence table of a project, its people masked by the viewer's rights."""
    names = list(found.evidence.columns)
    workers = [str(row[WORKER]) for row in found.rows if row.get(WORKER)] if WORKER in names else []
    return EvidenceTable(
        title=found.evidence.title,
        columns=tuple(Column(name, title, _numeric(found, name)) for name, title in found.evidence.columns.items()),
        rows=tuple(tuple(_cell(name, row) for name in names) for row in found.rows),
        total=found.total,
        people=people_of(set(workers), project_id=project_id, scope=scope),
        worker_column=names.index(WORKER) if WORKER in names else None,
    )


def _numeric(found: EvidenceRows, name: str) -> bool:
    return name not in _MONTHS and any(isinstance(row.get(name), int | Decimal) for row in found.rows)


def _cell(name: str, row: Mapping[str, Any]) -> Cell:
    value = row.get(name)
    if name in _MONTHS and isinstance(value, int):
        return str(month_of_number(value))
    if value is None or isinstance(value, str | int | Decimal | date):
        return value
    return str(value)


def _parameters(explanation: Explanation, *, as_of: date) -> tuple[ParameterView, ...]:
    return parameter_views({use.parameter.name: use.parameter for use in explanation.parameters}, on=as_of)
