"""Where the facts of wages and of account movements lie."""

from xinan.registry.sql_fact import OF_TOUCHED, SqlFact, sql_fact

_OF_ACCOUNTS = f"account_id IN (SELECT account_id FROM registry_wageaccount WHERE {OF_TOUCHED})"  # noqa: S608

FACTS: dict[str, SqlFact] = {
    fact.table.name: fact
    for fact in (
        sql_fact("account_entry", "payments_accountentry", touched=_OF_ACCOUNTS),
        sql_fact("payroll_line", "payments_payrollline"),
        sql_fact("wage_payment", "payments_wagepayment"),
    )
}
