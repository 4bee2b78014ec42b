"""The clocks' tasks: what is due is worked off until nothing is, calendars are looked at."""

from collections.abc import Callable, Iterator

import pytest

from tests.procedures.conftest import MONDAY, TOY, clock_of, opened
from xinan.gateways.wiring import wiring
from xinan.jobs.procedure_tasks import due_acts, nightly_clocks
from xinan.kernel.ciphers import generate_key
from xinan.procedures.models import CalendarYear, ClockAct
from xinan.procedures.registry import register, unregister

pytestmark = pytest.mark.django_db

TICK = 1_700_000_000


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def to(moment: str) -> None:
        monkeypatch.setenv("XINAN_NOW", moment)
        wiring.cache_clear()

    monkeypatch.setenv("XINAN_KEYS", generate_key("tasks"))
    register(TOY)
    yield to
    unregister("toy")
    wiring.cache_clear()


def test_every_minute_what_is_due_and_nothing_twice(set_clock: Callable[[str], None]) -> None:
    one = opened()
    set_clock("2026-11-25T23:59:00+08:00")
    due_acts(timestamp=TICK)
    assert clock_of(one, "sign").state == "running"
    set_clock("2026-11-26T00:00:00+08:00")
    for _ in range(3):
        due_acts(timestamp=TICK)
    assert clock_of(one, "sign").state == "expired"
    assert ClockAct.objects.filter(kind="remind", done_at__isnull=False).count() == 1


def test_every_night_by_the_calendar_in_force(set_clock: Callable[[str], None]) -> None:
    one = opened()
    assert clock_of(one, "sign").due_on.isoformat() == "2026-11-25"
    CalendarYear.objects.create(
        year=2026, days_off=["2026-11-24"], work_weekends=[], source="临时放假", entered_at=MONDAY
    )
    set_clock("2026-11-24T00:40:00+08:00")
    nightly_clocks(timestamp=TICK)
    clock = clock_of(one, "sign")
    assert clock.due_on.isoformat() == "2026-11-26"
    assert "工作日历有变动" in clock.events.get(kind="moved").because
