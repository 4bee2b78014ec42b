"""The rulebook's “As-of” in plain Python, column by column, for comparing; it knows nothing of the vocabulary's own marks."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Row = dict[str, Any]

# A row whose own date is later does not exist yet.
OWN_DATE = {
    "project": "contract_signed_on",
    "pause": "from_on",
    "wage_account": "opened_on",
    "account_entry": "booked_on",
    "deposit": "effective_on",
    "deposit_draw": "drawn_on",
    "arrears_record": "found_on",
    "joint_list": "listed_on",
    "notice_board": "posted_on",
    "employment": "entered_on",
    "attendance_day": "day",
    "payroll_line": "submitted_on",
    "wage_payment": "paid_on",
    "clue": "received_on",
}
# What a row tells only once the day has come.
COMES_LATER = {
    "project": ("permit_issued_on", "started_on", "filed_on", "updated_on", "completed_on", "payment_guarantee_on"),
    "pause": ("approved_on",),
    "wage_account": ("agreement_signed_on", "closing_notice_on", "closed_on"),
    "deposit": ("released_on",),
    "deposit_draw": ("replenished_on",),
    "arrears_record": ("cleared_on",),
    "joint_list": ("removed_on",),
    "employment": ("registered_on", "contract_signed_on", "left_on", "settled_on"),
    "payroll_line": ("confirmed_on", "disputed_on", "dispute_closed_on", "approved_on"),
    "clue": ("closed_on",),
}


def known_on(rows: Iterable[Mapping[str, Any]], table: str, *, day: date) -> list[Row]:
    """The rows of a table as known at the end of the day."""
    own = OWN_DATE.get(table)
    return [_known(row, table, day=day) for row in rows if own is None or row[own] <= day]


def _known(row: Mapping[str, Any], table: str, *, day: date) -> Row:
    known = dict(row)
    for column in COMES_LATER.get(table, ()):
        if known[column] is not None and known[column] > day:
            known[column] = None
    if table == "feed":
        known["last_received_on"] = min(known["last_received_on"], day)
    return known


def facts_of(snapshot: Path) -> dict[str, list[Row]]:
    """Every table of a snapshot as rows."""
    found: dict[str, list[Row]] = {}
    for path in snapshot.iterdir():
        if path.suffix == ".parquet" or path.is_dir():
            found[path.stem] = pq.read_table(path).to_pylist()
    return found


def cut(facts: Mapping[str, list[Row]], *, day: date) -> dict[str, list[Row]]:
    """All tables as known at the end of the day."""
    return {table: known_on(rows, table, day=day) for table, rows in facts.items()}
