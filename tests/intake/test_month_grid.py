"""A month's sheet of marks is told apart from whatever else sites send, and refused in words that help."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import PROJECT, Hand
from tests.intake.test_import import clerk
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.payments.models import PayrollLine
from xinan.workforce.models import Punch

pytestmark = pytest.mark.django_db
HANDS = [Hand("李建国", 11), Hand("王建军", 12)]
DAYS = tuple(range(1, 32))


def sheet(*rows: Sequence[Any]) -> SentFile:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        page = workbook.add_worksheet("10月")
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
    return SentFile("10月考勤表.xlsx", buffer.getvalue())


def of_days(mark: Any, *, days: Sequence[Any] = DAYS, identity: bool = False) -> SentFile:
    lead = ("序号", "姓名", "身份证号") if identity else ("序号", "姓名")
    people = [
        (number, hand.name, *((hand.identity,) if identity else ()), *(mark if day % 7 else "休" for day in DAYS), 27)
        for number, hand in enumerate(HANDS, start=1)
    ]
    return sheet(("安居家园二期工程2026年10月考勤表",), (*lead, *days, "合计"), *people)


@pytest.fixture
def uploaded(send: Send, keyring: Keyring, clock: FixedClock) -> Any:
    """Sends one file by the page of the contractor's clerk, on a project that stands; its batches."""
    user = clerk()
    send(
        sender=user,
        projects=site.project(),
        units=site.units(),
        teams=site.teams(),
        people=site.people(HANDS, registered_on=site.date(2026, 3, 2)),
    )

    def one(file: SentFile) -> list[Batch]:
        key = receive_files(
            [file], wish=Wish(PROJECT), sender=user, source=BatchSource.UPLOAD, now=clock.now(), keyring=keyring
        )
        return take_upload(key, now=clock.now(), keyring=keyring)

    return one


@pytest.mark.parametrize("mark", ["√", "✓", "1", 1, 8, "出勤", "8小时", "上"])
@pytest.mark.parametrize("identity", [False, True])
def test_marks_are_refused_with_what_to_send_instead(uploaded: Any, mark: Any, identity: bool) -> None:
    (batch,) = uploaded(of_days(mark, identity=identity))
    (fault,) = batch.faults.all()
    assert (batch.state, fault.code) == (BatchState.REFUSED, "file.month_of_marks")
    assert "第 2 行" in fault.what_zh
    assert "06考勤" in fault.remedy_zh
    assert "07工资" in fault.remedy_zh
    assert Punch.objects.count() == 0


@pytest.mark.parametrize(
    "days",
    [
        tuple(f"{day}日" for day in DAYS),
        tuple(f"{day:02d}" for day in DAYS),
        tuple(f"10.{day}" for day in DAYS),
        tuple(f"10月{day}号" for day in DAYS),
        (*range(26, 31), *range(1, 26)),  # from one pay day to the next
    ],
)
def test_days_in_any_spelling(uploaded: Any, days: Sequence[Any]) -> None:
    (batch,) = uploaded(of_days("√", days=days))
    assert batch.faults.get().code == "file.month_of_marks"


def test_cells_with_times_are_told_apart(uploaded: Any) -> None:
    (batch,) = uploaded(of_days("06:58\n17:31"))
    fault = batch.faults.get()
    assert fault.code == "file.month_of_times"
    assert "每次打卡一行" in fault.remedy_zh


def test_a_wage_sheet_with_the_days_in_it_is_a_wage_sheet(uploaded: Any) -> None:
    lines = site.payroll(HANDS, month="2026-10", days=27, paid_on=None)
    heads = [*lines[0], *DAYS]
    rows = [
        [*(str(value) if hasattr(value, "year") else value for value in line.values()), *["√"] * 31] for line in lines
    ]
    rows = [[float(cell) if type(cell).__name__ == "Decimal" else cell for cell in row] for row in rows]
    (batch,) = uploaded(SentFile("工资.xlsx", sheet(heads, *rows).content))
    assert (batch.kind, batch.state, batch.added) == ("payroll", BatchState.DONE, 2), batch.faults.all()
    assert PayrollLine.objects.count() == 2
