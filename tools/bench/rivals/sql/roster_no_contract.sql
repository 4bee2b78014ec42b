WITH worked AS (
    SELECT project_id, worker_id, min(day) AS first_on
    FROM attendance_day
    WHERE day > %(today)s::date - 30 AND punches >= 2 AND last_at - first_at >= interval '4 hours'
    GROUP BY 1, 2
), person AS (
    SELECT project_id, worker_id, min(contract_signed_on) AS signed_on
    FROM employment
    GROUP BY 1, 2
    HAVING bool_or(left_on IS NULL OR left_on >= %(today)s::date)
), judged AS (
    SELECT project_id, count(*) AS workers,
           count(*) FILTER (WHERE signed_on IS NULL OR signed_on > first_on) AS without
    FROM worked
    JOIN person USING (project_id, worker_id)
    JOIN project USING (project_id)
    GROUP BY 1
)
SELECT project_id, NULL AS period, CASE WHEN without >= 0.20 * workers THEN 'orange' ELSE 'yellow' END AS level
FROM judged
WHERE without > 0
