"""Rows of sheet 10 that pay a whole batch: one movement of the account, many people of sheet 14."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xinan.intake.actions.follow_batches import follow_batches
from xinan.intake.actions.settle_reported import bank_key
from xinan.intake.actions.take_accounts import accounts_by_number
from xinan.intake.keys import fact_key
from xinan.intake.merging import merge
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, distinct, refuse_future
from xinan.kernel.text import Text
from xinan.payments.enums import CounterpartyKind, EntryDirection
from xinan.payments.models import AccountEntry, BulkMovement, PaymentBatch, WagePayment

_COLUMNS = ("movement_id", "account_id", "batch_number", "booked_on", "amount", "balance_after")


def pays_a_batch(row: Row) -> bool:
    """Whether the row is wages for the many of a batch: it names the batch and nobody in particular."""
    values = row.values
    return bool(
        values["batch_code"]
        and values["money_direction"] == EntryDirection.OUT
        and values["counterparty_kind"] == CounterpartyKind.WORKER
        and values["identity"] is None
        and values["wage_card"] is None
    )


def take_bulk(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's movement; the account's entries follow from the lines of its batch, now or when they come."""
    taken = Taken()
    if not rows:
        return taken
    records = _records(rows, taking, taken)
    merged = merge(
        BulkMovement, records.values(), columns=_COLUMNS, key=("movement_id",), batch_id=taking.batch_id, remember=True
    )
    for key in records:
        taken.count(merged.outcome((key,)))
    # A movement first entered as one to a single person, now told to be of a batch, is one movement still.
    single = AccountEntry.objects.filter(entry_id__in=list(records))
    WagePayment.objects.filter(payment_id__in=[bank_key(key) for key in records]).delete()
    single.delete()
    numbers = {record[2] for record in records.values()}
    batches = PaymentBatch.objects.filter(project_id=taking.project_id, number__in=numbers)
    follow_batches(taking.project_id, set(batches.values_list("batch_key", flat=True)), batch_id=taking.batch_id)
    return taken


def retract_bulk(project_id: str, keys: Sequence[str], *, batch_id: int) -> None:
    """Take back the bulk movements of these keys, which turned out to be single ones."""
    bulk = BulkMovement.objects.filter(movement_id__in=keys)
    numbers = set(bulk.values_list("batch_number", flat=True))
    if not numbers:
        return
    bulk.delete()
    batches = PaymentBatch.objects.filter(project_id=project_id, number__in=numbers)
    follow_batches(project_id, set(batches.values_list("batch_key", flat=True)), batch_id=batch_id)


def _records(rows: Sequence[Row], taking: Taking, taken: Taken) -> dict[str, tuple[Any, ...]]:
    """What is to be entered by the movement's key; a number that stands for another day's movement is refused."""
    accounts = accounts_by_number(distinct(rows, "account_number"), keyring=taking.keyring)
    placed: list[tuple[Row, str, str]] = []
    for row in rows:
        account = accounts.get(row.values["account_number"])
        if account is None or account.project_id != taking.project_id:
            refuse_unknown_account(taken, row)
        elif row.values["booked_on"] > taking.today:
            refuse_future(taken, row, "记账日期")
        else:
            placed.append((row, account.account_id, fact_key(account.account_id, row.values["entry_code"])))
    keys = [key for _row, _account, key in placed]
    days = dict(AccountEntry.objects.filter(entry_id__in=keys).values_list("entry_id", "booked_on"))
    days |= dict(BulkMovement.objects.filter(movement_id__in=keys).values_list("movement_id", "booked_on"))
    records = {}
    for row, account_id, key in placed:
        values = row.values
        if days.get(key, values["booked_on"]) != values["booked_on"]:
            refuse_used_number(taken, row, days[key])
            continue
        rest = (values["batch_code"], values["booked_on"], values["amount"], values["balance_after"])
        records[key] = (key, account_id, *rest)
    return records


def refuse_used_number(taken: Taken, row: Row, day: date) -> None:
    """The row's number stands for a movement of another day."""
    taken.refuse(
        row,
        "流水号",
        code="number_used",
        what=Text(f"该流水号已用于 {day} 的另一笔。", f"This number stands for a movement of {day}."),
        remedy=Text(
            "流水号在专户内不能重复；按日编号的，请在前面加上日期。",
            "Use each number once in an account; put the day before numbers that begin anew daily.",
        ),
    )


def refuse_unknown_account(taken: Taken, row: Row) -> None:
    """The row's account is none of the project's."""
    taken.refuse(
        row,
        "专户账号",
        code="unknown_account",
        what=Text("本项目没有登记这个专户。", "This wage account is not registered on the project."),
        remedy=Text("请先在“08工资专户”中登记，或核对账号。", "Enter it in sheet 08 first, or check the number."),
    )
