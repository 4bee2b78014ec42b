"""What a bank feeds back is judged: a payment that did not arrive and was not made good is warned of, until it is."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.api.banks.client import BankClient
from tests.api.banks.test_a_month_of_wages import OPENED, TOTAL, bulk, funded, line
from tests.intake.site import ACCOUNT, PROJECT
from xinan.gateways.wiring import Wiring, wiring
from xinan.kernel.clock import FixedClock
from xinan.monitoring.live import live_step
from xinan.monitoring.models import Warning
from xinan.payments.models import AccountEntry

RULE = "wages/failed-not-repaid"


@pytest.fixture
def evaluated(wired: Wiring) -> Callable[[], list[Warning]]:
    """Has everything judged that was marked since, and answers with the rule's warnings of the project."""

    def now() -> list[Warning]:
        clock = FixedClock(wiring().clock.now())
        while live_step(clock=clock):
            pass
        return list(Warning.objects.filter(project_id=PROJECT, rule=RULE))

    return now


def test_a_failed_line_is_warned_of_until_it_is_paid(bank: BankClient, evaluated: Callable[[], list[Warning]]) -> None:
    failed = line(3, "failed", failCode="E07", paidTime="2026-11-13 09:31:00")
    assert bank.send(OPENED, funded(), *(line(n) for n in (1, 2, 4)), failed, bulk(TOTAL)).codes == ["0"] * 7
    # Friday the 13th; its third working day was the 18th, and today is the 23rd.
    (warning,) = evaluated()
    assert (warning.state, warning.period, warning.level) == ("open", "2026-10", "blue")
    again = line(1) | {"batchNo": "DF-2", "amount": failed["amount"], "idHash": failed["idHash"]}
    assert bank.send(again | {"paidTime": "2026-11-20 10:00:00"}).codes == ["0"]
    (cured,) = evaluated()
    assert (cured.pk, cured.state) == (warning.pk, "cured")


def test_a_payment_of_less_cures_nothing(bank: BankClient, evaluated: Callable[[], list[Warning]]) -> None:
    failed = line(3, "failed", failCode="E07")
    assert bank.send(OPENED, funded(), failed).codes == ["0"] * 3
    part = line(1) | {"batchNo": "DF-2", "amount": "100.00", "idHash": failed["idHash"]}
    assert bank.send(part | {"paidTime": "2026-11-20 10:00:00"}).codes == ["0"]
    (warning,) = evaluated()
    assert warning.state == "open"


def test_a_line_that_came_back_is_warned_of(bank: BankClient, evaluated: Callable[[], list[Warning]]) -> None:
    returned = {
        "type": "Returned",
        "account": ACCOUNT,
        "batchNo": "DF-1",
        "lineNo": 2,
        "failCode": "R01",
        "returnedTime": "2026-11-13 14:00:00",
    }
    assert bank.send(OPENED, funded(), *(line(n) for n in (1, 2, 3, 4)), bulk(TOTAL), returned).codes == ["0"] * 8
    (warning,) = evaluated()
    assert (warning.state, warning.period) == ("open", "2026-10")


def test_a_moment_in_universal_time_is_the_next_day_in_china(bank: BankClient, wired: Wiring) -> None:
    from_abroad = funded() | {"time": "2026-11-12T17:30:00Z"}
    assert bank.send(OPENED, from_abroad).codes == ["0", "0"]
    assert AccountEntry.objects.get().booked_on == date(2026, 11, 13)
    assert bank.send(funded(day="2026-11-14") | {"time": "2026-11-14T10:00:00 CST"}).codes == ["cell.zone"]
