WITH month AS (
    SELECT w.project_id, w.month, count(*) AS workers,
           count(*) FILTER (WHERE coalesce(b.paid, 0) = 0) AS unpaid
    FROM worker_month w
    LEFT JOIN (
        SELECT project_id, worker_id, wage_month, sum(amount) AS paid
        FROM wage_payment
        WHERE status = 'paid' AND account_id IS NOT NULL
        GROUP BY 1, 2, 3
    ) b ON (b.project_id, b.worker_id, b.wage_month) = (w.project_id, w.worker_id, w.month)
    WHERE w.month >= (date_trunc('month', %(today)s::timestamp) - interval '12 months')::date
      AND w.month < date_trunc('month', %(today)s::timestamp)::date
    GROUP BY 1, 2
)
SELECT project_id, to_char(month, 'YYYY-MM') AS period,
       CASE WHEN late >= 61 OR (late >= 31 AND unpaid >= 0.10 * workers) THEN 'red'
            WHEN late >= 31 THEN 'orange' ELSE 'yellow' END AS level
FROM month
JOIN pay_date USING (project_id, month)
CROSS JOIN LATERAL (SELECT %(today)s::date - due_on AS late) l
WHERE unpaid > 0 AND late >= 1
