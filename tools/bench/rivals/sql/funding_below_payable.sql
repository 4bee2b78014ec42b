WITH owed AS (
    SELECT project_id, sum(payable) AS payable
    FROM payroll_line
    WHERE wage_month < date_trunc('month', %(today)s::timestamp)::date
    GROUP BY 1
), came AS (
    SELECT a.project_id, sum(e.amount) AS transferred
    FROM account_entry e
    JOIN wage_account a USING (account_id)
    WHERE e.direction = 'in' AND e.counterparty_kind = 'owner'
    GROUP BY 1
), short AS (
    SELECT project_id
    FROM project JOIN owed USING (project_id) LEFT JOIN came USING (project_id)
    WHERE payable > coalesce(transferred, 0)
), unpaid AS (
    -- Only the few projects that fall short are looked at worker by worker.
    SELECT DISTINCT project_id
    FROM (
        SELECT a.project_id, a.worker_id, a.day - extract(day FROM a.day)::int + 1 AS month
        FROM short
        JOIN attendance_day a USING (project_id)
        WHERE a.punches >= 2 AND a.last_at - a.first_at >= interval '4 hours'
          AND a.day < date_trunc('month', %(today)s::timestamp)::date
        GROUP BY 1, 2, 3
    ) w
    JOIN pay_date d USING (project_id, month)
    WHERE d.due_on < %(today)s::date
      AND coalesce((
          SELECT sum(p.amount) FROM wage_payment p
          WHERE (p.project_id, p.worker_id, p.wage_month) = (w.project_id, w.worker_id, w.month)
            AND p.status = 'paid' AND p.account_id IS NOT NULL
      ), 0) = 0
)
SELECT s.project_id, NULL AS period, CASE WHEN u.project_id IS NULL THEN 'orange' ELSE 'red' END AS level
FROM short s
LEFT JOIN unpaid u USING (project_id)
