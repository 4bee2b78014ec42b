"""A kept file taken once more does now what it could not do before, and the earlier outcome stays on record."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.test_import import HANDS, clerk, everything
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.retake_batch import retake_batch
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import Batch, BatchSource
from xinan.kernel.errors import NotFound
from xinan.payments.models import PayrollLine

pytestmark = pytest.mark.django_db


def test_wages_refused_for_want_of_people_are_taken_once_they_are_registered(
    wired: Wiring, empty_queue: None, send: Send
) -> None:
    now, keyring = wired.clock.now(), wired.keyring

    def upload(**sheets: list[site.Record]) -> list[Batch]:
        files = [SentFile(f"{kind}.xlsx", workbook(kind, rows)) for kind, rows in sheets.items()]
        wish, source = Wish(site.PROJECT if "projects" not in sheets else ""), BatchSource.UPLOAD
        sender = None if "projects" in sheets else person
        key = receive_files(files, wish=wish, sender=sender, source=source, now=now, keyring=keyring)
        return take_upload(key, now=now, keyring=keyring)

    sheets, person = everything(), clerk()
    upload(**{kind: sheets[kind] for kind in ("projects", "units", "teams")})
    (refused,) = upload(payroll=sheets["payroll"])
    assert (refused.rejected, PayrollLine.objects.count()) == (len(HANDS), 0)
    upload(people=sheets["people"], entries=sheets["entries"])

    key = retake_batch(refused.pk, by=person, now=now)
    assert ProcrastinateJob.objects.filter(args__upload_key=key).count() == 1
    (again,) = take_upload(key, now=now, keyring=keyring)
    assert (again.added, again.rejected, again.retake_of_id, again.submitted_by) == (len(HANDS), 0, refused.pk, person)
    assert PayrollLine.objects.count() == len(HANDS)
    refused.refresh_from_db()
    assert (refused.rejected, refused.faults.exists(), refused.original_sealed) == (len(HANDS), True, "")
    with pytest.raises(NotFound):
        retake_batch(refused.pk, by=person, now=now)
    with pytest.raises(NotFound):
        retake_batch(again.pk, by=person, now=now)
