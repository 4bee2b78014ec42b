WITH staffed AS (
    SELECT p.project_id, (
        SELECT a.day FROM attendance_day a WHERE a.project_id = p.project_id ORDER BY a.day DESC LIMIT 1
    ) AS last_on
    FROM project p
    WHERE EXISTS (SELECT FROM active_day d WHERE d.project_id = p.project_id AND d.day = %(today)s::date)
      AND p.completed_on IS NULL
      AND EXISTS (
          SELECT FROM employment e
          WHERE e.project_id = p.project_id AND (e.left_on IS NULL OR e.left_on >= %(today)s::date)
      )
), silent AS (
    SELECT s.project_id, count(*) AS days
    FROM staffed s
    JOIN active_day d ON d.project_id = s.project_id AND d.day > s.last_on AND NOT d.is_day_off
    GROUP BY 1
)
SELECT project_id, NULL AS period,
       CASE WHEN days >= 15 THEN 'red' WHEN days >= 7 THEN 'yellow' ELSE 'blue' END AS level
FROM silent
WHERE days >= 3
