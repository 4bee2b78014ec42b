SELECT DISTINCT a.project_id, NULL AS period, 'red' AS level
FROM account_entry e
JOIN wage_account a USING (account_id)
JOIN project p USING (project_id)
WHERE e.direction = 'out'
  AND e.booked_on > %(today)s::date - 60
  AND NOT coalesce(e.counterparty_kind = 'contractor' AND e.booked_on = a.closed_on AND p.completed_on <= e.booked_on, false)
  AND (e.counterparty_kind <> 'worker' OR NOT EXISTS (
      SELECT FROM employment w WHERE w.project_id = a.project_id AND w.worker_id = e.worker_id
  ))
