"""Writes findings: the same findings give the same bytes."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from xinan.engine.finding import Finding

COLUMNS = ("rule", "project_id", "subject_kind", "subject_id", "period", "level", "since", "measures")
# Of findings that are not warnings of their own: what became of them, and why.
ASIDE_COLUMNS = (*COLUMNS, "status", "because")


def write_findings(findings: Iterable[Finding], path: Path, *, columns: Sequence[str] = COLUMNS) -> None:
    """A CSV or, where the name ends in .parquet, a Parquet file; replaced as a whole."""
    partial = path.with_name(path.name + ".partial")
    if path.suffix == ".parquet":
        rows = [_row(finding, columns) for finding in findings]
        schema = pa.schema([(name, pa.date32() if name == "since" else pa.string()) for name in columns])
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), partial)
    else:
        partial.write_text(csv_text(findings, columns=columns), encoding="utf-8", newline="")
    partial.replace(path)


def csv_text(findings: Iterable[Finding], *, columns: Sequence[str] = COLUMNS) -> str:
    """The findings as CSV with a header; nothing is an empty field, measures are JSON."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(finding, columns) for finding in findings)
    return out.getvalue()


def _row(finding: Finding, columns: Sequence[str]) -> dict[str, object]:
    values = {
        "rule": finding.rule,
        "project_id": finding.project_id,
        "subject_kind": finding.subject_kind,
        "subject_id": finding.subject_id,
        "period": finding.period,
        "level": finding.level,
        "since": finding.since,
        "measures": json.dumps(finding.measures, ensure_ascii=False, sort_keys=True),
        "status": finding.status.value,
        "because": finding.because,
    }
    return {name: values[name] for name in columns}
