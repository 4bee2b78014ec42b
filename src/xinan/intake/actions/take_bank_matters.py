"""What banks report that no sheet has: workers' cards, batches taken on, accounts frozen."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from xinan.intake.banks.reading import Read
from xinan.intake.credential_models import Credential
from xinan.intake.keys import fact_key
from xinan.intake.persons import Person, Persons
from xinan.intake.reading.faults import Fault
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.payments.enums import OrderStatus
from xinan.payments.models import AccountFreeze, PaymentBatch
from xinan.registry.models import WageAccount
from xinan.workforce.models import Employment, Worker


def take_cards(reads: Sequence[Read], *, bank: Credential, keyring: Keyring) -> list[Fault]:
    """Enter each worker's card. The bank knows the holder, so card and worker belong together.

    Only people on a project whose wage account the bank holds; that somebody works elsewhere is not told.
    """
    faults = []
    with transaction.atomic():
        persons = Persons(keyring=keyring, batch_id=None)
        found = persons.find({read.values["idNumber"] for read in reads})
        projects = WageAccount.objects.filter(bank_id=bank.bank_id).values("project_id")
        employed = Employment.objects.filter(project_id__in=projects, worker_id__in=set(found.values()))
        own = set(employed.values_list("worker_id", flat=True))
        known = {}
        for read in reads:
            worker_id = found.get(read.values["idNumber"])
            if worker_id not in own:
                faults.append(_fault(read, "idNumber", "unknown_person", _UNKNOWN_PERSON))
            else:
                known[worker_id] = Person(read.values["idNumber"], wage_card=read.values["card"])
        persons.amend(known.values())
        Worker.objects.filter(worker_id__in=known).exclude(card_holder_matches=True).update(card_holder_matches=True)
    return faults


def take_acceptances(reads: Sequence[Read], *, project_id: str, now: datetime) -> list[Fault]:
    """Note that the bank has taken batches on; the lines still waiting count as sent from then."""
    faults = []
    with transaction.atomic():
        for read in reads:
            values = read.values
            key = fact_key(project_id, values["batchNo"])
            batch = PaymentBatch.objects.select_for_update().filter(batch_key=key).first()
            if batch is None:
                faults.append(_fault(read, "batchNo", "unknown_batch", _UNKNOWN_BATCH))
            elif values["time"] > now:
                faults.append(_fault(read, "time", "future", _FUTURE))
            else:
                batch.accepted_at = values["time"]
                batch.accepted_lines, batch.accepted_total = values["lines"], values["total"]
                batch.save(update_fields=["accepted_at", "accepted_lines", "accepted_total"])
                batch.orders.filter(status=OrderStatus.WAITING).update(status=OrderStatus.SENT)
    return faults


def take_freezes(reads: Sequence[Read], *, accounts: Mapping[str, WageAccount], today: date) -> list[Fault]:
    """Enter each freeze under its number; lifting it closes it."""
    faults = []
    with transaction.atomic():
        for read in reads:
            account = accounts[read.values["account"]]
            key = fact_key(account.pk, read.values["freezeNo"])
            known = AccountFreeze.objects.select_for_update().filter(freeze_id=key).first()
            fault = _freeze(read, key, known, account, today=today)
            if fault is not None:
                faults.append(fault)
    return faults


def _freeze(read: Read, key: str, known: AccountFreeze | None, account: WageAccount, *, today: date) -> Fault | None:
    values = read.values
    if "frozenOn" in values:
        if values["frozenOn"] > today:
            return _fault(read, "frozenOn", "future", _FUTURE)
        freeze = known or AccountFreeze(freeze_id=key, account=account)
        if freeze.unfrozen_on is not None and freeze.unfrozen_on < values["frozenOn"]:
            return _fault(read, "freezeNo", "freeze_over", _FREEZE_OVER)
        freeze.frozen_on, freeze.amount = values["frozenOn"], values["amount"]
        freeze.authority = values["authority"] or ""
        freeze.save()
        return None
    if known is None or values["unfrozenOn"] < known.frozen_on:
        return _fault(read, "freezeNo", "unknown_freeze", _UNKNOWN_FREEZE)
    if values["unfrozenOn"] > today:
        return _fault(read, "unfrozenOn", "future", _FUTURE)
    known.unfrozen_on = values["unfrozenOn"]
    known.save(update_fields=["unfrozen_on"])
    return None


_UNKNOWN_PERSON = (
    Text("在本行开户的项目里没有登记此人。", "This person is not registered on a project whose account you hold."),
    Text("请核对证件号码；人员由施工单位先行登记。", "Check the number; the contractor registers people first."),
)
_UNKNOWN_BATCH = (
    Text("本项目没有这个代发批次。", "The project has no such payment batch."),
    Text("请核对批次号；银行自编的批次先报送 LineResult。", "Check the number; send LineResult first for your own."),
)
_FUTURE = (
    Text("时间晚于现在。", "The time lies ahead."),
    Text("只报送已经发生的事；请核对时间。", "Report what has happened; check the time."),
)
_FREEZE_OVER = (
    Text("该冻结编号已在此前解除。", "The freeze of this number was lifted before."),
    Text("再次冻结的用新的编号。", "Give a new freeze a new number."),
)
_UNKNOWN_FREEZE = (
    Text("没有这个冻结，或解冻日早于冻结日。", "There is no such freeze, or it was lifted before it began."),
    Text("请先报送 Freeze，或核对编号和日期。", "Send Freeze first, or check the number and the day."),
)


def _fault(read: Read, column: str, code: str, words: tuple[Text, Text]) -> Fault:
    return Fault(read.place, column, f"bank.{code}", *words)
