"""Taking a batch back: what it added goes, what it changed is as before, what later batches changed stays; all is kept."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import PROJECT, Hand, Record
from tests.intake.test_import import clerk
from tests.intake.workbooks import workbook
from tests.people.factories import AppointmentFactory
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.actions.withdraw_batch import preview_withdrawal, withdraw_batch
from xinan.intake.models import Batch, BatchSource, BatchState, Withdrawal
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.kernel.errors import InvalidValue, NotFound
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.people.models import User
from xinan.registry.models import ProjectChange
from xinan.workforce.models import AttendanceDay, Employment, Punch, PunchVersion

pytestmark = pytest.mark.django_db

HANDS = [Hand("李建国", 11), Hand("王建军", 12), Hand("赵卫东", 13)]
MONTH = "2026-10"
PAID = date(2026, 11, 10)
WHY = "应发算错，重新核对"


@pytest.fixture
def manager(send: Send) -> User:
    """The contractor's labour manager; the project stands, with three people."""
    user = clerk()
    send(
        sender=user,
        projects=site.project(),
        units=site.units(),
        teams=site.teams(),
        people=site.people(HANDS, registered_on=date(2026, 3, 2)),
        accounts=site.accounts(),
    )
    return user


def wages(**changed: Any) -> list[Record]:
    """The month's sheet; `changed` by worker's serial gives other columns."""
    lines = site.payroll(HANDS, month=MONTH, days=24, paid_on=PAID)
    for line in lines:
        line |= changed.get("s" + line["第三方工资单编号"][-2:], {})
    return lines


@pytest.fixture
def sent(send: Send, manager: User) -> Callable[..., Batch]:
    """Sends one sheet of the manager's project and answers with its batch."""

    def one(**sheets: Sequence[Record]) -> Batch:
        (batch,) = send(sender=manager, project=PROJECT, **sheets)
        assert batch.rejected == 0, [fault.what_zh for fault in batch.faults.all()]
        return batch

    return one


def payable() -> dict[str, Decimal]:
    return {line.line_id[-2:]: line.payable for line in PayrollLine.objects.all()}


def test_what_a_batch_added_goes_and_stays_in_the_history(sent: Any, manager: User, clock: FixedClock) -> None:
    batch = sent(payroll=wages())
    assert (PayrollLine.objects.count(), WagePayment.objects.count()) == (3, 3)
    ProjectChange.objects.all().delete()
    parts = withdraw_batch(batch.pk, by=manager, reason=WHY, now=clock.now())
    assert [(part.name.zh, part.removed, part.restored, part.kept) for part in parts] == [
        ("工资发放", 3, 0, 0),
        ("工资支付表明细", 3, 0, 0),
    ]
    assert (PayrollLine.objects.count(), WagePayment.objects.count()) == (0, 0)
    assert ProjectChange.objects.filter(project_id=PROJECT).exists()
    record = Withdrawal.objects.get(batch=batch)
    assert (record.reason, record.withdrawn_by, record.withdrawn_at, record.removed) == (WHY, manager, clock.now(), 6)
    events = PayrollLine.pgh_event_model.objects.filter(pgh_label="delete")
    assert {event.payable for event in events} == {Decimal("7200.00")}
    assert {event.pgh_context.metadata["reason"] for event in events} == {WHY}


def test_what_a_batch_changed_is_as_before(sent: Any, manager: User, clock: FixedClock) -> None:
    first = sent(payroll=wages())
    second = sent(payroll=wages(s11={"应发": 9000}, s12={"实发": 0, "发放日期": None}))
    assert payable() == {"11": Decimal(9000), "12": Decimal(7200), "13": Decimal(7200)}
    assert WagePayment.objects.count() == 2
    parts = withdraw_batch(second.pk, by=manager, reason=WHY, now=clock.now())
    assert [(part.removed, part.restored, part.kept) for part in parts] == [(0, 1, 0), (0, 1, 0)]
    assert payable() == dict.fromkeys(("11", "12", "13"), Decimal(7200))
    assert WagePayment.objects.count() == 3
    assert set(PayrollLine.objects.values_list("batch_id", flat=True)) == {first.pk}


