"""Small snapshots on disk for the engine's tests."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from xinan.engine.rows import facts_from_rows
from xinan.rules.cases import complete_rows

AS_OF = date(2026, 4, 20)

# One project, unfiled, whose three workers of March were paid for by nobody (W1), in part (W2) and in full (W3).
WORLD: dict[str, list[dict[str, Any]]] = {
    "project": [{"started_on": date(2026, 3, 2)}],
    "wage_account": [{}],
    "feed": [{"source": source, "last_received_on": AS_OF} for source in ("bank", "attendance", "payroll")],
    "employment": [{"worker_id": f"W{n}"} for n in (1, 2, 3)],
    "attendance_day": [{"worker_id": f"W{n}", "day": date(2026, 3, day)} for n in (1, 2, 3) for day in range(9, 14)],
    "payroll_line": [
        {
            "worker_id": f"W{n}",
            "wage_month": "2026-03",
            "submitted_on": date(2026, 4, 3),
            "days": 5,
            "payable": "1500.00",
        }
        for n in (1, 2, 3)
    ],
    "wage_payment": [
        {"worker_id": "W2", "wage_month": "2026-03", "paid_on": date(2026, 4, 10), "amount": "1499.99"},
        {"worker_id": "W3", "wage_month": "2026-03", "paid_on": date(2026, 4, 10), "amount": "1500.00"},
    ],
}


@pytest.fixture
def facts() -> dict[str, pa.Table]:
    return facts_from_rows(complete_rows(WORLD))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes Arrow facts as a snapshot directory, CSV or Parquet."""

    def _write(facts: Mapping[str, pa.Table], *, kind: str = "csv", into: str = "snapshot") -> Path:
        directory = tmp_path / into
        directory.mkdir(exist_ok=True)
        for name, table in facts.items():
            if kind == "csv":
                pa_csv.write_csv(table, directory / f"{name}.csv")
            else:
                pq.write_table(table, directory / f"{name}.parquet")
        return directory

    return _write
