"""Messages of punches taken together come to what they come to one after the other; each answers for its own lines."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.national.building import Building
from tests.api.national.client import Body, Refused
from tests.api.national.test_requests import building as building
from tests.api.national.test_requests import system as system
from tests.intake import site
from tests.intake.site import Hand
from xinan.gateways.wiring import Wiring
from xinan.intake.models import Batch, RowFault
from xinan.intake.national.actions import take_waiting as taking
from xinan.intake.national.actions.take_waiting import take_waiting
from xinan.registry.models import Feed
from xinan.workforce.models import AttendanceDay, Punch, PunchTrace, PunchVersion, Worker

pytestmark = pytest.mark.django_db

HANDS = (Hand("李建国", 1), Hand("张福", 5), Hand("生面孔", 41))
LINES = st.tuples(
    st.sampled_from(HANDS),
    st.sampled_from(["2026-11-16 06:55:00", "2026-11-16 17:05:00", "2026-11-17 06:55:00", "2026-12-17 06:55:00"]),
    st.sampled_from(["01", "02"]),
    st.sampled_from(["001", "007"]),  # by face, or typed in by hand
    st.sampled_from(["", "东门"]),
)
MESSAGES = st.lists(
    st.tuples(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(["", "", "", "team", "line"])),
    min_size=2,
    max_size=6,
)


def send(building: Building, lines: Any, fault: str) -> None:
    made: list[Body] = []
    for hand, moment, direction, kind, channel in lines:
        line = building.punch(hand, moment, direction) | {"attendType": kind}
        made.append(line | ({"channel": channel} if channel else {}))
    if fault == "line":
        made[-1] |= {"direction": "9"}
    body = building.punches(HANDS[0], made)
    # A message without one good line is refused at once, and waits for nothing.
    with suppress(Refused):
        building.system.upload("WorkerAttendance.Add", body | ({"teamSysNo": 1_999_999_999} if fault == "team" else {}))


def outcome() -> dict[str, Any]:
    """All there is afterwards; batches by their place in the order of coming, people by their number."""
    batches = {batch.pk: place for place, batch in enumerate(Batch.objects.filter(source="national").order_by("pk"))}
    people = dict(Worker.objects.values_list("worker_id", "id_number_masked"))

    def said(row: Any) -> tuple[Any, ...]:
        return people[row.worker_id], row.at, row.direction, row.method, row.supplement, batches[row.batch_id]

    fields = ("state", "rows", "added", "changed", "unchanged", "rejected", "progress", "original_sealed")
    return {
        "batches": [tuple(getattr(b, f) for f in fields[:-1]) + (bool(b.original_sealed),) for b in national()],
        "faults": [
            (batches[f.batch_id], f.row, f.column, f.code, f.what_zh)
            for f in RowFault.objects.filter(batch__in=batches)
        ],
        "punches": sorted(said(punch) for punch in Punch.objects.all()),
        "versions": sorted((*said(one), one.again, batches.get(one.ended_by)) for one in PunchVersion.objects.all()),
        "days": sorted(
            (people[d.worker_id], d.day, d.first_at, d.last_at, d.punches, d.supplements)
            for d in AttendanceDay.objects.all()
        ),
        "traces": sorted((people[t.worker_id], t.at, t.direction, t.channel) for t in PunchTrace.objects.all()),
        "strangers": sorted(
            (masked, batches[number])
            for masked, number in Worker.objects.values_list("id_number_masked", "batch_id")
            if number in batches
        ),
        "feed": list(Feed.objects.filter(source="attendance").values_list("last_received_on", flat=True)),
    }


def national() -> Any:
    return Batch.objects.filter(source="national").order_by("pk")


def test_together_as_one_by_one(building: Building, wired: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = taking._TOGETHER

    def taken(most: int) -> dict[str, Any]:
        monkeypatch.setattr(taking, "_TOGETHER", most)
        with transaction.atomic():
            take_waiting(site.PROJECT, now=wired.clock.now, keyring=wired.keyring)
            found = outcome()
            transaction.set_rollback(True)
        return found

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(MESSAGES)
    def any_messages(messages: Any) -> None:
        with transaction.atomic():
            for lines, fault in messages:
                send(building, lines, fault)
            assert taken(usual) == taken(1)
            transaction.set_rollback(True)

    any_messages()


def test_large_messages_are_not_held_in_memory_together(
    building: Building, wired: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message may bring a photograph with each line."""
    for number in range(6):
        send(building, [(HANDS[0], f"2026-11-16 07:{number:02d}:00", "01", "001", "")], "")
    largest = max(len(batch.original_sealed) for batch in national())
    monkeypatch.setattr(taking, "_MOST_BYTES", 2 * largest)
    runs: list[int] = []
    real = taking.take_punch_messages

    def counted(numbers: Sequence[int], **options: Any) -> int:
        runs.append(len(numbers))
        return real(numbers, **options)

    monkeypatch.setattr(taking, "take_punch_messages", counted)
    assert take_waiting(site.PROJECT, now=wired.clock.now, keyring=wired.keyring) == 6
    assert runs == [2, 2, 2]
    assert Punch.objects.count() == 6


def test_many_messages_cost_hardly_more_statements_than_few(building: Building, wired: Wiring) -> None:
    def statements(messages: int, day: date) -> int:
        for number in range(messages):
            lines = [(HANDS[0], f"{day} 07:{number:02d}:{n:02d}", "01", "001", "") for n in range(20)]
            send(building, lines, "")
        with CaptureQueriesContext(connection) as asked:
            assert take_waiting(site.PROJECT, now=wired.clock.now, keyring=wired.keyring) == messages
        assert Punch.objects.filter(at__date=day).count() == 20 * messages
        return len(asked)

    few, many = statements(2, date(2026, 11, 16)), statements(30, date(2026, 11, 17))
    assert many < few + 28 * 2
