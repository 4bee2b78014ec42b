"""Any order, duplication and delay of the same punches through the interface give the same days."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.national.building import Building
from tests.api.national.client import Body
from tests.api.national.test_requests import building as building
from tests.api.national.test_requests import system as system
from tests.intake import site
from tests.intake.site import Hand
from xinan.gateways.wiring import Wiring
from xinan.intake.models import Batch
from xinan.intake.national.actions.take_waiting import take_waiting
from xinan.workforce.models import AttendanceDay, Punch

pytestmark = pytest.mark.django_db

HANDS = (Hand("李建国", 1), Hand("张福", 5))
DAYS = [date(2026, 11, 16) + timedelta(n) for n in range(3)]
MOMENTS = [
    (hand, f"{day} {hour:02d}:{minute:02d}:00", direction)
    for hand in HANDS
    for day in DAYS
    for hour, minute, direction in ((6, 55, "01"), (11, 30, "02"), (12, 40, "01"), (17, 5, "02"))
]


def by_hand(punches: list[tuple[Hand, str, str]]) -> set[tuple[str, str, str, int]]:
    """The days as the rule of recomputing says, worked out apart from the product: first, last, how many."""
    days: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for hand, moment, direction in punches:
        days.setdefault((hand.identity, moment[:10]), set()).add((moment[11:], direction))
    return {
        (day, min(at for at, _way in times), max(at for at, _way in times), len(times))
        for (_who, day), times in days.items()
    }


@st.composite
def sendings(draw: st.DrawFn) -> tuple[list[tuple[Hand, str, str]], list[list[tuple[Hand, str, str]]]]:
    """Some punches of the site, and messages that bring each of them at least once, in any order."""
    chosen = draw(st.lists(st.sampled_from(MOMENTS), min_size=1, max_size=len(MOMENTS), unique=True))
    again = draw(st.lists(st.sampled_from(chosen), max_size=10))
    shuffled = draw(st.permutations(chosen + again))
    messages: list[list[tuple[Hand, str, str]]] = []
    rest = list(shuffled)
    while rest:
        size = draw(st.integers(min_value=1, max_value=len(rest)))
        messages.append(rest[:size])
        rest = rest[size:]
    return chosen, messages


def days() -> set[tuple[str, str, str, int]]:
    return {
        (f"{day.day}", f"{day.first_at:%H:%M:%S}", f"{day.last_at:%H:%M:%S}", day.punches)
        for day in AttendanceDay.objects.all()
    }


def test_the_same_punches_give_the_same_days(building: Building, wired: Wiring) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(sendings())
    def any_way(sent: tuple[list[tuple[Hand, str, str]], list[list[tuple[Hand, str, str]]]]) -> None:
        Punch.objects.all().delete()
        AttendanceDay.objects.all().delete()
        chosen, messages = sent
        for number, message in enumerate(messages):
            lines: list[Body] = [building.punch(hand, moment, way) for hand, moment, way in message]
            building.system.upload("WorkerAttendance.Add", building.punches(HANDS[0], lines))
            if number % 2:  # some are taken at once, others lie a while
                taken()
        taken()
        assert days() == by_hand(chosen)
        assert not Batch.objects.filter(source="national", finished_at=None).exists()
        assert not Batch.objects.filter(source="national", rejected__gt=0).exists()

    taken: Callable[[], int] = lambda: take_waiting(  # noqa: E731 a name for the worker's turn
        site.PROJECT, now=wired.clock.now, keyring=wired.keyring
    )
    any_way()
