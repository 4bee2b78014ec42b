"""The queue's task that sends what waits. The rows themselves are the queue; the task only wakes somebody up."""

from typing import Final

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

TASK: Final = "send_notices"
QUEUE: Final = "notices"
_WAITING_JOB: Final = "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo')"


def send_soon() -> None:
    """Have what waits sent once this transaction is committed. Lost, the sweep of every minute finds it."""
    transaction.on_commit(_defer)


def _defer() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_JOB, [TASK])
        (waits,) = cursor.fetchone()
    if waits:
        return
    try:
        app.configure_task(TASK, queue=QUEUE, queueing_lock=TASK).defer()
    except AlreadyEnqueued:
        return  # another transaction was quicker
