"""The days of attendance depend on the punches alone: not on their order, their doubling, their delay, or the door they came by.

What is expected is worked out here, in plain Python, from the punches; nothing of the product's summing is used for it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import LABOUR, PROJECT, Hand
from tests.intake.workbooks import workbook
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_records import take_records
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.corrections.take_back import take_back
from xinan.intake.models import Batch, BatchSource
from xinan.intake.persons import ID_NUMBER
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.workforce.models import AttendanceDay, Punch, Worker

pytestmark = pytest.mark.django_db

HANDS = (Hand("李建国", 1), Hand("王小明", 3), Hand("张福", 5))
FIRST = date(2026, 10, 12)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
BY_HAND = "人工补录"


@dataclass(frozen=True)
class Stroke:
    """One punch as its gate knows it. A gate tells it the same way however often it is asked."""

    hand: Hand
    at: datetime
    entry: bool
    typed: bool

    @property
    def cells(self) -> dict[str, Any]:
        return {
            "enterprise_code": LABOUR,
            "identity": self.hand.identity,
            "person_name": self.hand.name,
            "punched_at": f"{self.at:%Y-%m-%d %H:%M:%S}",
            "direction": "01" if self.entry else "02",
            "passage": BY_HAND if self.typed else "人脸识别",
        }

    @property
    def record(self) -> dict[str, Any]:
        return {
            "企业信用代码": LABOUR,
            "企业名称": site.LABOUR_NAME,
            "工人姓名": self.hand.name,
            "证件号码": self.hand.identity,
            "刷卡时间": f"{self.at:%Y-%m-%d %H:%M:%S}",
            "进出方向": "进场" if self.entry else "出场",
            "通行方式": BY_HAND if self.typed else "人脸识别",
        }


# Just before and after midnight, and around the working day, to the second.
MOMENTS = st.one_of(
    st.sampled_from([time(0, 0), time(0, 0, 1), time(23, 59, 59), time(6, 58, 12), time(17, 31)]),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
)
STROKES = st.lists(
    st.builds(
        lambda hand, day, moment, entry, typed: Stroke(
            HANDS[hand], datetime.combine(FIRST + timedelta(day), moment, tzinfo=CHINA), entry, typed
        ),
        st.integers(0, 2),
        st.integers(0, 2),
        MOMENTS,
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda stroke: (stroke.hand.serial, stroke.at, stroke.entry),
)


@dataclass
class Sending:
    """One batch on its way: which punches, by which door, how many days late."""

    strokes: list[Stroke] = field(default_factory=list)
    door: str = "file"
    late: int = 0


@st.composite
def sendings(draw: st.DrawFn) -> list[Sending]:
    """Every punch once at least, some several times, in any order, in some number of batches."""
    strokes = draw(STROKES)
    again = draw(st.lists(st.sampled_from(strokes), max_size=6))
    mixed = draw(st.permutations(strokes + again))
    cuts = sorted(draw(st.sets(st.integers(1, max(len(mixed) - 1, 1)), max_size=3)))
    parts = [mixed[start:end] for start, end in zip([0, *cuts], [*cuts, len(mixed)], strict=True)]
    return [
        Sending(part, draw(st.sampled_from(["file", "records", "records"])), draw(st.integers(0, 9)))
        for part in parts
        if part
    ]


Days = dict[tuple[str, date], tuple[time, time, int, int]]


def expected(strokes: Sequence[Stroke]) -> Days:
    """Each person's days: first and last punch, how many, how many typed in by hand."""
    grouped: dict[tuple[str, date], set[Stroke]] = defaultdict(set)
    for stroke in strokes:
        grouped[stroke.hand.identity, stroke.at.date()].add(stroke)
    return {
        key: (
            min(stroke.at.time() for stroke in group),
            max(stroke.at.time() for stroke in group),
            len(group),
            sum(stroke.typed for stroke in group),
        )
        for key, group in grouped.items()
    }


