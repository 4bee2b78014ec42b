"""Records that come as messages are taken just as the rows of a file."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import CONTRACTOR, LABOUR, PROJECT, Hand
from xinan.intake.actions.take_records import Record, take_records
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.registry.models import Feed, Project
from xinan.workforce.models import AttendanceDay, Punch

pytestmark = pytest.mark.django_db

HANDS = (Hand("李建国", 1), Hand("张福", 5))
DAYS = [date(2026, 10, 12), date(2026, 10, 13)]


def records(kind: str, rows: list[dict[str, Any]]) -> list[Record]:
    """The rows of a sheet under their fields' names."""
    names = {column.title: column.name for column in sheet_of_kind(kind).columns}
    return [(number, {names[title]: cell for title, cell in row.items()}) for number, row in enumerate(rows, start=1)]


@pytest.fixture
def built(send: Send) -> None:
    """A project with its parties and its people."""
    send(projects=site.project(), units=site.units(), teams=site.teams())
    send(project=PROJECT, people=site.people(HANDS, registered_on=date(2026, 3, 2)))


def taken(rows: list[Record], *, kind: str, keyring: Keyring, clock: FixedClock, **wishes: Any) -> Batch:
    batch = Batch.objects.create(source=BatchSource.API, kind=kind, digest="", **wishes)
    take_records(batch, kind=kind, records=rows, project_id=PROJECT, now=clock.now(), keyring=keyring)
    return Batch.objects.get(pk=batch.pk)


@pytest.mark.usefixtures("built")
def test_takes_punches_as_a_file_would(send: Send, keyring: Keyring, clock: FixedClock) -> None:
    rows = site.attendance(HANDS, DAYS)
    batch = taken(records("attendance", rows), kind="attendance", keyring=keyring, clock=clock)

    assert (batch.state, batch.project_id, batch.added) == (BatchState.DONE, PROJECT, len(rows))
    assert AttendanceDay.objects.filter(project_id=PROJECT).count() == len(HANDS) * len(DAYS)
    assert Feed.objects.get(project_id=PROJECT, source="attendance").last_received_on == date(2026, 11, 23)
    (by_file,) = send(project=PROJECT, attendance=rows)
    assert (by_file.added, by_file.changed, by_file.unchanged) == (0, 0, len(rows))


@pytest.mark.usefixtures("built")
def test_faults_are_those_of_a_file(send: Send, keyring: Keyring, clock: FixedClock) -> None:
    rows = site.attendance(HANDS, DAYS)
    rows[0] |= {"刷卡时间": "2026-13-40 07:00:00"}
    rows[1] |= {"证件号码": None}
    rows[2] |= {"进出方向": "斜着"}
    (by_file,) = send(project=PROJECT, attendance=rows)
    batch = taken(records("attendance", rows), kind="attendance", keyring=keyring, clock=clock)

    told = [(f.row, f.column, f.code, f.what_zh, f.remedy_en) for f in batch.faults.all()]
    # A file's first row is under its header.
    assert told == [(f.row - 1, f.column, f.code, f.what_zh, f.remedy_en) for f in by_file.faults.all()]
    assert [fault[0] for fault in told] == [1, 2, 3]


@pytest.mark.usefixtures("built")
def test_says_which_field_there_is_not(keyring: Keyring, clock: FixedClock) -> None:
    (first, *others) = records("attendance", site.attendance(HANDS, DAYS))
    strange = (first[0], {**first[1], "punchedAt": "2026-10-12 07:00:00"})
    batch = taken([strange, *others], kind="attendance", keyring=keyring, clock=clock)

    fault = batch.faults.get()
    assert (fault.row, fault.column, fault.code) == (1, "punchedAt", "row.unknown_field")
    assert batch.added == len(others)


@pytest.mark.usefixtures("built")
def test_all_or_nothing_takes_nothing(keyring: Keyring, clock: FixedClock) -> None:
    rows = records("attendance", site.attendance(HANDS, DAYS))
    rows.append((99, {**rows[0][1], "punched_at": "gestern"}))
    batch = taken(rows, kind="attendance", keyring=keyring, clock=clock, all_or_nothing=True)

    assert (batch.state, batch.added, batch.rejected) == (BatchState.REFUSED, 0, 1)
    assert not Punch.objects.exists()


@pytest.mark.usefixtures("built")
def test_a_projects_interface_cannot_touch_another_project(keyring: Keyring, clock: FixedClock) -> None:
    other = {**site.project()[0], "项目编号": "CC-2026-999"}
    handed_over = {**site.project()[0], "施工总承包单位信用代码": LABOUR}
    batch = taken(records("projects", [other]), kind="projects", keyring=keyring, clock=clock)
    second = taken(records("projects", [handed_over]), kind="projects", keyring=keyring, clock=clock)

    assert [fault.code for fault in batch.faults.all()] == ["row.other_project"]
    assert (second.added, second.changed, second.rejected) == (0, 0, 1)
    assert list(Project.objects.values_list("project_id", "contractor_id")) == [(PROJECT, CONTRACTOR)]


@pytest.mark.usefixtures("built")
def test_half_a_character_and_a_null_do_no_harm(keyring: Keyring, clock: FixedClock) -> None:
    (first, *_others) = records("attendance", site.attendance(HANDS, DAYS))
    spoiled = (1, {**first[1], "person_name": "李\ud800建\x00国"})
    batch = taken([spoiled], kind="attendance", keyring=keyring, clock=clock)

    assert (batch.added, batch.rejected) == (1, 0)
    assert not connection.needs_rollback