def test_what_a_later_batch_changed_stays_and_is_told(sent: Any, manager: User, clock: FixedClock) -> None:
    first = sent(payroll=wages())
    second = sent(payroll=wages(s11={"应发": 9000}))
    parts = withdraw_batch(first.pk, by=manager, reason=WHY, now=clock.now())
    payments, lines = parts
    assert (lines.removed, lines.changed_later, lines.said_again, lines.later) == (0, 1, 2, (second.pk,))
    assert (payments.removed, payments.said_again, payments.later) == (0, 3, (second.pk,))
    assert payable() == {"11": Decimal(9000), "12": Decimal(7200), "13": Decimal(7200)}
    assert set(PayrollLine.objects.values_list("batch_id", flat=True)) == {second.pk}
    assert Withdrawal.objects.get(batch=first).kept == 6
    withdraw_batch(second.pk, by=manager, reason=WHY, now=clock.now())
    assert (payable(), WagePayment.objects.count()) == ({}, 0)


def test_two_withdrawals_lead_back_step_by_step(sent: Any, manager: User, clock: FixedClock) -> None:
    first, second, third = (sent(payroll=wages(s11={"应发": amount})) for amount in (7000, 8000, 9000))
    withdraw_batch(third.pk, by=manager, reason=WHY, now=clock.now())
    assert payable()["11"] == Decimal(8000)
    withdraw_batch(second.pk, by=manager, reason=WHY, now=clock.now())
    assert payable()["11"] == Decimal(7000)
    withdraw_batch(first.pk, by=manager, reason=WHY, now=clock.now())
    assert payable() == {}


def test_what_was_taken_back_can_be_sent_again(sent: Any, manager: User, clock: FixedClock) -> None:
    withdraw_batch(sent(payroll=wages()).pk, by=manager, reason=WHY, now=clock.now())
    again = sent(payroll=wages())
    assert (again.added, PayrollLine.objects.count()) == (3, 3)
    withdraw_batch(again.pk, by=manager, reason=WHY, now=clock.now())
    assert PayrollLine.objects.count() == 0


def test_a_line_the_worker_has_confirmed_stays(sent: Any, manager: User, clock: FixedClock) -> None:
    batch = sent(payroll=wages())
    line = PayrollLine.objects.get(line_id__endswith="12")
    line.disputed_on = PAID
    line.save()
    lines = withdraw_batch(batch.pk, by=manager, reason=WHY, now=clock.now())[1]
    assert (lines.removed, lines.relied_on, lines.why.zh) == (2, 1, "工人已经确认或提出异议")
    assert set(payable()) == {"12"}


def test_a_preview_changes_nothing_and_says_the_same(sent: Any, manager: User, clock: FixedClock) -> None:
    batch = sent(payroll=wages())
    before = list(PayrollLine.pgh_event_model.objects.values_list("pgh_id", flat=True))
    seen = preview_withdrawal(batch.pk, by=manager, now=clock.now())
    assert PayrollLine.objects.count() == 3
    assert list(PayrollLine.pgh_event_model.objects.values_list("pgh_id", flat=True)) == before
    assert not Withdrawal.objects.exists()
    assert withdraw_batch(batch.pk, by=manager, reason=WHY, now=clock.now()) == seen


DAYS = [date(2026, 10, 12), date(2026, 10, 13)]


def test_punches_go_and_their_days_are_summed_up_anew(sent: Any, manager: User, clock: FixedClock) -> None:
    first = sent(attendance=site.attendance(HANDS, DAYS[:1]))
    second = sent(attendance=site.attendance(HANDS, DAYS))
    assert (second.added, second.unchanged) == (6, 6)
    (part,) = withdraw_batch(second.pk, by=manager, reason=WHY, now=clock.now())
    assert (part.removed, part.restored) == (6, 0)
    assert set(AttendanceDay.objects.values_list("day", flat=True)) == {DAYS[0]}
    withdraw_batch(first.pk, by=manager, reason=WHY, now=clock.now())
    assert (Punch.objects.count(), AttendanceDay.objects.count()) == (0, 0)
    assert PunchVersion.objects.filter(again=False).count() == 12
    assert PunchVersion.objects.filter(again=True, batch_id=second.pk).count() == 6


def test_a_corrected_punch_is_as_before(sent: Any, manager: User, clock: FixedClock) -> None:
    sent(attendance=site.attendance(HANDS, DAYS[:1]))
    typed = sent(attendance=site.attendance(HANDS, DAYS[:1], way="人工补录"))
    assert AttendanceDay.objects.filter(supplements=2).count() == 3
    (part,) = withdraw_batch(typed.pk, by=manager, reason=WHY, now=clock.now())
    assert (part.removed, part.restored, part.kept) == (0, 6, 0)
    assert AttendanceDay.objects.filter(supplements=0).count() == 3
    assert set(Punch.objects.values_list("supplement", flat=True)) == {False}


