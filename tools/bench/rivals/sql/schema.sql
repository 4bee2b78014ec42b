-- The facts as plain typed tables; months are the date of their first day.
CREATE UNLOGGED TABLE calendar (day date, is_working boolean, is_day_off boolean);
CREATE UNLOGGED TABLE project (
    project_id text, contractor_id text, contract_price numeric(18, 2), contract_signed_on date,
    permit_required boolean, permit_issued_on date, started_on date, completed_on date,
    pay_day int, pay_next_month boolean
);
CREATE UNLOGGED TABLE pause (project_id text, from_on date, to_on date, approved_on date);
CREATE UNLOGGED TABLE wage_account (account_id text, project_id text, opened_on date, closed_on date);
CREATE UNLOGGED TABLE account_entry (
    entry_id text, account_id text, booked_on date, direction text, amount numeric(18, 2),
    counterparty_kind text, worker_id text
);
CREATE UNLOGGED TABLE deposit (
    deposit_id text, project_id text, amount numeric(18, 2), effective_on date, expires_on date, released_on date
);
CREATE UNLOGGED TABLE arrears_record (enterprise_id text, found_on date);
CREATE UNLOGGED TABLE joint_list (enterprise_id text, listed_on date, removed_on date);
CREATE UNLOGGED TABLE employment (
    employment_id text, project_id text, worker_id text, contract_signed_on date, entered_on date, left_on date
);
CREATE UNLOGGED TABLE attendance_day (
    project_id text, worker_id text, day date, first_at time, last_at time, punches int
);
CREATE UNLOGGED TABLE payroll_line (
    line_id text, project_id text, worker_id text, wage_month date, payable numeric(18, 2)
);
CREATE UNLOGGED TABLE wage_payment (
    payment_id text, project_id text, worker_id text, wage_month date, amount numeric(18, 2),
    status text, account_id text
);
