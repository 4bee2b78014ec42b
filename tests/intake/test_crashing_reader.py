"""A reader that is killed or breaks is our fault: tried once more, then told so; never that the file is bad."""

import sys
from pathlib import Path

import pytest

from tests.intake import site
from tests.intake.workbooks import workbook
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import read_grids


def breaking(monkeypatch: pytest.MonkeyPatch, folder: Path, *, times: int, how: str) -> Path:
    """The reader's process ends so many times by this signal before it is what it should be; counts its starts."""
    starts, script = folder / "starts", folder / "python"
    starts.write_text("")
    script.write_text(
        f'#!/bin/sh\necho start >> "{starts}"\n'
        f'[ "$(wc -l < "{starts}")" -gt {times} ] || kill -s {how} $$\n'
        f'exec "{sys.executable}" "$@"\n'
    )
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    return starts


@pytest.mark.parametrize("how", ["KILL", "SEGV", "ABRT"])
def test_a_reader_that_breaks_once_is_started_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str) -> None:
    starts = breaking(monkeypatch, tmp_path, times=1, how=how)
    (grid, *_rest) = read_grids("02.xlsx", workbook("teams", site.teams()))
    assert grid.height > 1
    assert len(starts.read_text().splitlines()) == 2


def test_one_that_breaks_again_is_told_as_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    starts = breaking(monkeypatch, tmp_path, times=9, how="SEGV")
    with pytest.raises(UnusableFile) as refused:
        read_grids("02.xlsx", workbook("teams", site.teams()))
    assert refused.value.code == "file.reader_failed"
    assert "平台的读取程序" in refused.value.what.zh
    assert len(starts.read_text().splitlines()) == 2


def test_the_limit_of_computing_time_is_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    starts = breaking(monkeypatch, tmp_path, times=9, how="XCPU")
    with pytest.raises(UnusableFile) as refused:
        read_grids("02.xlsx", workbook("teams", site.teams()))
    assert refused.value.code == "file.unpacked"
    assert len(starts.read_text().splitlines()) == 1
