"""The queue's part: an upload is worked off, a dead worker's import is taken up again, old files are let go."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.test_import import clerk, everything
from tests.intake.workbooks import workbook
from tests.support.queue import work_off_jobs
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.discard_originals import KEPT, discard_originals
from xinan.intake.actions.queue_files import queue_files
from xinan.intake.actions.receive_files import SentFile, Wish
from xinan.intake.models import Batch, BatchState
from xinan.jobs.import_tasks import resume_imports
from xinan.kernel.clock import FixedClock
from xinan.kernel.errors import XinanError
from xinan.registry.models import Deposit


@pytest.fixture
def queued(send: Send, wired: Wiring, empty_queue: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """A project on record, and an upload of its deposit waiting in the queue."""
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    sheets = everything()
    del sheets["deposits"]
    send(**sheets)
    file = SentFile("09.xlsx", workbook("deposits", site.deposits()))
    return queue_files([file], wish=Wish(site.PROJECT), sender=clerk(), now=wired.clock.now(), keyring=wired.keyring)


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_what_was_queued(queued: str) -> None:
    work_off_jobs()
    assert Batch.objects.get(upload_key=queued).state == BatchState.DONE
    assert Deposit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_import_whose_worker_died_is_taken_up_again(queued: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes') RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE task_name = 'take_upload'",
            [cursor.fetchone()[0]],
        )
    Batch.objects.filter(upload_key=queued).update(state=BatchState.RUNNING, progress=40)
    work_off_jobs()
    assert Deposit.objects.count() == 0  # nobody may take it while it is being done
    resume_imports.defer(timestamp=0)
    work_off_jobs()
    assert ProcrastinateJob.objects.get(task_name="take_upload").status == "succeeded"
    assert (Batch.objects.get(upload_key=queued).state, Deposit.objects.count()) == (BatchState.DONE, 1)


@pytest.mark.django_db
def test_a_refused_upload_is_neither_kept_nor_queued(wired: Wiring, empty_queue: None) -> None:
    with pytest.raises(XinanError):
        queue_files(
            [SentFile("a.exe", b"MZ")], wish=Wish(), sender=clerk(), now=wired.clock.now(), keyring=wired.keyring
        )
    assert (Batch.objects.count(), ProcrastinateJob.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_files_nobody_corrected_are_let_go_after_thirty_days(send: Send, clock: FixedClock) -> None:
    (batch,) = send(deposits=site.deposits())
    assert batch.original_sealed
    assert discard_originals(now=clock.now() + KEPT) == 0
    assert discard_originals(now=clock.now() + KEPT + timedelta(seconds=1)) == 1
    assert Batch.objects.get().original_sealed == ""
    assert Batch.objects.get().faults.exists()
