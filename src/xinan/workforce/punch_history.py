"""How corrected and removed punches stay visible: two statement triggers, which cost nothing while punches only come in."""

from typing import Any

import pgtrigger

_reference: Any = pgtrigger.Referencing  # untyped
_COLUMNS = "project_id, worker_id, at, direction, method, supplement, batch_id"
_OLD = ", ".join(f"o.{name.strip()}" for name in _COLUMNS.split(","))
_INSERT = f"INSERT INTO workforce_punchversion ({_COLUMNS}, ended_at, ended_by)"
_SAME = " AND ".join(f"n.{name} = o.{name}" for name in ("project_id", "worker_id", "at", "direction"))


def punch_versions() -> list[Any]:
    """The triggers of the table of punches."""
    return [
        pgtrigger.Trigger(
            name="keep_corrected",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=_reference(old="old_rows", new="new_rows"),
            func=(
                f"{_INSERT} SELECT {_OLD}, statement_timestamp(), n.batch_id"  # noqa: S608 names of ours
                f" FROM old_rows o JOIN new_rows n ON {_SAME}; RETURN NULL;"
            ),
        ),
        pgtrigger.Trigger(
            name="keep_removed",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            referencing=_reference(old="old_rows"),
            func=f"{_INSERT} SELECT {_OLD}, statement_timestamp(), NULL FROM old_rows o; RETURN NULL;",  # noqa: S608 ours
        ),
    ]
