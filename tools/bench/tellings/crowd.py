"""As many workers as a province has, put into a smaller one's database for the time of a measurement."""

from django.db import connection

_WORKERS = """
INSERT INTO workforce_worker (worker_id, name_sealed, name_masked, id_type, id_number_sealed, id_number_index,
    id_number_masked, phone_sealed, phone_index, phone_masked, wage_card_sealed, wage_card, wage_card_masked,
    identity_valid, recorded_at)
SELECT 'crowd-' || n, '', '某*', '01', '', md5('i' || n) || md5('j' || n), '', '', md5('p' || n) || md5('q' || n), '',
    '', NULL, '', true, now()
FROM generate_series(1, %s) AS n
"""
# Each where one of the province's own workers is.
_EMPLOYMENTS = """
WITH own AS (SELECT *, row_number() OVER (ORDER BY employment_id) - 1 AS turn FROM workforce_employment
             WHERE post = 'worker')
INSERT INTO workforce_employment (employment_id, project_id, worker_id, employer_id, team_id, post, work_type,
    registered_on, contract_signed_on, entered_on, left_on, settled_on, day_rate, recorded_at)
SELECT 'crowd-' || n, project_id, 'crowd-' || n, employer_id, team_id, post, work_type, registered_on,
    contract_signed_on, entered_on, left_on, settled_on, day_rate, now()
FROM generate_series(1, %s) AS n JOIN own ON turn = n %% (SELECT count(*) FROM own)
"""


def add_workers(at_least: int) -> int:
    """Add as many as are missing to that number, inside the caller's transaction; the number added."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM workforce_worker")
        missing = max(0, at_least - int(cursor.fetchone()[0]))
        if not missing:
            return 0
        # What a row marks for the rules is not what is measured.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_WORKERS, [missing])
        cursor.execute(_EMPLOYMENTS, [missing])
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE workforce_worker, workforce_employment")
    return missing
