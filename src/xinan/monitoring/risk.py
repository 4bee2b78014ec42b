"""The risk index as it is kept and read back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from xinan.engine.evaluate import loaded
from xinan.engine.explain import EvidenceRows
from xinan.monitoring.book import current_book
from xinan.monitoring.evaluation import load_scope
from xinan.monitoring.risk_models import ProjectRisk
from xinan.rules.risk.model import PartScore, Risk


class KeptRisk(Protocol):
    """A row that keeps an index: the live one or that of a replay."""

    project_id: Any
    index: int
    parts: Any
    as_of: date
    version: str


def kept_parts(risk: Risk) -> list[dict[str, Any]]:
    """The parts as JSON; the value as a text, so that it stays exact.

    >>> part = PartScore("late", 9, 12, Decimal(2), {"late": 2}, {})
    >>> kept_parts(Risk("P1", date(2026, 11, 23), 9, (part,), "v"))[0]["value"]
    '2'
    """
    return [{**asdict(part), "value": str(part.value)} for part in risk.parts]


def risk_from(row: KeptRisk) -> Risk:
    """The index with its parts, as it was worked out."""
    parts = tuple(_part(part) for part in row.parts)
    return Risk(str(row.project_id), row.as_of, row.index, parts, row.version)


def _part(kept: Mapping[str, Any]) -> PartScore:
    return PartScore(**{**kept, "value": Decimal(kept["value"])})


def risk_of(project_id: str) -> Risk | None:
    """The index of the last run; None where no run has evaluated the project, or it is completed and in order."""
    row = ProjectRisk.objects.filter(pk=project_id).first()
    return risk_from(row) if row else None


def rows_behind(part_id: str, *, project_id: str, as_of: date) -> list[EvidenceRows]:
    """The rows a signal of a project rests on, from the facts as they are now."""
    held = load_scope([project_id], as_of=as_of)
    with loaded(held.facts) as facts:
        return facts.part_rows(part_id=part_id, project_id=project_id, as_of=as_of, book=current_book())
