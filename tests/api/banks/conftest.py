"""A site with its payroll on record, the platform at an address, and a bank with a credential."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.api.banks.client import BankClient
from tests.intake import site
from tests.intake.site import Hand
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import Wiring, wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.credentials.uses import write_uses
from xinan.intake.models import BatchSource
from xinan.kernel.ciphers import generate_key

NOW = "2026-11-23T09:00:00+08:00"
BANK = site.credit_code(77)
HANDS = (
    Hand("李建国", 1),
    Hand("王铁柱", 3, team="木工一班", work_type="木工"),
    Hand("张福", 5),
    Hand("赵敏", 2, post="劳资专管员", role="管理人员", work_type="管理人员", team=None, rate=Decimal(260)),
)
STARTED = date(2026, 3, 2)
DAYS = [date(2026, 10, day) for day in (12, 13, 14)]


@pytest.fixture
def wired(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: object) -> Iterator[Wiring]:
    """The wiring of the server, on Monday 2026-11-23, nine o'clock."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    monkeypatch.setitem(django_settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    monkeypatch.setenv("XINAN_KEYS", generate_key("bank"))
    monkeypatch.setenv("XINAN_NOW", NOW)
    wiring.cache_clear()
    yield wiring()
    wiring.cache_clear()


@pytest.fixture
def open_bank(wired: Wiring) -> Callable[..., BankClient]:
    """A bank with a fresh credential."""

    def opened(bank_id: str = BANK, *, host: str = "", scopes: tuple[str, ...] = ()) -> BankClient:
        made = open_credential(
            bank_id=bank_id, name="核心系统", scopes=scopes, by=None, now=wired.clock.now(), keyring=wired.keyring
        )
        return BankClient(host, made.credential.appid, made.secret, now=wired.clock.now)

    return opened


@pytest.fixture
def paid_site(transactional_db: None, wired: Wiring) -> None:
    """Four people with three days in October and their payroll, nobody paid, no account on record."""
    sheets = {
        "projects": site.project(),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(HANDS, registered_on=STARTED),
        "entries": site.entries(HANDS, on=STARTED),
        "attendance": site.attendance(HANDS, DAYS),
        "payroll": site.payroll(HANDS, month="2026-10", days=3, paid_on=None),
    }
    key = receive_files(
        [SentFile(f"{kind}.xlsx", workbook(kind, records)) for kind, records in sheets.items()],
        wish=Wish(),
        sender=None,
        source=BatchSource.COMMAND,
        now=wired.clock.now(),
        keyring=wired.keyring,
    )
    taken = take_upload(key, now=wired.clock.now(), keyring=wired.keyring)
    assert [batch.rejected for batch in taken] == [0] * len(sheets)


@pytest.fixture
def bank(paid_site: None, live_server: LiveServer, open_bank: Callable[..., BankClient]) -> Iterator[BankClient]:
    """The bank of that site. What was counted of its requests is written before the database is emptied."""
    yield open_bank(host=str(live_server.url))
    write_uses()
