"""A site's files raise exactly the warnings they should, and a correcting file cures exactly the one it corrects."""

import pytest
from django.db import connection

from tests.intake import planted
from tests.intake.conftest import Send
from tests.intake.site import PROJECT
from tests.intake.workbooks import workbook
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import Batch, BatchSource
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.monitoring.live import live_step
from xinan.monitoring.models import Warning
from xinan.registry.models import ProjectChange

pytestmark = pytest.mark.django_db(transaction=True)


def standing() -> set[tuple[str, str | None, str]]:
    """The open warnings of the project: rule, period, level."""
    return set(Warning.objects.filter(project_id=PROJECT, state="open").values_list("rule", "period", "level"))


def evaluate(clock: FixedClock) -> None:
    while live_step(clock=clock):
        pass


def test_nobody_sees_half_of_an_upload(keyring: Keyring, clock: FixedClock) -> None:
    """An account without its movements, a project without its people would raise warnings that the next file cures."""
    files = [SentFile(f"{kind}.xlsx", workbook(kind, records)) for kind, records in planted.files().items()]
    key = receive_files(files, wish=Wish(), sender=None, source=BatchSource.COMMAND, now=clock.now(), keyring=keyring)
    onlooker = connection.copy()
    seen: set[int] = set()

    def look(_batch: Batch, _percent: int) -> None:
        with onlooker.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM registry_projectchange")
            seen.add(cursor.fetchone()[0])

    try:
        take_upload(key, now=clock.now(), keyring=keyring, on_progress=look)
    finally:
        onlooker.close()
    assert seen == {0}
    assert ProjectChange.objects.filter(project_id=PROJECT).exists()


def test_planted_faults_are_found_and_nothing_else(send: Send, clock: FixedClock) -> None:
    batches = send(**planted.files())
    assert [(batch.kind, batch.rejected) for batch in batches if batch.rejected] == []
    evaluate(clock)
    assert standing() == planted.EXPECTED
    send(project=PROJECT, **planted.correction())
    evaluate(clock)
    assert standing() == planted.EXPECTED - {("deposit/missing", None, "red")}
    cured = Warning.objects.get(rule="deposit/missing")
    assert (cured.state, cured.cured_cause) == ("cured", "deposit:insert")
