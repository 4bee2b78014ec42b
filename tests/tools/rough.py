"""A simulated province whose facts are disturbed at random, so that many rules hold in many ways."""

from pathlib import Path

import duckdb

# Each changes one table; {seed} makes another province of it. `hash` is DuckDB's own, the same on every machine.
CHANGES = {
    "project": """
        SELECT * REPLACE (
            CASE hash(project_id, {seed}) % 5 WHEN 0 THEN 31 WHEN 1 THEN 5 ELSE pay_day END AS pay_day,
            CASE hash(project_id, {seed}, 1) % 4 WHEN 0 THEN NOT pay_next_month ELSE pay_next_month END AS pay_next_month,
            CASE hash(project_id, {seed}, 2) % 4 WHEN 0 THEN 2500000 ELSE contract_price END AS contract_price,
            CASE hash(project_id, {seed}, 3) % 6 WHEN 0 THEN contractor_id ELSE first(contractor_id) OVER (
                PARTITION BY hash(project_id, {seed}) % 3 ORDER BY project_id) END AS contractor_id,
            CASE hash(project_id, {seed}, 4) % 8 WHEN 0 THEN DATE '2024-02-29' ELSE contract_signed_on END
                AS contract_signed_on,
            CASE hash(project_id, {seed}, 5) % 7 WHEN 0 THEN DATE '2026-10-14' ELSE completed_on END AS completed_on,
            CASE hash(project_id, {seed}, 6) % 5 WHEN 0 THEN NOT permit_required ELSE permit_required END AS permit_required
        ) FROM {source}""",
    "pause": """
        SELECT * FROM {source}
        UNION ALL SELECT project_id, 'stop', DATE '2026-08-10', DATE '2026-09-03', DATE '2026-08-09'
        FROM {project} WHERE hash(project_id, {seed}, 7) % 4 = 0
        UNION ALL SELECT project_id, 'winter', DATE '2026-11-16', NULL, CASE WHEN hash(project_id) % 2 = 0 THEN DATE '2026-11-15' END
        FROM {project} WHERE hash(project_id, {seed}, 8) % 4 = 0""",
    "arrears_record": """
        SELECT DISTINCT ON (enterprise_id) contractor_id AS enterprise_id,
               (contract_signed_on - CAST(hash(project_id, {seed}) % 900 AS INTEGER)) AS found_on,
               CAST(NULL AS DATE) AS cleared_on
        FROM {project} WHERE hash(contractor_id, {seed}) % 3 = 0 ORDER BY enterprise_id, project_id""",
    "joint_list": """
        SELECT DISTINCT ON (enterprise_id) contractor_id AS enterprise_id, contract_signed_on - 100 AS listed_on,
               CASE hash(project_id) % 2 WHEN 0 THEN contract_signed_on - 10 END AS removed_on
        FROM {project} WHERE hash(contractor_id, {seed}, 1) % 4 = 0 ORDER BY enterprise_id, project_id""",
    "deposit": """
        SELECT * REPLACE (
            CAST(amount * (CASE hash(deposit_id, {seed}) % 4 WHEN 0 THEN 0.4 WHEN 1 THEN 0.9 ELSE 1 END) AS DECIMAL(18, 2)) AS amount,
            CASE hash(deposit_id, {seed}, 1) % 6 WHEN 0 THEN DATE '2026-11-23' WHEN 1 THEN DATE '2026-11-20' ELSE expires_on
                END AS expires_on
        ) FROM {source}
        UNION ALL SELECT deposit_id || 'x', project_id, kind, CAST(amount * 0.3 AS DECIMAL(18, 2)), DATE '2026-10-01', NULL, NULL
        FROM {source} WHERE hash(deposit_id, {seed}, 2) % 5 = 0""",
    "employment": """
        SELECT * REPLACE (
            CASE hash(employment_id, {seed}) % 6 WHEN 0 THEN NULL WHEN 1 THEN DATE '2026-11-04' ELSE contract_signed_on END
                AS contract_signed_on,
            CASE hash(employment_id, {seed}, 1) % 7 WHEN 0 THEN greatest(entered_on, DATE '2026-11-22')
                WHEN 1 THEN greatest(entered_on, DATE '2026-09-15') ELSE left_on END AS left_on
        ) FROM {source}
        UNION ALL SELECT * REPLACE (employment_id || 'x' AS employment_id, greatest(entered_on, DATE '2026-08-20') AS entered_on,
                                    DATE '2026-10-20' AS left_on, NULL AS contract_signed_on)
        FROM {source} WHERE hash(employment_id, {seed}, 2) % 5 = 0 AND entered_on < DATE '2026-10-01'""",
    "attendance_day": """
        SELECT * REPLACE (
            CASE hash(worker_id, day, {seed}) % 6 WHEN 0 THEN first_at + INTERVAL 3 HOUR ELSE last_at END AS last_at,
            CASE hash(worker_id, day, {seed}, 1) % 9 WHEN 0 THEN 1 ELSE punches END AS punches
        ) FROM {source}
        WHERE NOT (hash(project_id, {seed}) % 4 = 0 AND day > DATE '2026-11-19' - CAST(hash(project_id, {seed}) % 20 AS INTEGER))
          AND NOT (hash(project_id, month(day), {seed}) % 4 = 0 AND hash(worker_id, day, {seed}, 2) % 3 > 0)""",
    "payroll_line": """
        SELECT * FROM {source}
        WHERE hash(project_id, wage_month, {seed}) % 7 > 0 AND hash(line_id, {seed}) % 12 > 0""",
    "wage_payment": """
        SELECT * REPLACE (
            CAST(amount * (CASE hash(project_id, wage_month, {seed}) % 5 WHEN 0 THEN 0.7 ELSE 1 END) AS DECIMAL(18, 2)) AS amount,
            CASE hash(payment_id, {seed}) % 40 WHEN 0 THEN 'failed' ELSE status END AS status,
            CASE hash(payment_id, {seed}, 1) % 40 WHEN 0 THEN NULL ELSE account_id END AS account_id
        ) FROM {source}
        WHERE NOT (hash(project_id, wage_month, {seed}, 2) % 6 = 0 AND hash(payment_id, {seed}, 3) % 8 = 0)""",
    "account_entry": """
        SELECT * REPLACE (
            CASE WHEN direction = 'out' AND hash(entry_id, {seed}) % 200 = 0 THEN 'contractor' ELSE counterparty_kind END
                AS counterparty_kind,
            CASE WHEN hash(entry_id, {seed}, 1) % 300 = 0 THEN 'W9999999999' ELSE worker_id END AS worker_id
        ) FROM {source}
        WHERE NOT (direction = 'in' AND counterparty_kind = 'owner' AND hash(account_id, month(booked_on), {seed}) % 4 = 0)""",
}


def roughen(source: Path, target: Path, *, seed: int) -> None:
    """Write the snapshot `source` once more to `target`, with disturbances that `seed` chooses."""
    target.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for path in source.glob("*.parquet"):
            query = CHANGES.get(path.stem, "SELECT * FROM {source}")
            project = target / "project.parquet" if path.stem != "project" else path
            if path.stem != "project" and not project.exists():
                _write(connection, source / "project.parquet", target, CHANGES["project"], project=None, seed=seed)
            _write(connection, path, target, query, project=project, seed=seed)


def _write(
    connection: duckdb.DuckDBPyConnection, path: Path, target: Path, query: str, *, project: Path | None, seed: int
) -> None:
    names = [column for column, *_ in connection.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
    filled = query.format(source=f"'{path}'", project=f"'{project}'", seed=seed)
    columns = ", ".join(names)
    connection.execute(f"COPY (SELECT {columns} FROM ({filled})) TO '{target / path.name}' (FORMAT parquet)")
