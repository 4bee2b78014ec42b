"""The counts keep themselves: whatever becomes of batches, they are what counting anew would find."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinan.intake.models import Batch, FeedDay, FeedStanding
from xinan.intake.switchboard.counting import RECOUNT

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
KINDS = ("attendance", "payroll")


def batch(**fields: Any) -> Batch:
    given = {"source": "upload", "kind": "attendance", "project_id": "P1", "received_at": NOON}
    return Batch.objects.create(**{**given, **fields})


def finish(it: Batch, *, at: datetime = NOON, rows: int = 10, refused: int = 0, state: str = "done") -> Batch:
    taken = 0 if state == "refused" else rows - refused
    it.state, it.finished_at, it.rows, it.rejected, it.added = state, at, rows, refused, taken
    it.save()
    return it


def counted() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    days = FeedDay.objects.filter(batches__gt=0).order_by("project_id", "kind", "day")
    standing = FeedStanding.objects.order_by("project_id", "kind")
    return list(days.values_list()), list(standing.values_list())


def recounted() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
    return counted()


def test_a_batch_counts_once_it_is_finished_and_only_once() -> None:
    it = batch()
    assert counted() == ([], [])
    finish(it, refused=3)
    Batch.objects.filter(pk=it.pk).update(progress=50, original_sealed="")
    day = FeedDay.objects.get()
    assert (day.batches, day.rows, day.taken, day.refused, str(day.day)) == (1, 10, 7, 3, "2026-11-23")
    standing = FeedStanding.objects.get()
    assert (standing.heard_at, standing.is_bad, standing.refused_batch_id) == (NOON, True, it.pk)


def test_a_day_is_a_day_in_china() -> None:
    finish(batch(), at=datetime(2026, 11, 22, 16, 30, tzinfo=UTC))
    assert str(FeedDay.objects.get().day) == "2026-11-23"


def test_a_file_refused_as_a_whole_is_a_failure_though_it_had_no_rows() -> None:
    it = finish(batch(), rows=0, state="refused")
    standing = FeedStanding.objects.get()
    assert (standing.heard_at, standing.is_bad, standing.refused_batch_id) == (None, True, it.pk)


def test_what_was_tried_and_what_belongs_to_nobody_is_not_counted() -> None:
    finish(batch(dry_run=True), state="dry")
    finish(batch(project_id=""))
    assert counted() == ([], [])


def test_a_good_batch_after_a_bad_one_clears_the_feed() -> None:
    bad = finish(batch(), refused=1)
    finish(batch(), at=NOON + timedelta(minutes=5))
    standing = FeedStanding.objects.get()
    assert (standing.is_bad, standing.refused_batch_id) == (False, bad.pk)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["one", "many", "touch", "open"]),
        st.sampled_from(["P1", "P2", ""]),
        st.sampled_from(KINDS),
        st.integers(0, 72),
        st.integers(0, 5),
        st.integers(0, 5),
        st.sampled_from(["done", "refused", "dry"]),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_in_whatever_order_batches_finish_the_counts_are_those_of_counting_anew(acts: list[Any]) -> None:
    Batch.objects.all().delete()
    recounted()
    for act, project_id, kind, hours, rows, refused, state in acts:
        at, refused = NOON + timedelta(hours=hours), min(rows, refused)
        if act == "touch":
            Batch.objects.update(progress=100)
        elif act == "open":
            batch(project_id=project_id, kind=kind)
        elif act == "many":
            Batch.objects.bulk_create(
                Batch(
                    source="api", kind=kind, project_id=project_id, state=state, finished_at=at, rows=rows, added=rows
                )
                for _ in range(3)
            )
        else:
            finish(batch(project_id=project_id, kind=kind), at=at, rows=rows, refused=refused, state=state)
    kept = counted()
    assert kept == recounted()
