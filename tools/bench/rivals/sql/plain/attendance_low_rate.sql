WITH month AS (
    SELECT project_id, month, sum(valid_days) AS valid_days
    FROM worker_month JOIN project USING (project_id)
    WHERE month >= (date_trunc('month', %(today)s::timestamp) - interval '12 months')::date
      AND month < date_trunc('month', %(today)s::timestamp)::date
    GROUP BY 1, 2
), open_day AS (
    -- Working days so far, so that the days between two dates are a difference.
    SELECT p.project_id, c.day, count(a.day) FILTER (WHERE a.is_working)
               OVER (PARTITION BY p.project_id ORDER BY c.day) AS so_far
    FROM (SELECT project_id, min(month) AS first_on FROM month GROUP BY 1) p
    JOIN calendar c ON c.day >= p.first_on - 1 AND c.day <= %(today)s::date
    LEFT JOIN active_day a ON a.project_id = p.project_id AND a.day = c.day
), stay AS (
    SELECT project_id, unnest(days) AS days
    FROM (
        SELECT project_id, worker_id, range_agg(daterange(entered_on, coalesce(left_on, %(today)s::date), '[]')) AS days
        FROM employment
        WHERE coalesce(left_on, %(today)s::date) >= entered_on
        GROUP BY 1, 2
    ) person
), span AS (
    SELECT s.project_id, m.month, s.days * daterange(m.month, (m.month + interval '1 month')::date) AS days, count(*) AS people
    FROM stay s
    JOIN month m ON m.project_id = s.project_id
               AND s.days && daterange(m.month, (m.month + interval '1 month')::date)
    GROUP BY 1, 2, 3
), roster AS (
    SELECT s.project_id, s.month, sum(s.people * (u.so_far - f.so_far)) AS roster_days
    FROM span s
    JOIN open_day f ON f.project_id = s.project_id AND f.day = lower(s.days) - 1
    JOIN open_day u ON u.project_id = s.project_id AND u.day = upper(s.days) - 1
    GROUP BY 1, 2
)
SELECT project_id, to_char(month, 'YYYY-MM') AS period,
       CASE WHEN valid_days < 0.40 * roster_days THEN 'yellow' ELSE 'blue' END AS level
FROM month
JOIN roster USING (project_id, month)
WHERE valid_days < 0.60 * roster_days
