"""Which accounts, projects and deposits a bank may speak of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from xinan.intake.actions.take_accounts import accounts_by_number, is_of_a_bank
from xinan.intake.banks.message import Matter
from xinan.intake.banks.reading import Read
from xinan.intake.credential_models import Credential
from xinan.intake.keys import fact_key
from xinan.intake.models import Batch
from xinan.intake.reading.faults import Fault
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.registry.models import Deposit, Project, WageAccount


@dataclass
class Reach:
    """What the messages of one request name, as far as the bank may speak of it."""

    bank: Credential
    accounts: dict[str, WageAccount] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    deposits: frozenset[str] = frozenset()

    def project_of(self, read: Read) -> Project | Fault | None:
        """The project a message is about, None for one about no project, or why the bank may not send it."""
        if read.type.matter is Matter.CARDS:
            return None
        if not read.type.of_project:
            account = self.accounts.get(read.values["account"])
            if account is None or account.bank_id != self.bank.bank_id:
                return _fault(read.place, "account", "unknown_account", _UNKNOWN_ACCOUNT)
            return account.project
        project = self.projects.get(read.values["project"])
        if project is None:
            return _fault(read.place, "project", "unknown_project", _UNKNOWN_PROJECT)
        return self._refusal(read, project) or project

    def _refusal(self, read: Read, project: Project) -> Fault | None:
        values = read.values
        if read.type.matter is Matter.ACCOUNTS:
            account = self.accounts.get(values["account"])
            if account is not None and not self._may_claim(account):
                return _fault(read.place, "account", "unknown_account", _OTHER_BANKS)
            if values["firmCode"] and values["firmCode"].upper() not in _codes_of(str(project.contractor_id)):
                return _fault(read.place, "firmCode", "other_firm", _OTHER_FIRM)
        if read.type.matter is Matter.DRAWS and fact_key(project.pk, values["depositNo"]) not in self.deposits:
            return _fault(read.place, "depositNo", "unknown_deposit", _UNKNOWN_DEPOSIT)
        if read.type.matter is Matter.PAYOUTS and not self._holds_account_of(project):
            return _fault(read.place, "project", "unknown_account", _UNKNOWN_ACCOUNT)
        return None

    def _may_claim(self, account: WageAccount) -> bool:
        """A contractor's word on whose account it is gives way to the bank's; another bank's does not."""
        return account.bank_id == self.bank.bank_id or not is_of_a_bank(account)

    def _holds_account_of(self, project: Project) -> bool:
        return WageAccount.objects.filter(project=project, bank_id=self.bank.bank_id).exists()


def reach_of(reads: Iterable[Read], *, bank: Credential, keyring: Keyring) -> Reach:
    """What the messages name; a few queries for all of them."""
    reads = list(reads)
    numbers = {read.values["account"] for read in reads if read.values.get("account")}
    projects = {read.values["project"] for read in reads if read.values.get("project")}
    found = accounts_by_number(numbers, keyring=keyring)
    wanted = projects | {str(account.project_id) for account in found.values()}
    known = Project.objects.select_related("owner", "contractor").in_bulk(wanted)
    for account in found.values():
        account.project = known[str(account.project_id)]
    return Reach(bank, found, known, _deposits_of(bank, reads))


def _deposits_of(bank: Credential, reads: Iterable[Read]) -> frozenset[str]:
    """The deposits named that the bank itself stored, or that stand for a project whose wage account it holds."""
    keys = {
        fact_key(read.values["project"], read.values["depositNo"]) for read in reads if read.values.get("depositNo")
    }
    own = Deposit.objects.filter(deposit_id__in=keys)
    by_account = own.filter(project__wage_accounts__bank_id=bank.bank_id).values_list("deposit_id", flat=True)
    batches = Batch.objects.filter(credential__bank_id=bank.bank_id, kind=Matter.DEPOSITS)
    stored = own.filter(batch_id__in=batches.values("pk")).values_list("deposit_id", flat=True)
    return frozenset(by_account) | frozenset(stored)


def _codes_of(credit_code: str) -> frozenset[str]:
    """How banks write a firm: its credit code, or the organisation code within it, with a hyphen or without."""
    organisation = credit_code[8:17]
    return frozenset({credit_code, organisation, f"{organisation[:8]}-{organisation[8:]}"})


_UNKNOWN_ACCOUNT = (
    Text("本行没有报过这个专户。", "Your bank has not reported this wage account."),
    Text(
        "请先报送开户（AccountOpened 或 BankAccount），或核对账号。", "Report its opening first, or check the number."
    ),
)
_OTHER_BANKS = (
    Text("该账号不能由本行登记。", "Your bank cannot enter this account."),
    Text(
        "请核对账号；确为本行账户的，联系平台运维。", "Check the number; if it is yours, ask the platform's operators."
    ),
)
_UNKNOWN_PROJECT = (
    Text("没有这个项目。", "There is no such project."),
    Text("请核对项目编号；项目由施工单位先行登记。", "Check the number; the contractor registers the project first."),
)
_OTHER_FIRM = (
    Text("该单位不是本项目的施工总承包单位。", "This firm is not the project's general contractor."),
    Text("请核对单位代码和项目编号。", "Check the firm's code and the number of the project."),
)
_UNKNOWN_DEPOSIT = (
    Text("本行没有报过这笔保证金。", "Your bank has not reported this deposit."),
    Text("请先报送 DepositStored，或核对编号。", "Report DepositStored first, or check the number."),
)


def _fault(place: int, column: str, code: str, words: tuple[Text, Text]) -> Fault:
    return Fault(place, column, f"bank.{code}", *words)
