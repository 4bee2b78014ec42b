WITH active AS (
    SELECT project_id, day - extract(day FROM day)::int + 1 AS month
    FROM active_day
    WHERE day < date_trunc('month', %(today)s::timestamp)::date
    GROUP BY 1, 2
    HAVING count(*) >= 15
), quiet AS (
    SELECT project_id, month FROM active
    EXCEPT
    SELECT a.project_id, e.booked_on - extract(day FROM e.booked_on)::int + 1
    FROM account_entry e
    JOIN wage_account a USING (account_id)
    WHERE e.direction = 'in' AND e.counterparty_kind = 'owner'
), dry AS MATERIALIZED (
    SELECT project_id, month
    FROM quiet q
    WHERE EXISTS (
        SELECT FROM attendance_day a
        WHERE a.project_id = q.project_id AND a.day >= q.month AND a.day < (q.month + interval '1 month')::date
          AND a.punches >= 2 AND a.last_at - a.first_at >= interval '4 hours'
    )
)
SELECT d.project_id, to_char(d.month, 'YYYY-MM') AS period,
       CASE WHEN b.month IS NULL THEN 'yellow' ELSE 'red' END AS level
FROM dry d
LEFT JOIN dry b ON b.project_id = d.project_id AND b.month = (d.month - interval '1 month')::date
WHERE d.month >= (date_trunc('month', %(today)s::timestamp) - interval '12 months')::date
