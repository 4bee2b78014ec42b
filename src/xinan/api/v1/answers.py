"""What the interface answers with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from ninja import Field, Schema

from xinan.api.problems import Said
from xinan.intake.models import Batch, RowFault, WaitingFact
from xinan.intake.reading.faults import Fault
from xinan.intake.sheets import Sheet
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.clock import CHINA

ERRORS_SHOWN = 100


class RowError(Schema):
    """What is wrong with one row."""

    line: int | None = Field(description="Line of the body (row of an Arrow stream), from 1; null: the whole batch.")
    field: str | None = Field(description="Name of the field; null: the whole row.")
    code: str
    message: Said
    remedy: Said


class BatchAnswer(Schema):
    """What became of a batch. `unchanged` rows were on record just so."""

    batch: int
    table: str
    project: str
    state: str = Field(description="done: what is right is in; refused: nothing is in.")
    received_at: datetime
    rows: int
    added: int
    changed: int
    unchanged: int
    refused: int
    errors: list[RowError]
    next: str | None = Field(description="Where more errors are; null: these are all.")


class Waiting(Schema):
    """A single fact that is kept and will be taken within seconds."""

    fact: int | None
    state: str = Field(description="waiting, taken or refused.")
    batch: int | None
    errors: list[RowError]


def batch_answer(batch: Batch, *, after: int = 0, limit: int = ERRORS_SHOWN) -> dict[str, Any]:
    """The answer for a batch, with its errors after the one with that number."""
    faults = list(batch.faults.filter(pk__gt=after).order_by("pk")[: limit + 1])
    more = len(faults) > limit
    faults = faults[:limit]
    address = reverse("v1:batch", args=[batch.pk])
    return {
        "batch": batch.pk,
        "table": batch.kind,
        "project": batch.project_id,
        "state": "done" if batch.state == "done" else "refused",
        "received_at": batch.received_at.astimezone(CHINA),
        "rows": batch.rows,
        "added": batch.added,
        "changed": batch.changed,
        "unchanged": batch.unchanged,
        "refused": batch.rejected,
        "errors": row_errors(batch.kind, faults),
        "next": f"{address}?after={faults[-1].pk}&limit={limit}" if more else None,
    }


def row_errors(kind: str, faults: Sequence[RowFault]) -> list[dict[str, Any]]:
    """Faults as the interface tells them: by the field's name instead of the column's title."""
    names = {column.title: column.name for column in sheet_of_kind(kind).columns}
    return [
        {
            "line": fault.row or None,
            "field": names.get(fault.column, fault.column) or None,
            "code": fault.code,
            "message": {"zh": fault.what_zh, "en": fault.what_en},
            "remedy": {"zh": fault.remedy_zh, "en": fault.remedy_en},
        }
        for fault in faults
    ]


def fact_answer(fact: WaitingFact) -> dict[str, Any]:
    """The answer for a single fact."""
    faults = list(RowFault.objects.filter(batch_id=fact.batch_id, row__in=[0, fact.line])) if fact.batch_id else []
    state = "waiting" if fact.batch_id is None else "refused" if faults else "taken"
    errors = row_errors(fact.kind, faults)
    return {"fact": fact.pk, "state": state, "batch": fact.batch_id, "errors": [{**e, "line": 1} for e in errors]}


def fault_answers(faults: Sequence[Fault], *, sheet: Sheet) -> dict[str, Any]:
    """The answer for a fact that is wrong by itself."""
    names = {column.title: column.name for column in sheet.columns}
    errors = [
        {
            "line": 1,
            "field": names.get(fault.column, fault.column) or None,
            "code": fault.code,
            "message": {"zh": fault.what.zh, "en": fault.what.en},
            "remedy": {"zh": fault.remedy.zh, "en": fault.remedy.en},
        }
        for fault in faults
    ]
    return {"fact": None, "state": "refused", "batch": None, "errors": errors}
