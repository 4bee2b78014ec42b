ALTER TABLE calendar ADD PRIMARY KEY (day);
CREATE INDEX ON calendar (day) WHERE is_working;
ALTER TABLE project ADD PRIMARY KEY (project_id);
CREATE INDEX ON project (contractor_id);
CREATE INDEX ON pause (project_id);
ALTER TABLE wage_account ADD PRIMARY KEY (account_id);
ALTER TABLE account_entry ADD PRIMARY KEY (entry_id);
CREATE INDEX ON account_entry (account_id);
CREATE INDEX ON account_entry (booked_on);
CREATE INDEX ON deposit (project_id);
CREATE INDEX ON arrears_record (enterprise_id);
CREATE INDEX ON joint_list (enterprise_id);
ALTER TABLE employment ADD PRIMARY KEY (employment_id);
CREATE INDEX ON employment (project_id, worker_id);
ALTER TABLE attendance_day ADD PRIMARY KEY (project_id, worker_id, day);
CREATE INDEX ON attendance_day (project_id, day);
CREATE INDEX ON attendance_day (day);
ALTER TABLE payroll_line ADD PRIMARY KEY (line_id);
CREATE INDEX ON payroll_line (project_id, wage_month, worker_id);
ALTER TABLE wage_payment ADD PRIMARY KEY (payment_id);
CREATE INDEX ON wage_payment (project_id, worker_id, wage_month);
-- What the planner cannot know of expressions by itself.
CREATE STATISTICS attendance_span ON (last_at - first_at) FROM attendance_day;
CREATE STATISTICS attendance_month ON (day - extract(day FROM day)::int + 1) FROM attendance_day;
CREATE STATISTICS attendance_worker_month (ndistinct)
    ON project_id, worker_id, (day - extract(day FROM day)::int + 1) FROM attendance_day;
