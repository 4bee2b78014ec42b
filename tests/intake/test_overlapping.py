"""Batches that say the same, sent and taken back in any order: what the batches left say stands, the last word first.

What is expected is worked out here in plain Python, from what each batch says; nothing of the product is used for it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import ACCOUNT, LABOUR, PROJECT, Hand
from xinan.intake.actions.take_punches import take_punches
from xinan.intake.actions.take_records import take_records
from xinan.intake.corrections.take_back import take_back
from xinan.intake.models import Batch, BatchSource
from xinan.intake.native.ndjson import ndjson_parts
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.workforce.models import AttendanceDay, Employment, EntryExit, LabourContract, Punch, Worker

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HANDS = (Hand("李建国", 11), Hand("王建军", 12), Hand("赵卫东", 13))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
MONTH, PAID = "2026-10", date(2026, 11, 10)
Says = Mapping[Any, Any]


@dataclass
class Told:
    """The batches sent and not taken back, in the order in which they came, each with what it says by key."""

    batches: dict[int, Says] = field(default_factory=dict)

    @property
    def stands(self) -> dict[Any, Any]:
        """The last word on each key."""
        return {key: value for says in self.batches.values() for key, value in says.items()}


@dataclass(frozen=True)
class Move:
    """Send what `says`, or take back the sent batch at this place (modulo how many there are)."""

    says: Says | None
    place: int = 0


def moves(keys: Sequence[Any], values: Sequence[Any]) -> st.SearchStrategy[list[Move]]:
    """Batches over few keys with few values, so that they overlap; about as many sent as taken back."""
    says = st.dictionaries(st.sampled_from(keys), st.sampled_from(values), min_size=1)
    sent = says.map(Move)
    back = st.integers(0, 5).map(lambda place: Move(None, place))
    return st.lists(st.one_of(sent, sent, back), min_size=2, max_size=9)


def play(
    steps: Sequence[Move], *, send: Callable[[Says], Batch], look: Callable[[], Any], model: Callable[[Told], Any]
) -> None:
    """Do the steps, and compare after each; all of it is undone."""
    told, sent = Told(), {}
    with transaction.atomic():
        for step in steps:
            if step.says is not None:
                batch = send(step.says)
                assert batch.rejected == 0, [fault.what_zh for fault in batch.faults.all()]
                told.batches[batch.pk], sent[batch.pk] = step.says, batch
            elif told.batches:
                number = list(told.batches)[step.place % len(told.batches)]
                take_back(sent[number], by=None, reason="发错了", now=NOW)
                del told.batches[number]
            assert look() == model(told)
        for number in list(told.batches):
            take_back(sent[number], by=None, reason="全部撤回", now=NOW)
        assert look() == model(Told())
        transaction.set_rollback(True)


@pytest.fixture
def registered(send: Send) -> None:
    """The project with its firms and teams, its account and three people on the roster."""
    send(
        projects=site.project(),
        units=site.units(),
        teams=site.teams(),
        people=site.people(HANDS, registered_on=date(2026, 3, 2)),
        accounts=site.accounts(),
    )
    # What nobody's batch says cannot be taken back: the roster stands by itself.
    Employment.objects.update(batch_id=None)


def sender(kind: str, record: Callable[[Any, Any], dict[str, Any]], keyring: Keyring) -> Callable[[Says], Batch]:
    """Sends a row for each key, by the door of all interfaces."""

    def send(says: Says) -> Batch:
        batch = Batch.objects.create(source=BatchSource.API, kind=kind, project_id=PROJECT, received_at=NOW)
        rows = [record(key, value) for key, value in says.items()]
        records = enumerate(rows, start=1)
        take_records(batch, kind=kind, records=records, project_id=PROJECT, now=NOW, keyring=keyring)
        return batch

    return send


def serial_of() -> dict[str, int]:
    """The serial of each of the three by the worker's key."""
    masked = {hand.identity[-4:]: hand.serial for hand in HANDS}
    return {worker.worker_id: masked[worker.id_number_masked[-4:]] for worker in Worker.objects.all()}


ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SERIALS = [hand.serial for hand in HANDS]
BY_SERIAL = {hand.serial: hand for hand in HANDS}


def punch(key: tuple[int, int], way: str) -> dict[str, Any]:
    serial, day = key
    return {
        "enterprise_code": LABOUR,
        "identity": BY_SERIAL[serial].identity,
        "person_name": BY_SERIAL[serial].name,
        "punched_at": f"2026-10-{day:02d} 07:00:00",
        "direction": "01",
        "passage": way,
    }


def look_at_punches() -> Any:
    serials = serial_of()
    punches = {(serials[p.worker_id], p.at.astimezone(CHINA).day): p.supplement for p in Punch.objects.all()}
    days = {(serials[d.worker_id], d.day.day): bool(d.supplements) for d in AttendanceDay.objects.all()}
    assert punches == days
    return punches


