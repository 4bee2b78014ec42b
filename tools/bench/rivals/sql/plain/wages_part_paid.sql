WITH money AS (
    SELECT project_id, worker_id, wage_month, sum(amount) AS paid
    FROM wage_payment
    WHERE status = 'paid' AND account_id IS NOT NULL
    GROUP BY 1, 2, 3
    HAVING sum(amount) > 0
), short AS (
    SELECT project_id, worker_id, wage_month
    FROM money
    JOIN (
        SELECT project_id, worker_id, wage_month, sum(payable) AS payable FROM payroll_line GROUP BY 1, 2, 3
    ) line USING (project_id, worker_id, wage_month)
    WHERE paid < payable
      AND wage_month >= (date_trunc('month', %(today)s::timestamp) - interval '12 months')::date
      AND wage_month < date_trunc('month', %(today)s::timestamp)::date
)
SELECT s.project_id, to_char(s.wage_month, 'YYYY-MM') AS period,
       CASE WHEN %(today)s::date - d.due_on >= 61 THEN 'red'
            WHEN %(today)s::date - d.due_on >= 31 THEN 'orange' ELSE 'yellow' END AS level
FROM short s
JOIN pay_date d ON d.project_id = s.project_id AND d.month = s.wage_month
JOIN worker_month w ON (w.project_id, w.worker_id, w.month) = (s.project_id, s.worker_id, s.wage_month)
WHERE d.due_on < %(today)s::date
GROUP BY s.project_id, s.wage_month, d.due_on
