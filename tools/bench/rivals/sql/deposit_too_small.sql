WITH term AS (
    SELECT p.project_id, p.contractor_id, p.contract_price, p.contract_signed_on AS signed_on,
           CASE WHEN p.permit_required THEN p.permit_issued_on ELSE p.contract_signed_on END AS clock_from,
           y.back, y.begins_on, lag(y.begins_on, 1, p.contract_signed_on) OVER (PARTITION BY p.project_id ORDER BY y.back)
               AS ends_on
    FROM project p
    CROSS JOIN LATERAL (
        -- 29 February becomes 1 March.
        SELECT back, (date_trunc('month', p.contract_signed_on::timestamp) - back * interval '1 year')::date
                   + extract(day FROM p.contract_signed_on)::int - 1 AS begins_on
        FROM generate_series(1, 2) AS back
    ) y
), standing AS (
    SELECT t.project_id, t.contractor_id, t.contract_price, t.signed_on, t.clock_from,
           bool_or(r.found) AS in_arrears,
           bool_or(r.found AND t.back = 1) AS in_arrears_last_year,
           bool_and(w.worked AND NOT r.found) AS clean
    FROM term t
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM arrears_record a
            WHERE a.enterprise_id = t.contractor_id AND a.found_on >= t.begins_on AND a.found_on < t.ends_on
        ) AS found
    ) r
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM project o
            WHERE o.contractor_id = t.contractor_id AND o.started_on < t.ends_on
              AND (o.completed_on IS NULL OR o.completed_on >= t.begins_on)
        ) AS worked
    ) w
    GROUP BY 1, 2, 3, 4, 5
), required AS (
    SELECT s.project_id, s.clock_from,
           CASE WHEN s.contract_price < 3000000 AND NOT s.in_arrears_last_year THEN 0
                ELSE round(s.contract_price * CASE WHEN l.listed THEN 0.04 WHEN s.in_arrears THEN 0.03
                                                   WHEN s.clean THEN 0.01 ELSE 0.02 END, 2)
           END AS amount
    FROM standing s
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM joint_list j
            WHERE j.enterprise_id = s.contractor_id AND j.listed_on <= s.signed_on
              AND (j.removed_on IS NULL OR j.removed_on > s.signed_on)
        ) AS listed
    ) l
), held AS (
    SELECT project_id, sum(amount) AS amount
    FROM deposit
    WHERE effective_on <= %(today)s::date
      AND (expires_on IS NULL OR expires_on >= %(today)s::date)
      AND (released_on IS NULL OR released_on > %(today)s::date)
    GROUP BY 1
)
SELECT r.project_id, NULL AS period, CASE WHEN h.amount < 0.5 * r.amount THEN 'orange' ELSE 'yellow' END AS level
FROM required r
JOIN held h USING (project_id)
WHERE h.amount < r.amount
  AND %(today)s::date > (
      SELECT c.day FROM calendar c WHERE c.is_working AND c.day > r.clock_from ORDER BY c.day OFFSET 19 LIMIT 1
  )
