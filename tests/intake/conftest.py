"""Sends workbooks through the whole of the import, as the command and the page do."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from tests.intake.site import Record
from tests.intake.workbooks import workbook
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import Batch, BatchSource
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.people.models import User

Send = Callable[..., list[Batch]]


@pytest.fixture
def send(keyring: Keyring, clock: FixedClock) -> Send:
    """A function that imports sheets given as `kind=records` (or whole files) and answers with their batches."""

    def import_(
        *files: SentFile,
        project: str = "",
        dry_run: bool = False,
        all_or_nothing: bool = False,
        sender: User | None = None,
        now: datetime | None = None,
        **sheets: Sequence[Record],
    ) -> list[Batch]:
        made = [SentFile(f"{kind}.xlsx", workbook(kind, records)) for kind, records in sheets.items()]
        moment = now or clock.now()
        key = receive_files(
            [*files, *made],
            wish=Wish(project, dry_run=dry_run, all_or_nothing=all_or_nothing),
            sender=sender,
            source=BatchSource.COMMAND,
            now=moment,
            keyring=keyring,
        )
        return take_upload(key, now=moment, keyring=keyring)

    return import_
