WITH month AS (
    SELECT w.project_id, w.month, (w.month + interval '1 month')::date + 9 AS deadline_on
    FROM worker_month w
    JOIN project p USING (project_id)
    LEFT JOIN (SELECT DISTINCT project_id, worker_id, wage_month FROM payroll_line) l
      ON (l.project_id, l.worker_id, l.wage_month) = (w.project_id, w.worker_id, w.month)
    WHERE w.month >= (date_trunc('month', %(today)s::timestamp) - interval '12 months')::date
      AND w.month < date_trunc('month', %(today)s::timestamp)::date
    GROUP BY 1, 2
    HAVING count(l.worker_id) = 0
)
SELECT project_id, to_char(month, 'YYYY-MM') AS period,
       CASE WHEN %(today)s::date - deadline_on >= 21 THEN 'orange' ELSE 'yellow' END AS level
FROM month
WHERE %(today)s::date - deadline_on >= 1
