-- A worker's days of at least two punches, four hours apart, by month: what the plain statements begin with.
CREATE VIEW worker_month AS
SELECT project_id, worker_id, day - extract(day FROM day)::int + 1 AS month, count(*) AS valid_days
FROM attendance_day
WHERE punches >= 2 AND last_at - first_at >= interval '4 hours'
GROUP BY 1, 2, 3;

-- The days of a project that is under way and not paused, up to the day of the question.
CREATE VIEW active_day AS
SELECT p.project_id, c.day, c.is_working, c.is_day_off
FROM project p
JOIN calendar c
  ON c.day >= p.started_on AND c.day <= current_setting('rival.today')::date
 AND (p.completed_on IS NULL OR c.day < p.completed_on)
WHERE NOT EXISTS (
    SELECT FROM pause s
    WHERE s.project_id = p.project_id AND s.approved_on IS NOT NULL
      AND c.day BETWEEN s.from_on AND coalesce(s.to_on, current_setting('rival.today')::date)
);

-- When the wages of a month fall due: the pay day, or the month's last, moved back to a working day.
CREATE VIEW pay_date AS
SELECT p.project_id, m.month::date AS month, due.day AS due_on
FROM project p
CROSS JOIN generate_series(
    date '2019-01-01'::timestamp, date_trunc('month', current_setting('rival.today')::timestamp), interval '1 month'
) AS m (month)
CROSS JOIN LATERAL (SELECT m.month + CASE WHEN p.pay_next_month THEN 1 ELSE 0 END * interval '1 month' AS first_on) f
CROSS JOIN LATERAL (
    SELECT c.day FROM calendar c
    WHERE c.is_working
      AND c.day <= least(f.first_on + (p.pay_day - 1) * interval '1 day',
                         f.first_on + interval '1 month' - interval '1 day')::date
    ORDER BY c.day DESC LIMIT 1
) due;