PUNCHES = moves([(serial, day) for serial in SERIALS[:2] for day in (12, 13)], ["人脸识别", "人工补录"])


def says_by_hand(told: Told) -> dict[Any, bool]:
    return {key: way == "人工补录" for key, way in told.stands.items()}


@ANY
@given(steps=PUNCHES)
def test_punches_one_by_one(registered: None, keyring: Keyring, steps: list[Move]) -> None:
    play(steps, send=sender("attendance", punch, keyring), look=look_at_punches, model=says_by_hand)


@ANY
@given(steps=PUNCHES)
def test_punches_by_the_million(registered: None, keyring: Keyring, steps: list[Move]) -> None:
    def send(says: Says) -> Batch:
        batch = Batch.objects.create(source=BatchSource.API, kind="attendance", project_id=PROJECT, received_at=NOW)
        lines = "\n".join(json.dumps(punch(key, way), ensure_ascii=False) for key, way in says.items())
        parts = ndjson_parts([(1, lines.encode())], sheet_of_kind("attendance"), columnar=True)
        take_punches(batch, parts=parts, project_id=PROJECT, now=NOW, keyring=keyring)
        return batch

    play(steps, send=send, look=look_at_punches, model=says_by_hand)


def payroll_line(serial: int, amounts: tuple[int, int]) -> dict[str, Any]:
    payable, paid = amounts
    hand = BY_SERIAL[serial]
    return {
        "enterprise_code": LABOUR,
        "team_name": hand.team,
        "person_name": hand.name,
        "month": MONTH,
        "is_back_pay": "否",
        "days": 24,
        "wage_card": hand.card,
        "payable": payable,
        "paid": paid,
        "paid_on": PAID if paid else None,
        "line_code": f"{MONTH}-{serial:04d}",
    }


def look_at_wages() -> Any:
    serials = serial_of()
    lines = {serials[line.worker_id]: line.payable for line in PayrollLine.objects.all()}
    paid = {serials[p.worker_id]: p.amount for p in WagePayment.objects.all()}
    return lines, paid


AMOUNTS = [(7200, 7200), (7200, 0), (8000, 7200)]


@ANY
@given(steps=moves(SERIALS, AMOUNTS))
def test_payrolls(registered: None, keyring: Keyring, steps: list[Move]) -> None:
    def model(told: Told) -> Any:
        lines = {serial: Decimal(payable) for serial, (payable, _paid) in told.stands.items()}
        return lines, {serial: Decimal(paid) for serial, (_payable, paid) in told.stands.items() if paid}

    play(steps, send=sender("payroll", payroll_line, keyring), look=look_at_wages, model=model)


def movement(serial: int, kind: str) -> dict[str, Any]:
    hand = BY_SERIAL[serial]
    wages = {"person_name": hand.name, "identity": hand.identity, "wage_card": hand.card, "month": MONTH}
    return {
        "entry_code": f"20261110{serial:05d}",
        "account_number": ACCOUNT,
        "booked_on": PAID,
        "money_direction": "支出",
        "amount": 7200,
        "counterparty_kind": kind,
        "balance_after": 100_000,
    } | (wages if kind == "农民工" else {})


@ANY
@example(steps=[Move({("payroll", 11): 0}), Move({("movements", 11): 0}), Move({("movements", 11): 1})])
@example(steps=[Move({("payroll", 11): 0}), Move({("movements", 11): 0}), Move({("payroll", 11): 0}), Move(None, 0)])
@example(
    steps=[
        Move({("payroll", 11): 0}),
        Move({("payroll", 11): 0}),
        Move({("payroll", 11): 1}),
        Move({("movements", 11): 0}),
        Move({("payroll", 11): 0}),
        Move(None, 0),
    ]
)
@example(steps=[Move({("payroll", 11): 0}), Move({("payroll", 11): 1}), Move({("movements", 11): 0}), Move(None, 1)])
@given(steps=moves([("payroll", s) for s in SERIALS[:2]] + [("movements", s) for s in SERIALS[:2]], [0, 1]))
def test_movements_and_the_payrolls_they_settle(registered: None, keyring: Keyring, steps: list[Move]) -> None:
    """A batch of either kind; what the bank has paid takes the place of what a payroll says, as long as it stands."""
    senders = {
        "payroll": sender("payroll", lambda serial, value: payroll_line(serial, AMOUNTS[value]), keyring),
        "movements": sender("movements", lambda serial, v: movement(serial, ["农民工", "其他"][v]), keyring),
    }
    chosen = [step if step.says is None else Move(of_one_kind(step.says)) for step in steps]

    def send(says: Says) -> Batch:
        ((kind, _serial), *_rest) = says
        return senders[kind]({serial: value for (_kind, serial), value in says.items()})

    def look() -> Any:
        serials = serial_of()
        entries = {int(e.entry_id[-5:]): e.worker_id is not None for e in AccountEntry.objects.all()}
        return entries, {(serials[p.worker_id], p.payment_id[0]) for p in WagePayment.objects.all()}

    def model(told: Told) -> Any:
        entries = {serial: not value for (kind, serial), value in told.stands.items() if kind == "movements"}
        booked = {(serial, "B") for serial, wages in entries.items() if wages}
        reported = {serial for (kind, serial), value in told.stands.items() if kind == "payroll" and AMOUNTS[value][1]}
        return entries, booked | {(serial, "R") for serial in reported if (serial, "B") not in booked}

    play(chosen, send=send, look=look, model=model)


