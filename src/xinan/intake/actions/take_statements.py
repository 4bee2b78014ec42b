"""Sheet 15: how many movements, and of what sum, a bank counts in an account's day; compared with what is held."""

from collections.abc import Sequence

from xinan.intake.actions.compare_days import compare_days
from xinan.intake.actions.take_accounts import accounts_by_number
from xinan.intake.actions.take_bulk import refuse_unknown_account
from xinan.intake.merging import merge
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, distinct, refuse_future
from xinan.payments.models import AccountDay

_COLUMNS = ("account_id", "day", "bank_count", "bank_total", "bank_balance", "held_count", "held_total", "agrees")


def take_statements(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's day, the latest word of the bank, and compare it at once. Differences are no faults of rows."""
    taken = Taken()
    accounts = accounts_by_number(distinct(rows, "account_number"), keyring=taking.keyring)
    records = []
    for row in rows:
        account = accounts.get(row.values["account_number"])
        if account is None or account.project_id != taking.project_id:
            refuse_unknown_account(taken, row)
        elif row.values["day"] > taking.today:
            refuse_future(taken, row, "对账日期")
        else:
            values = row.values
            figures = (values["count"], values["total"], values["closing_balance"])
            records.append((account.account_id, values["day"], *figures))
    known = AccountDay.objects.filter(account__in={record[0] for record in records}, day__in={r[1] for r in records})
    before = {(day.account_id, day.day): (day.bank_count, day.bank_total, day.bank_balance) for day in known}
    fresh = [record for record in records if before.get(record[:2]) != record[2:]]
    merge(
        AccountDay,
        [(*record, 0, 0, False, taking.today) for record in fresh],
        columns=(*_COLUMNS, "compared_on"),
        key=("account_id", "day"),
        batch_id=taking.batch_id,
    )
    for record in records:
        taken.count("unchanged" if record not in fresh else "changed" if record[:2] in before else "added")
    compare_days(taking.project_id, {record[1] for record in records}, today=taking.today)
    return taken
