WITH active AS (
    SELECT project_id, day - extract(day FROM day)::int + 1 AS month
    FROM active_day
    GROUP BY 1, 2
    HAVING count(*) >= 15
), worked AS (
    SELECT DISTINCT project_id, month FROM worker_month
    WHERE month < date_trunc('month', %(today)s::timestamp)::date
), transferred AS (
    SELECT DISTINCT a.project_id, e.booked_on - extract(day FROM e.booked_on)::int + 1 AS month
    FROM account_entry e
    JOIN wage_account a USING (account_id)
    WHERE e.direction = 'in' AND e.counterparty_kind = 'owner'
), dry AS (
    SELECT project_id, month FROM worked JOIN active USING (project_id, month)
    EXCEPT
    SELECT project_id, month FROM transferred
)
SELECT d.project_id, to_char(d.month, 'YYYY-MM') AS period,
       CASE WHEN b.month IS NULL THEN 'yellow' ELSE 'red' END AS level
FROM dry d
LEFT JOIN dry b ON b.project_id = d.project_id AND b.month = d.month - interval '1 month'
WHERE d.month >= (date_trunc('month', %(today)s::timestamp) - interval '12 months')::date
