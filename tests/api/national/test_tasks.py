"""The queue's part: a worker that died keeps nobody waiting."""

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.api.national.building import Building
from tests.api.national.test_requests import building as building
from tests.api.national.test_requests import punches
from tests.api.national.test_requests import system as system
from tests.support.queue import empty_queue, work_off
from xinan.gateways.wiring import Wiring
from xinan.intake.models import Batch, BatchState
from xinan.jobs.national_tasks import close_stalled_national, sweep_national
from xinan.workforce.models import Punch

pytestmark = pytest.mark.django_db(transaction=True)


def test_messages_whose_worker_died_are_taken_by_the_next(building: Building, wired: Wiring) -> None:
    empty_queue()
    building.system.upload("WorkerAttendance.Add", punches(building, 20))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes') RETURNING id"
        )
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [cursor.fetchone()[0]])
    Batch.objects.filter(source="national").update(received_at=wired.clock.now() - timedelta(minutes=1))
    for task in (close_stalled_national, sweep_national):
        task.defer(timestamp=0)
        work_off()
    states = ProcrastinateJob.objects.filter(task_name="take_national").values_list("status", flat=True)
    assert sorted(states) == ["failed", "succeeded"]
    assert Batch.objects.get(source="national").state == BatchState.DONE
    assert Punch.objects.count() == 20