def of_one_kind(says: Says) -> Says:
    """Its first row, and those of the same kind."""
    kind = next(iter(says))[0]
    return {key: value for key, value in says.items() if key[0] == kind}


NEWCOMERS = {hand.serial: hand for hand in (Hand("孙立", 20), Hand("周明", 21))}


@ANY
@given(steps=moves(list(NEWCOMERS), [5, 6, 7]))
def test_the_roster(registered: None, keyring: Keyring, steps: list[Move]) -> None:
    """Who is on it, and since which day of registration."""
    names = {column.title: column.name for column in sheet_of_kind("people").columns}

    def record(serial: int, day: int) -> dict[str, Any]:
        (row,) = site.people([NEWCOMERS[serial]], registered_on=date(2026, 3, day))
        return {names[title]: value for title, value in row.items()}

    def look() -> Any:
        newcomers = Employment.objects.exclude(batch_id=None).select_related("worker")
        return {int(e.worker.phone_masked[-2:]): e.registered_on.day for e in newcomers}

    play(steps, send=sender("people", record, keyring), look=look, model=lambda told: told.stands)


def contract(key: tuple[int, int], signed: int) -> dict[str, Any]:
    serial, number = key
    return {
        "enterprise_code": LABOUR,
        "identity": BY_SERIAL[serial].identity,
        "enterprise_name": site.LABOUR_NAME,
        "contract_code": f"HT-{number}",
        "period_type": "以完成一定工作为期限",
        "from_on": date(2026, 3, signed),
        "unit": "元/天",
        "unit_price": 300 + number,
        "signed_on": date(2026, 3, signed),
    }


@ANY
@given(steps=moves([(serial, number) for serial in SERIALS[:2] for number in (1, 2)], [5, 6, 7]))
def test_contracts(registered: None, keyring: Keyring, steps: list[Move]) -> None:
    """The day of signing on the roster is the first of the contracts that stand."""

    def look() -> Any:
        serials = serial_of()
        contracts = LabourContract.objects.select_related("employment")
        signed = {(serials[c.employment.worker_id], int(c.number[-1])): c.signed_on.day for c in contracts}
        return signed, {
            serials[e.worker_id]: e.contract_signed_on.day for e in Employment.objects.all() if e.contract_signed_on
        }

    def model(told: Told) -> Any:
        first: dict[int, int] = {}
        for (serial, _number), day in told.stands.items():
            first[serial] = min(day, first.get(serial, day))
        return told.stands, first

    play(steps, send=sender("contracts", contract, keyring), look=look, model=model)


def passage(key: tuple[int, str], day: int) -> dict[str, Any]:
    serial, kind = key
    hand = BY_SERIAL[serial]
    return {
        "enterprise_code": LABOUR,
        "enterprise_name": site.LABOUR_NAME,
        "team_name": hand.team,
        "person_name": hand.name,
        "identity": hand.identity,
        "day": date(2026, 3 if kind == "进场" else 10, day),
        "entry_type": kind,
    }


@ANY
@given(steps=moves([(serial, kind) for serial in SERIALS[:2] for kind in ("进场", "退场")], [5, 6, 7]))
def test_entries_and_exits(registered: None, keyring: Keyring, steps: list[Move]) -> None:
    """One stay a person: another day of entry, or of exit, corrects the one that stands."""

    def look() -> Any:
        serials = serial_of()
        passages = {
            (serials[p.worker_id], "进场" if p.kind == "in" else "退场"): p.on.day for p in EntryExit.objects.all()
        }
        stays = {serials[e.worker_id]: (e.entered_on, e.left_on) for e in Employment.objects.all()}
        return passages, stays

    def model(told: Told) -> Any:
        stays = {}
        for serial in SERIALS:
            came, left = told.stands.get((serial, "进场")), told.stands.get((serial, "退场"))
            stays[serial] = (date(2026, 3, came or 2), date(2026, 10, left) if left else None)
        return told.stands, stays

    play(steps, send=sender("entries", passage, keyring), look=look, model=model)
