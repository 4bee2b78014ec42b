"""A project on record with a credential, the platform at an address, and its worker."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.api.national.client import SiteSystem
from tests.intake import site
from tests.intake.workbooks import workbook
from tests.support.queue import empty_queue, work_off
from xinan.gateways.wiring import Wiring, wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import BatchSource
from xinan.kernel.ciphers import generate_key

NOW = "2026-11-23T09:00:00+08:00"


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: object) -> Iterator[Wiring]:
    """The wiring of the server and the worker, on Monday 2026-11-23, nine o'clock."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    monkeypatch.setenv("XINAN_KEYS", generate_key("national"))
    monkeypatch.setenv("XINAN_NOW", NOW)
    wiring.cache_clear()
    yield wiring()
    wiring.cache_clear()


@pytest.fixture
def take_sheets(wired: Wiring) -> Callable[..., None]:
    """What the contractor and the bank bring by file: the project itself, its account, its movements."""

    def take(project: str = "", **sheets: list[site.Record]) -> None:
        key = receive_files(
            [SentFile(f"{kind}.xlsx", workbook(kind, records)) for kind, records in sheets.items()],
            wish=Wish(project),
            sender=None,
            source=BatchSource.COMMAND,
            now=wired.clock.now(),
            keyring=wired.keyring,
        )
        assert [batch.rejected for batch in take_upload(key, now=wired.clock.now(), keyring=wired.keyring)] == [
            0 for _kind in sheets
        ]

    return take


@pytest.fixture
def system_of(wired: Wiring) -> Callable[..., SiteSystem]:
    """A site system with a fresh credential of a project."""

    def opened(project_id: str, *, host: str = "", scopes: tuple[str, ...] = ()) -> SiteSystem:
        made = open_credential(
            project_id=project_id, name="闸机", scopes=scopes, by=None, now=wired.clock.now(), keyring=wired.keyring
        )
        return SiteSystem(host, made.credential.appid, made.secret, now=wired.clock.now)

    return opened


@pytest.fixture
def system(
    transactional_db: None,
    live_server: LiveServer,
    take_sheets: Callable[..., None],
    system_of: Callable[..., SiteSystem],
) -> SiteSystem:
    """The site system of a project in good order that nobody has worked on yet."""
    empty_queue()
    take_sheets(projects=site.project(实际开工日期=date(2026, 9, 1), 施工合同签订日期=date(2026, 8, 3)))
    return system_of(site.PROJECT, host=live_server.url)


Settle = Callable[[], None]


@pytest.fixture
def settle() -> Settle:
    """The worker, until nothing waits: messages taken, touched projects evaluated."""
    return work_off
