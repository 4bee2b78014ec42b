"""An upload whose job was lost is queued again; one that never comes to its end is refused, and its file kept."""

import pytest
from django.db import connection

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.test_import import clerk, everything
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.queue_files import queue_files
from xinan.intake.actions.receive_files import SentFile, Wish
from xinan.intake.actions.resume_uploads import MOST_TRIES, resume_uploads
from xinan.intake.models import Batch, BatchState

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(send: Send, wired: Wiring, empty_queue: None) -> str:
    sheets = everything()
    del sheets["deposits"]
    send(**sheets)
    file = SentFile("09.xlsx", workbook("deposits", site.deposits()))
    return queue_files([file], wish=Wish(site.PROJECT), sender=clerk(), now=wired.clock.now(), keyring=wired.keyring)


def jobs(status: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = %s", [status])
        return int(cursor.fetchone()[0])


def fail_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'todo'")


def test_an_upload_that_has_its_job_is_left_alone(queued: str, wired: Wiring) -> None:
    assert resume_uploads(now=wired.clock.now()) == {}
    assert jobs("todo") == 1


def test_an_upload_without_a_job_is_queued_once(queued: str, wired: Wiring) -> None:
    fail_all()
    Batch.objects.filter(upload_key=queued).update(state=BatchState.RUNNING)
    assert resume_uploads(now=wired.clock.now()) == {queued: "queued"}
    assert resume_uploads(now=wired.clock.now()) == {}
    assert jobs("todo") == 1


def test_after_many_failures_it_is_refused_and_its_file_kept(queued: str, wired: Wiring) -> None:
    for _ in range(MOST_TRIES - 1):
        fail_all()
        assert resume_uploads(now=wired.clock.now()) == {queued: "queued"}
    fail_all()
    assert resume_uploads(now=wired.clock.now()) == {queued: "refused"}
    batch = Batch.objects.get(upload_key=queued)
    assert (batch.state, batch.finished_at is not None, batch.original_sealed != "") == ("refused", True, True)
    assert batch.faults.get().code == "batch.given_up"
    assert resume_uploads(now=wired.clock.now()) == {}


def test_a_killed_command_leaves_nothing_waiting_for_ever(send: Send, wired: Wiring, empty_queue: None) -> None:
    (batch,) = send(deposits=site.deposits())
    now = batch.received_at
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.RUNNING, finished_at=None)
    assert resume_uploads(now=now) == {}
    assert resume_uploads(now=now.replace(day=24)) == {batch.upload_key: "queued"}
