"""Receive files from a page: into custody and into the queue, both or neither."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.models import BatchSource
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User

TASK, QUEUE = "take_upload", "import"


def queue_files(files: Sequence[SentFile], *, wish: Wish, sender: User, now: datetime, keyring: Keyring) -> str:
    """Receive the files and leave the work to the worker; the number of the upload. Raises as `receive_files`."""
    with transaction.atomic():
        upload_key = receive_files(files, wish=wish, sender=sender, source=BatchSource.UPLOAD, now=now, keyring=keyring)
        app.configure_task(TASK, queue=QUEUE, lock=f"upload-{upload_key}").defer(upload_key=upload_key)
    return upload_key
