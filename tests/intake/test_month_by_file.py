"""A contractor's month of 200 workers by Excel, from the page to the last row; `make bench` says how long it takes."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.intake import site
from tests.intake.site import PROJECT, Hand
from tests.intake.test_import import clerk
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.take_upload import take_upload
from xinan.payments.models import PayrollLine
from xinan.workforce.models import AttendanceDay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wired", "empty_queue")]

WORKERS, DAYS = 200, 26


def upload(client: Client, wired: Wiring, **sheets: bytes) -> None:
    """Send the files and take them to their last row."""
    files = [SimpleUploadedFile(f"{kind}.xlsx", content) for kind, content in sheets.items()]
    answer = client.post(reverse("intake-list"), {"files": files, "project": PROJECT if len(sheets) == 2 else ""})
    key = answer["Location"].rstrip("/").rsplit("/", 1)[-1]
    batches = take_upload(key, now=wired.clock.now(), keyring=wired.keyring)
    assert [batch.rejected for batch in batches] == [0] * len(sheets)


def test_a_month_of_two_hundred_workers(client: Client, wired: Wiring) -> None:
    client.force_login(clerk())
    hands = [Hand("工人甲", serial) for serial in range(1, WORKERS + 1)]
    days = site.workdays(date(2026, 10, 1), date(2026, 10, 31))[:DAYS]
    base = {
        "projects": site.project(),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(hands, registered_on=date(2026, 3, 2)),
        "accounts": site.accounts(),
    }
    upload(client, wired, **{kind: workbook(kind, records) for kind, records in base.items()})
    month = {
        "attendance": workbook("attendance", site.attendance(hands, days)),
        "payroll": workbook("payroll", site.payroll(hands, month="2026-10", days=DAYS, paid_on=date(2026, 11, 10))),
    }
    upload(client, wired, **month)
    assert AttendanceDay.objects.count() == WORKERS * DAYS
    assert PayrollLine.objects.count() == WORKERS
