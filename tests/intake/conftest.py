"""Sends workbooks through the whole of the import, as the command and the page do."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests.intake.site import Record
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import Wiring, wiring
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import Batch, BatchSource
from xinan.kernel.ciphers import Keyring, generate_key
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


@pytest.fixture
def empty_queue(db: None) -> None:
    """The queue without the jobs of earlier tests: its tables are not among those that are emptied after each."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[Wiring]:
    """The wiring of pages and tasks, with keys of its own and a clock that stands on 2026-11-23; no static files."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    monkeypatch.setenv("XINAN_KEYS", generate_key("page"))
    monkeypatch.setenv("XINAN_NOW", "2026-11-23T09:00:00+08:00")
    wiring.cache_clear()
    yield wiring()
    wiring.cache_clear()
