"""Writes findings: the same findings give the same bytes."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from xinan.engine.finding import Finding

COLUMNS = ("rule", "project_id", "subject_kind", "subject_id", "period", "level", "since", "measures")
# Of findings that are not warnings of their own: what became of them, and why.
ASIDE_COLUMNS = (*COLUMNS, "status", "because")
# Which version of its rule made a finding (xinan.engine.versions), where somebody asks for it.
VERSION_COLUMN = "rule_version"
Versions = Mapping[str, str]


def write_findings(
    findings: Iterable[Finding], path: Path, *, columns: Sequence[str] = COLUMNS, versions: Versions | None = None
) -> None:
    """A CSV or, where the name ends in .parquet, a Parquet file; replaced as a whole. `versions` by rule is one column more."""
    partial = path.with_name(path.name + ".partial")
    if path.suffix == ".parquet":
        shown = _columns(columns, versions)
        rows = [_row(finding, shown, versions) for finding in findings]
        schema = pa.schema([(name, pa.date32() if name == "since" else pa.string()) for name in shown])
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), partial)
    else:
        partial.write_text(csv_text(findings, columns=columns, versions=versions), encoding="utf-8", newline="")
    partial.replace(path)


def csv_text(findings: Iterable[Finding], *, columns: Sequence[str] = COLUMNS, versions: Versions | None = None) -> str:
    """The findings as CSV with a header; nothing is an empty field, measures are JSON."""
    out, shown = io.StringIO(), _columns(columns, versions)
    writer = csv.DictWriter(out, shown, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(finding, shown, versions) for finding in findings)
    return out.getvalue()


def _columns(columns: Sequence[str], versions: Versions | None) -> Sequence[str]:
    return columns if versions is None else (*columns, VERSION_COLUMN)


def _row(finding: Finding, columns: Sequence[str], versions: Versions | None = None) -> dict[str, object]:
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
        VERSION_COLUMN: (versions or {}).get(finding.rule),
    }
    return {name: values[name] for name in columns}
