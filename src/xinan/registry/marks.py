"""The change log writes itself: statement triggers on every fact table note which projects a change touched.

They work below the application: an import by COPY, a correction by hand and a form are all noted, in the transaction
that made the change. What counts is a change of a column of the vocabulary; sealing a number anew touches nobody.
"""

from collections.abc import Sequence
from typing import Any

import pgtrigger

from xinan.rules.vocabulary import FactTable

CHANNEL = "xinan_project_changed"

_reference: Any = pgtrigger.Referencing  # untyped

_OPERATIONS = (
    ("insert", pgtrigger.Insert, _reference(new="new_rows")),
    ("update", pgtrigger.Update, _reference(old="old_rows", new="new_rows")),
    ("delete", pgtrigger.Delete, _reference(old="old_rows")),
)

OWN_PROJECT = "SELECT project_id FROM changed"
BY_ACCOUNT = "SELECT a.project_id FROM changed JOIN registry_wageaccount a USING (account_id)"
BY_DEPOSIT = "SELECT d.project_id FROM changed JOIN registry_deposit d USING (deposit_id)"
BY_CONTRACTOR = "SELECT p.project_id FROM changed JOIN registry_project p ON p.contractor_id = changed.enterprise_id"
BY_ENTERPRISE = (
    "SELECT p.project_id FROM changed JOIN registry_project p ON changed.enterprise_id IN (p.contractor_id, p.owner_id)"
)
# A contractor's other projects count as well: how long it has worked without arrears is read from them.
# Of a changed row `changed` holds both versions; where they agree in what counts there are two.
WITH_SIBLINGS = (
    "SELECT project_id FROM changed UNION"
    " SELECT p.project_id FROM (SELECT contractor_id FROM changed"
    " GROUP BY project_id, contractor_id, started_on, completed_on HAVING count(*) = 1) moved"
    " JOIN registry_project p USING (contractor_id)"
)
BY_WORKER = (
    "SELECT e.project_id FROM changed JOIN workforce_employment e USING (worker_id) UNION"
    " SELECT d.project_id FROM changed JOIN workforce_attendanceday d USING (worker_id)"
)
# Whoever was on two sites in one day concerns both.
WITH_OTHER_SITES = (
    "SELECT project_id FROM changed UNION"
    " SELECT d.project_id FROM changed JOIN workforce_attendanceday d USING (worker_id, day)"
)
EVERY_PROJECT = "SELECT project_id FROM registry_project WHERE EXISTS (SELECT 1 FROM changed)"


def change_marks(table: FactTable, *, projects: str = OWN_PROJECT) -> list[Any]:
    """The three triggers of a fact table; `projects` selects from `changed` the projects a change touches."""
    return [
        pgtrigger.Trigger(
            name=f"mark_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=_body(name, table=table, projects=projects),
        )
        for name, operation, referencing in _OPERATIONS
    ]


def _body(operation: str, *, table: FactTable, projects: str) -> str:
    statement = (
        f"WITH changed AS ({_changed(operation, table.names)}), touched AS ({projects})"  # noqa: S608 names of ours
        " INSERT INTO registry_projectchange (project_id, noted_at, cause)"
        f" SELECT DISTINCT project_id, statement_timestamp(), '{table.name}:{operation}'"
        " FROM touched WHERE project_id IS NOT NULL;"
    )
    return f"{statement} IF FOUND THEN PERFORM pg_notify('{CHANNEL}', ''); END IF; RETURN NULL;"


def _changed(operation: str, columns: Sequence[str]) -> str:
    names = ", ".join(columns)
    old, new = f"SELECT {names} FROM old_rows", f"SELECT {names} FROM new_rows"  # noqa: S608 names of ours
    if operation == "update":
        return f"({new} EXCEPT {old}) UNION ALL ({old} EXCEPT {new})"
    return new if operation == "insert" else old
