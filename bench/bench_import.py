"""How long 100,000 punches take: `.venv/bin/pytest bench/bench_import.py -s -c pyproject.toml --rootdir .`"""

from time import monotonic

import pytest

from tests.conftest import clock, django_db_setup, keyring  # noqa: F401 fixtures
from tests.intake import site
from tests.intake.conftest import Send, send  # noqa: F401 fixture
from tests.intake.planted import STARTED
from tests.intake.workbooks import workbook
from xinan.intake.actions.receive_files import SentFile


@pytest.mark.django_db(transaction=True)
def test_a_hundred_thousand_punches(send: Send) -> None:  # noqa: F811 the fixture
    """500 workers, 100 days, two punches each; then the same file again."""
    hands = [site.Hand(f"工人{number}", number) for number in range(1, 501)]
    roster = {"people": site.people(hands, registered_on=STARTED), "entries": site.entries(hands, on=STARTED)}
    send(projects=site.project(), units=site.units(), teams=site.teams(), **roster)
    days = site.workdays(site.date(2026, 3, 2), site.date(2026, 7, 1))[:100]
    file = SentFile("06考勤.xlsx", workbook("attendance", site.attendance(hands, days)))
    for turn in ("first", "again"):
        began = monotonic()
        (batch,) = send(file, project=site.PROJECT)
        seconds = monotonic() - began
        print(f"{turn}: {seconds:.1f} s, {batch.rows} rows, {batch.added} new, {batch.unchanged} unchanged")  # noqa: T201
        assert seconds < 60  # noqa: S101 what is promised
