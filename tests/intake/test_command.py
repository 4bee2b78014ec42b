"""`xinan import`: what it says, what it writes, how it ends."""

from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from tests.intake import site
from tests.intake.test_import import HANDS, everything
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import Wiring
from xinan.jobs.commands import import_
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.kernel.errors import XinanError
from xinan.payments.models import PayrollLine
from xinan.workforce.models import Punch, Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, keyring: Keyring, clock: FixedClock, tmp_path: Path) -> "Run":
    monkeypatch.setattr(import_, "wiring", lambda: Wiring(clock=clock, keyring=keyring))
    monkeypatch.setenv("XINAN_LANGUAGE", "zh")
    monkeypatch.setenv("COLUMNS", "200")
    return Run(tmp_path)


class Run:
    """Writes sheets to files and runs the command on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *options: str, **sheets: list[site.Record]) -> "tuple[int, str]":
        files = []
        for kind, records in sheets.items():
            file = self.folder / f"{kind}.xlsx"
            file.write_bytes(workbook(kind, records))
            files.append(str(file))
        app = typer.Typer()
        app.command()(import_.command)
        result = CliRunner().invoke(app, [*options, *files])
        if isinstance(result.exception, XinanError):
            raise result.exception
        return result.exit_code, result.output


def test_a_clean_import_ends_with_0_and_the_same_again_says_so(run: Run) -> None:
    code, said = run(**everything())
    assert code == 0, said
    assert Punch.objects.count() == 24
    code, said = run(**everything())
    assert code == 0
    assert said.count("与已有数据完全相同") == 11


def test_refused_rows_end_with_1_and_the_marked_sheet_is_written(run: Run, tmp_path: Path) -> None:
    sheets = everything()
    sheets["payroll"][2]["应发"] = "三千"
    code, said = run("--errors", str(tmp_path / "errors"), **sheets)
    assert code == 1
    assert "payroll.xlsx 第 4 行 应发 “三千”不是数字。" in said
    (marked,) = (tmp_path / "errors").iterdir()
    page = openpyxl.load_workbook(marked).worksheets[0]
    assert page["K4"].value == "三千"
    assert "请只填数字" in page["K4"].comment.text
    assert PayrollLine.objects.count() == len(HANDS) - 1


def test_a_dry_run_writes_nothing(run: Run) -> None:
    code, said = run("--dry-run", **everything())
    assert code == 0
    assert "没有写入任何数据" in said
    assert Worker.objects.count() == 0


def test_templates_are_written(run: Run, tmp_path: Path) -> None:
    code, _said = run("--templates", str(tmp_path / "t"))
    assert code == 0
    assert len(list((tmp_path / "t").glob("*.xlsx"))) == 16


def test_no_file_and_a_missing_file_say_what_would_be_right(run: Run) -> None:
    with pytest.raises(XinanError, match="file.none"):
        run()
    with pytest.raises(XinanError, match="file.missing"):
        run(str(run.folder / "nowhere.xlsx"))


def test_nothing_of_an_identity_is_said(run: Run) -> None:
    sheets = everything()
    for records in sheets.values():
        for record in records:
            if record.get("工种"):
                record["工种"] = "宇航员"
    _code, said = run(**sheets)
    assert not any(hand.identity in said or hand.card in said for hand in HANDS)