def standing(keyring: Keyring) -> Days:
    """The days as the product has summed them up, by identity number."""
    number_of = {keyring.look_up(hand.identity, context=ID_NUMBER): hand.identity for hand in HANDS}
    workers = Worker.objects.filter(id_number_index__in=number_of).values_list("worker_id", "id_number_index")
    identity_of = {worker_id: number_of[index] for worker_id, index in workers}
    return {
        (identity_of[day.worker_id], day.day): (day.first_at, day.last_at, day.punches, day.supplements)
        for day in AttendanceDay.objects.all()
    }


def take(sending: Sending, *, keyring: Keyring) -> Batch:
    """Through the door; what came of it."""
    now = NOW + timedelta(days=sending.late)
    if sending.door == "file":
        content = workbook("attendance", [stroke.record for stroke in sending.strokes])
        key = receive_files(
            [SentFile("06.xlsx", content)],
            wish=Wish(PROJECT),
            sender=None,
            source=BatchSource.COMMAND,
            now=now,
            keyring=keyring,
        )
        (batch,) = take_upload(key, now=now, keyring=keyring)
        return batch
    batch = Batch.objects.create(source=BatchSource.API, kind="attendance", project_id=PROJECT, received_at=now)
    records = ((number, stroke.cells) for number, stroke in enumerate(sending.strokes, start=1))
    take_records(batch, kind="attendance", records=records, project_id=PROJECT, now=now, keyring=keyring)
    return batch


@pytest.fixture
def registered(send: Send) -> None:
    """The project with its firms and teams; the people come with their punches."""
    send(projects=site.project(), units=site.units(), teams=site.teams())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=sendings())
def test_the_same_punches_give_the_same_days_however_they_come(
    registered: None, keyring: Keyring, sent: list[Sending]
) -> None:
    strokes = [stroke for sending in sent for stroke in sending.strokes]
    with transaction.atomic():
        for sending in sent:
            batch = take(sending, keyring=keyring)
            assert (batch.rejected, batch.added + batch.changed + batch.unchanged) == (0, len(sending.strokes))
            assert batch.changed == 0
        assert Punch.objects.count() == len(set(strokes))
        assert standing(keyring) == expected(strokes)
        transaction.set_rollback(True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=sendings(), corrected=st.data())
def test_a_correction_stands_whatever_came_before_or_comes_twice(
    registered: None, keyring: Keyring, sent: list[Sending], corrected: st.DataObject
) -> None:
    """The last word on how a punch was taken counts; sending it again changes nothing more."""
    strokes = {stroke for sending in sent for stroke in sending.strokes}
    ordered = sorted(strokes, key=lambda stroke: (stroke.at, stroke.hand.serial, stroke.entry))
    wrong = corrected.draw(st.lists(st.sampled_from(ordered), unique=True))
    right = [Stroke(stroke.hand, stroke.at, stroke.entry, not stroke.typed) for stroke in wrong]
    with transaction.atomic():
        for sending in sent:
            take(sending, keyring=keyring)
        for _ in range(2):
            if right:
                take(Sending(right, "records"), keyring=keyring)
        assert standing(keyring) == expected([*(strokes - set(wrong)), *right])
        transaction.set_rollback(True)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=sendings(), mistaken=STROKES, place=st.integers(0, 4))
def test_a_batch_taken_back_leaves_the_days_of_all_others(
    registered: None, keyring: Keyring, sent: list[Sending], mistaken: list[Stroke], place: int
) -> None:
    """Wherever among the others the mistaken batch came; what another had said before it stays that other's."""
    strokes = {stroke for sending in sent for stroke in sending.strokes}
    said = {(stroke.hand.serial, stroke.at, stroke.entry) for stroke in strokes}
    own = [stroke for stroke in mistaken if (stroke.hand.serial, stroke.at, stroke.entry) not in said]
    with transaction.atomic():
        for sending in sent[:place]:
            take(sending, keyring=keyring)
        before = [stroke for sending in sent[:place] for stroke in sending.strokes]
        wrong = take(Sending(own + before, "records"), keyring=keyring) if own or before else None
        for sending in sent[place:]:
            take(sending, keyring=keyring)
        if wrong is not None:
            take_back(wrong, by=None, reason="发错了项目", now=NOW)
        assert standing(keyring) == expected(sorted(strokes, key=lambda stroke: stroke.at))
        transaction.set_rollback(True)
