"""Sheet 08: wage accounts, under a key that is not their number."""

from collections.abc import Iterable, Sequence

from xinan.intake.merging import merge
from xinan.intake.models import Batch, BatchSource
from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, distinct
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.registry.models import WageAccount

_NUMBER = "wage_account.number"
_COLUMNS = (
    "account_id",
    "project_id",
    "bank_id",
    "bank_name",
    "number_masked",
    "opened_on",
    "agreement_signed_on",
    "closing_notice_on",
    "closed_on",
)


def take_accounts(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's account; what is left empty stays as it is."""
    taken = Taken()
    known = accounts_by_number(distinct(rows, "account_number"), keyring=taking.keyring)
    from_bank = Batch.objects.filter(pk=taking.batch_id, source=BatchSource.BANK).exists()
    ids: dict[int, str] = {}
    for row in rows:
        number = row.values["account_number"]
        account = known.get(number)
        if account is not None and account.project_id != taking.project_id:
            taken.refuse(
                row,
                "专户账号",
                code="account_elsewhere",
                what=Text("该账号已登记为另一个项目的专户。", "This account belongs to another project."),
                remedy=Text(
                    "一个专户只对应一个项目；请核对账号和所选项目。", "Check the number and the chosen project."
                ),
            )
            continue
        ids[row.number] = account.account_id if account else _new_key(number, taking.keyring)
    merged = merge(
        WageAccount,
        [
            _record(row, ids[row.number], known.get(row.values["account_number"]), taking, from_bank=from_bank)
            for row in rows
            if row.number in ids
        ],
        columns=_COLUMNS,
        key=("account_id",),
        keep=("agreement_signed_on", "closing_notice_on", "closed_on"),
        batch_id=taking.batch_id,
    )
    for account_id in ids.values():
        taken.count(merged.outcome((account_id,)))
    return taken


def accounts_by_number(numbers: Iterable[str], *, keyring: Keyring) -> dict[str, WageAccount]:
    """The wage accounts on record with these numbers."""
    number_of = {_key(digest): number for number in numbers for digest in keyring.look_ups(number, context=_NUMBER)}
    accounts = WageAccount.objects.filter(account_id__in=number_of)
    return {number_of[account.account_id]: account for account in accounts}


def _new_key(number: str, keyring: Keyring) -> str:
    return _key(keyring.look_up(number, context=_NUMBER))


def _key(digest: str) -> str:
    return f"A{digest[:40]}"


def is_of_a_bank(account: WageAccount) -> bool:
    """Whether the account's bank is known by its identifier, and not only by the name a contractor gives it."""
    return account.bank_id != account.bank_name[:64]


def _bank_id(row: Row, known: WageAccount | None, *, from_bank: bool) -> str:
    """The bank as it calls itself; what a contractor calls it does not change whose account it is."""
    if from_bank and row.values["bank_code"] is not None:
        return str(row.values["bank_code"])
    if known is not None and is_of_a_bank(known):
        return known.bank_id
    return str(row.values["bank_name"])[:64]


def _record(
    row: Row, account_id: str, known: WageAccount | None, taking: Taking, *, from_bank: bool
) -> tuple[object, ...]:
    values = row.values
    return (
        account_id,
        taking.project_id,
        _bank_id(row, known, from_bank=from_bank),
        values["bank_name"],
        f"**** {values['account_number'][-4:]}",
        values["opened_on"],
        values["agreement_signed_on"],
        values["closing_notice_on"],
        values["closed_on"],
    )
