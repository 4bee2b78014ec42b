"""500 mutated workbooks, from the page to the answer: each is taken or refused in words, in bounded time and memory."""

import contextlib
import json
import os
import resource
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.intake.hostile import SHEET, hostile_workbooks, packed, parts
from tests.intake.site import identity
from tests.intake.test_import import clerk
from tests.intake.workbooks import workbook_of
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.marked import marked_workbook
from xinan.intake.models import Batch, BatchState, RowFault
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import read_grids
from xinan.intake.reading.guarded import OutOfLimits, mark_guarded, read_guarded
from xinan.intake.reading.limits import MEMORY

LONGEST = 60  # seconds: a stall, on however loaded a machine
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("wired", "empty_queue")]

COUNT = int(os.environ.get("XINAN_HOSTILE", "500"))  # fewer while writing
SECONDS_EACH = 30.0
GROWTH = 400 * 1024 * 1024  # of this process, over all of them
FINISHED = {BatchState.DONE, BatchState.REFUSED, BatchState.ASKING}


def test_every_hostile_workbook_is_answered(
    client: Client, wired: Wiring, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(clerk())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    slowest: dict[str, float] = {}
    for kind, name, content in hostile_workbooks(20261123, COUNT):
        began = time.monotonic()
        answer = client.post(reverse("intake-list"), {"files": [SimpleUploadedFile(name, content)]})
        assert answer.status_code in {302, 422, 400, 413}, (kind, name, answer.status_code)
        if answer.status_code == 302:
            key = answer["Location"].rstrip("/").rsplit("/", 1)[-1]
            for batch in take_upload(key, now=wired.clock.now(), keyring=wired.keyring):
                _look_at(client, wired, batch, kind)
        slowest[kind] = max(slowest.get(kind, 0.0), time.monotonic() - began)
    assert max(slowest.values()) < SECONDS_EACH, json.dumps(slowest)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before < GROWTH
    logged = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    peaks = [line["peak_bytes"] for line in logged if line["event"] == "reader_ended"]
    assert len(peaks) >= COUNT
    assert 0 < min(peaks) <= max(peaks) < MEMORY
    said = " ".join(RowFault.objects.values_list("what_zh", flat=True)) + capfd.readouterr().err + caplog.text
    for number in range(1, 7):
        assert identity(number) not in said
    assert "root:" not in said


def _look_at(client: Client, wired: Wiring, batch: Batch, kind: str) -> None:
    """Everything a person may open of it answers, too."""
    assert batch.state in FINISHED, (kind, batch.state)
    assert client.get(reverse("intake-upload", args=[batch.upload_key])).status_code == 200
    if batch.state == BatchState.ASKING:
        assert client.get(reverse("intake-columns", args=[batch.pk])).status_code in {200, 404, 422}
    marked_workbook(batch, keyring=wired.keyring, language="zh")


def test_a_reader_without_end_is_ended() -> None:
    # Some seconds of reading; the limit is far below.
    long = workbook_of([["张某", "李某"] * 10] * 4_000)
    began = time.monotonic()
    with pytest.raises(OutOfLimits):
        read_guarded(long, seconds=0.02)
    assert time.monotonic() - began < LONGEST


def test_an_editor_that_would_need_all_memory_is_ended() -> None:
    content = next(c for kind, _name, c in hostile_workbooks(1, 60) if kind == "huge_merge")
    asked = {"page": "Sheet1", "cells": [("A1", "x")], "list": "错误清单", "lines": []}
    began = time.monotonic()
    with contextlib.suppress(OutOfLimits):
        mark_guarded(content, asked)
    assert time.monotonic() - began < 75


@pytest.mark.parametrize("place", ["XFD1048576", "BZZ9", "ZZZZ1"])
def test_a_stray_cell_far_off_is_told_as_such(place: str) -> None:
    members = parts(workbook_of([["姓名"], ["张某"]]))
    cell = f'<row r="1048576"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    members[SHEET] = members[SHEET].replace(b"</sheetData>", cell)
    with pytest.raises(UnusableFile) as raised:
        read_grids("工资.xlsx", packed(members))
    assert raised.value.code in {"file.unpacked", "file.damaged"}
    assert "另存为 .xlsx" in raised.value.remedy.zh
