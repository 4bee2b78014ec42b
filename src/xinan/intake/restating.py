"""What a batch says that stands already: remembered, so that it survives the batch that said it first."""

from collections.abc import Collection

from django.db import connection, models
from psycopg import sql

from xinan.intake.history import run

# The row stays another batch's, or is not there. Rows that nobody's batch wrote cannot be taken back by any.
_RESTATE = """
INSERT INTO intake_restatement (batch_id, fact, row, event)
SELECT %(batch)s, %(fact)s, k.key::text, e.pgh_id FROM unnest(%(keys)s::{type}[]) k (key)
CROSS JOIN LATERAL (
    SELECT * FROM {events} h WHERE h.pgh_obj_id = k.key ORDER BY h.pgh_id DESC LIMIT 1
) e
WHERE e.pgh_label = 'delete' OR e.batch_id <> %(batch)s
ON CONFLICT DO NOTHING
"""
# Those that a batch sent and that differ in nothing from what is there: no row of the batch's own came of them.
_PUNCHES_AGAIN = """
INSERT INTO workforce_punchversion
    (project_id, worker_id, at, direction, method, supplement, batch_id, ended_at, again)
SELECT p.project_id, p.worker_id, p.at, p.direction, p.method, p.supplement, %(batch)s, statement_timestamp(), TRUE
FROM {stage} s JOIN workforce_punch p ON p.project_id = %(project)s
    AND p.worker_id = s.worker_id AND p.at = s.at AND p.direction = s.direction
WHERE p.batch_id <> %(batch)s
"""


def restate(model: type[models.Model], keys: Collection[object], *, batch_id: int) -> None:
    """The batch said of these rows of a tracked table what stands there, or that they are not."""
    if not keys:
        return
    values = {"batch": batch_id, "fact": model._meta.db_table, "keys": list(keys)}
    with connection.cursor() as cursor:
        run(cursor, _RESTATE, model, values)


def restate_punches(project_id: str, *, stage: str, batch_id: int) -> None:
    """The same of the punches that lie in the table `stage`; those the batch has written itself are left out."""
    statement = sql.SQL(_PUNCHES_AGAIN).format(stage=sql.Identifier(stage))
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(connection.connection), {"batch": batch_id, "project": project_id})
