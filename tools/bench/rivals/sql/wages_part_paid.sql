WITH short AS MATERIALIZED (
    SELECT project_id, worker_id, wage_month
    FROM (
        SELECT project_id, worker_id, wage_month, sum(amount) AS paid
        FROM wage_payment
        WHERE status = 'paid' AND account_id IS NOT NULL
          AND wage_month >= (date_trunc('month', %(today)s::timestamp) - interval '12 months')::date
          AND wage_month < date_trunc('month', %(today)s::timestamp)::date
        GROUP BY 1, 2, 3
        HAVING sum(amount) > 0
    ) money
    JOIN (
        SELECT project_id, worker_id, wage_month, sum(payable) AS payable FROM payroll_line GROUP BY 1, 2, 3
    ) line USING (project_id, worker_id, wage_month)
    WHERE paid < payable
), late AS MATERIALIZED (
    -- Attendance is looked at for these months alone.
    SELECT DISTINCT s.project_id, s.wage_month, %(today)s::date - d.due_on AS days
    FROM short s
    JOIN pay_date d ON d.project_id = s.project_id AND d.month = s.wage_month
    WHERE d.due_on < %(today)s::date
), worked AS MATERIALIZED (
    SELECT DISTINCT l.project_id, a.worker_id, l.wage_month
    FROM late l
    JOIN attendance_day a
      ON a.project_id = l.project_id AND a.day >= l.wage_month AND a.day < (l.wage_month + interval '1 month')::date
    WHERE a.punches >= 2 AND a.last_at - a.first_at >= interval '4 hours'
)
SELECT project_id, to_char(wage_month, 'YYYY-MM') AS period,
       CASE WHEN days >= 61 THEN 'red' WHEN days >= 31 THEN 'orange' ELSE 'yellow' END AS level
FROM late
JOIN short USING (project_id, wage_month)
JOIN worked USING (project_id, worker_id, wage_month)
GROUP BY project_id, wage_month, days
