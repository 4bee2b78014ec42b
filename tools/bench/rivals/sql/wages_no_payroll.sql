WITH month AS (
    SELECT p.project_id, m.month::date AS first_on, (m.month + interval '1 month')::date AS next_on
    FROM project p
    CROSS JOIN generate_series(
        date_trunc('month', %(today)s::timestamp) - interval '12 months',
        date_trunc('month', %(today)s::timestamp) - interval '1 month',
        interval '1 month'
    ) AS m (month)
)
SELECT project_id, to_char(first_on, 'YYYY-MM') AS period,
       CASE WHEN %(today)s::date - (next_on + 9) >= 21 THEN 'orange' ELSE 'yellow' END AS level
FROM month m
WHERE %(today)s::date - (next_on + 9) >= 1
  AND EXISTS (
      SELECT FROM attendance_day a
      WHERE a.project_id = m.project_id AND a.day >= m.first_on AND a.day < m.next_on
        AND a.punches >= 2 AND a.last_at - a.first_at >= interval '4 hours'
  )
  AND NOT EXISTS (
      SELECT FROM payroll_line l
      JOIN attendance_day a
        ON a.project_id = l.project_id AND a.worker_id = l.worker_id
       AND a.day >= l.wage_month AND a.day < (l.wage_month + interval '1 month')::date
      WHERE l.project_id = m.project_id AND l.wage_month = m.first_on
        AND a.punches >= 2 AND a.last_at - a.first_at >= interval '4 hours'
  )