def test_reported_payments_come_back_with_the_movements_that_replaced_them(
    sent: Any, manager: User, clock: FixedClock
) -> None:
    sent(payroll=wages())
    ledger = site.Ledger()
    ledger.transfer(100_000, on=date(2026, 11, 1))
    moved = sent(movements=ledger.wages(HANDS, month=MONTH, days=24, on=PAID))
    assert {payment.payment_id[0] for payment in WagePayment.objects.all()} == {"B"}
    withdraw_batch(moved.pk, by=manager, reason=WHY, now=clock.now())
    assert {payment.payment_id[0] for payment in WagePayment.objects.all()} == {"R"}
    assert (WagePayment.objects.count(), AccountEntry.objects.count()) == (3, 0)


def test_entries_and_people(sent: Any, send: Send, manager: User, clock: FixedClock) -> None:
    came = sent(entries=site.entries(HANDS, on=date(2026, 3, 5)))
    assert set(Employment.objects.values_list("entered_on", flat=True)) == {date(2026, 3, 5)}
    left = sent(entries=site.entries(HANDS[:1], on=date(2026, 11, 1), kind="退场"))
    withdraw_batch(left.pk, by=manager, reason=WHY, now=clock.now())
    assert not Employment.objects.filter(left_on__isnull=False).exists()
    withdraw_batch(came.pk, by=manager, reason=WHY, now=clock.now())
    assert set(Employment.objects.values_list("entered_on", flat=True)) == {date(2026, 3, 2)}
    new = sent(people=site.people([Hand("孙立", 20)]))
    sent(contracts=site.contracts([Hand("孙立", 20)], on=date(2026, 11, 2)))
    (part,) = withdraw_batch(new.pk, by=manager, reason=WHY, now=clock.now())
    assert (part.removed, part.changed_later) == (0, 1)
    assert Employment.objects.count() == 4


@pytest.mark.parametrize("reason", ["", "   ", "错", "因" * 301])
def test_a_reason_is_required(sent: Any, manager: User, clock: FixedClock, reason: str) -> None:
    batch = sent(payroll=wages())
    with pytest.raises(InvalidValue):
        withdraw_batch(batch.pk, by=manager, reason=reason, now=clock.now())
    assert PayrollLine.objects.count() == 3


def test_only_the_firms_own_and_only_once(sent: Any, manager: User, clock: FixedClock) -> None:
    batch = sent(payroll=wages())
    with pytest.raises(NotFound):
        withdraw_batch(batch.pk, by=AppointmentFactory(role="county_inspector").user, reason=WHY, now=clock.now())
    withdraw_batch(batch.pk, by=manager, reason=WHY, now=clock.now())
    with pytest.raises(NotFound):
        withdraw_batch(batch.pk, by=manager, reason=WHY, now=clock.now())


@pytest.mark.parametrize("source", [BatchSource.BANK, BatchSource.DEMO])
def test_what_a_bank_sent_is_the_banks(sent: Any, manager: User, clock: FixedClock, source: str) -> None:
    batch = sent(payroll=wages())
    Batch.objects.filter(pk=batch.pk).update(source=source)
    with pytest.raises(NotFound):
        withdraw_batch(batch.pk, by=manager, reason=WHY, now=clock.now())


def replace(records: list[Record], batch: Batch, *, by: User, keyring: Keyring, now: datetime) -> Batch:
    key = receive_files(
        [SentFile("更正.xlsx", workbook("payroll", records))],
        wish=Wish(PROJECT, all_or_nothing=True, reason=WHY, replaces=batch.pk),
        sender=by,
        source=BatchSource.UPLOAD,
        now=now,
        keyring=keyring,
    )
    (new,) = take_upload(key, now=now, keyring=keyring)
    return new


def test_a_replacement_leaves_only_what_it_says(sent: Any, manager: User, clock: FixedClock, keyring: Keyring) -> None:
    batch = sent(payroll=wages())
    new = replace(
        wages(s11={"应发": 8000})[:2], batch, by=manager, keyring=keyring, now=clock.now() + timedelta(hours=1)
    )
    assert new.state == BatchState.DONE
    assert payable() == {"11": Decimal(8000), "12": Decimal(7200)}
    record = Withdrawal.objects.get(batch=batch)
    assert (record.replacement, record.reason, record.removed) == (new, WHY, 6)


def test_a_replacement_with_a_fault_changes_nothing(
    sent: Any, manager: User, clock: FixedClock, keyring: Keyring
) -> None:
    batch = sent(payroll=wages())
    new = replace(wages(s11={"应发": "八千"}), batch, by=manager, keyring=keyring, now=clock.now())
    assert (new.state, new.rejected) == (BatchState.REFUSED, 1)
    assert payable() == dict.fromkeys(("11", "12", "13"), Decimal(7200))
    assert not Withdrawal.objects.exists()
