"""The clocks tell the time in China."""

from datetime import UTC, date, datetime, timedelta

from xinan.kernel.clock import FixedClock, SystemClock


def test_a_fixed_clock_tells_the_day_in_china() -> None:
    clock = FixedClock(datetime(2026, 1, 31, 16, 30, tzinfo=UTC))
    assert clock.now().isoformat() == "2026-02-01T00:30:00+08:00"
    assert clock.today() == date(2026, 2, 1)


def test_the_system_clock_is_aware_and_in_china() -> None:
    assert SystemClock().now().utcoffset() == timedelta(hours=8)
