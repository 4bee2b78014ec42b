"""`xinan calendar`: a year from the command line."""

from collections.abc import Iterator
from datetime import date

import pytest
from typer.testing import CliRunner

from xinan.gateways.wiring import wiring
from xinan.jobs.commands.calendar import app
from xinan.kernel.ciphers import generate_key
from xinan.kernel.errors import InvalidValue
from xinan.procedures.models import CalendarYear

pytestmark = pytest.mark.django_db

PUBLISH = ["publish", "2027", "--source", "国办发明电〔2026〕9号", "--off"]


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("calendar"))
    monkeypatch.setenv("XINAN_NOW", "2026-11-23T09:00:00+08:00")
    wiring.cache_clear()
    yield
    wiring.cache_clear()


def test_a_year_is_kept_as_published() -> None:
    told = CliRunner().invoke(app, [*PUBLISH, "2027-01-01..2027-01-03", "--off", "2027-04-05", "--work", "2027-01-09"])
    assert told.exit_code == 0, told.output
    row = CalendarYear.objects.get()
    assert row.days_off == [date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 3), date(2027, 4, 5)]
    assert (row.work_weekends, row.entered_by) == ([date(2027, 1, 9)], None)
    assert "4 days off, 0 clocks moved" in told.output


@pytest.mark.parametrize("span", ["new year", "2027-01-03..2027-01-01", "2027-13-01"])
def test_what_are_no_days_is_said(span: str) -> None:
    told = CliRunner().invoke(app, [*PUBLISH, span])
    assert isinstance(told.exception, InvalidValue)
    assert span in told.exception.what.zh
    assert not CalendarYear.objects.exists()


def test_reckoning_anew_says_how_many_moved() -> None:
    assert "0 clocks moved" in CliRunner().invoke(app, ["recompute"]).output
