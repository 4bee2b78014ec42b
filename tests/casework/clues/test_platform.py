"""Exports of the national platform: understood once, taken once, refused row by row; conclusions given back."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
import xlsxwriter

from tests.casework.clues.people import MONDAY, Officer, days, life, settled
from xinan.casework.actions.export_conclusions import HEADS, export_conclusions
from xinan.casework.actions.take_platform_file import drop_file, preview, receive_file, say_columns, take_file
from xinan.casework.enums import FileState, TransferKind
from xinan.casework.models import Clue, PlatformFile
from xinan.casework.platform.columns import proposed
from xinan.intake.reading.files import read_grids
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.people.models import AccessRecord

TITLES = (
    "线索编号", "反映时间", "被反映单位", "项目名称", "区县", "欠薪起始月份", "欠薪截止月份", "欠薪金额（元）", "涉及人数",
    "反映人", "联系电话", "反映内容", "办理方式", "交办单位", "反馈期限",
)  # fmt: skip
GOOD = (
    "QG-1", "2026-11-20", "长春示范建筑有限公司", "净月示范家园", "220102", "2026-08", "2026-10", "12,000", 3,
    "示例甲", "15412340001", "干了三个月没给钱", "督办", "国务院治欠办", "2026-12-11",
)  # fmt: skip


def workbook(*rows: Sequence[object], titles: Sequence[str] = TITLES, above: int = 0) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number in range(above):
            sheet.write_string(number, 0, "全国根治欠薪线索反映平台导出")
        sheet.write_row(above, 0, titles)
        for number, row in enumerate(rows, start=above + 1):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def changed(**values: object) -> list[object]:
    row = dict(zip(TITLES, GOOD, strict=True))
    return list({**row, **values}.values())


def sent(content: bytes, who: Officer, keyring: Keyring, *, name: str = "export.xlsx") -> PlatformFile:
    return receive_file(name, content, by=who.user, scope=who.scope, now=MONDAY, keyring=keyring)


def taken_from(content: bytes, who: Officer, keyring: Keyring) -> PlatformFile:
    file = sent(content, who, keyring)
    if file.state == FileState.COLUMNS:
        say_columns(file.pk, file.places, by=who.user, scope=who.scope, now=MONDAY)
    return take_file(file.pk, by=who.user, scope=who.scope, now=MONDAY, keyring=keyring)


def test_an_export_becomes_clues_with_their_dates(inspector: Officer, keyring: Keyring) -> None:
    file = taken_from(workbook(GOOD, changed(线索编号="QG-2", 联系电话="15412340002"), above=2), inspector, keyring)
    assert (file.taken, file.known, file.refused, file.content_sealed) == (2, 0, 0, "")
    clue = Clue.objects.get(source_number="QG-1")
    assert (clue.received_on, clue.workers, clue.reply_by) == (date(2026, 11, 20), 3, date(2026, 12, 11))
    assert clue.transfers.get().kind == TransferKind.SUPERVISE
    assert clue.transfers.get().from_words == "国务院治欠办"
    assert life(clue).clocks.get(code="reply").due_on == date(2026, 12, 11)


def test_again_takes_nothing_twice(inspector: Officer, keyring: Keyring) -> None:
    content = workbook(GOOD, GOOD)
    assert taken_from(content, inspector, keyring).taken == 1
    again = sent(workbook(GOOD, changed(线索编号="QG-3", 联系电话="15412340003")), inspector, keyring)
    assert again.state == FileState.READY  # the columns were said once
    taken = take_file(again.pk, by=inspector.user, scope=inspector.scope, now=days(1), keyring=keyring)
    assert (taken.taken, taken.known) == (1, 1)
    with pytest.raises(Conflict):
        take_file(again.pk, by=inspector.user, scope=inspector.scope, now=days(1), keyring=keyring)
    assert Clue.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "column", "code"),
    [
        ({"线索编号": ""}, "A", "platform.number"),
        ({"反映时间": "昨天"}, "B", "cell.date"),
        ({"反映时间": "2027-01-05"}, "B", "platform.future"),
        ({"区县": "某某区"}, "E", "platform.place"),
        ({"欠薪截止月份": "2026-01"}, "G", "platform.months"),
        ({"欠薪金额（元）": "很多"}, "H", "cell.number"),
        ({"欠薪金额（元）": "-5"}, "H", "platform.amount"),
    ],
)
def test_a_wrong_row_says_where_and_the_others_are_taken(
    inspector: Officer, keyring: Keyring, wrong: dict[str, object], column: str, code: str
) -> None:
    row = changed(**{"线索编号": "QG-9", **wrong})
    file = sent(workbook(row, GOOD), inspector, keyring)
    say_columns(file.pk, file.places, by=inspector.user, scope=inspector.scope, now=MONDAY)
    file.refresh_from_db()
    (fault,) = preview(file, now=MONDAY, keyring=keyring).faults
    assert (fault.row, fault.column, fault.code) == (2, column, code)
    assert fault.remedy.zh
    done = take_file(file.pk, by=inspector.user, scope=inspector.scope, now=MONDAY, keyring=keyring)
    assert (done.taken, done.refused) == (1, 1)
    assert done.faults[0]["row"] == 2


def test_strange_titles_are_asked_for_once(inspector: Officer, keyring: Keyring) -> None:
    titles = ["甲", "乙", "丙"]
    file = sent(workbook(["QG-7", "没给钱", "15412340007"], titles=titles), inspector, keyring)
    assert (file.state, file.places) == (FileState.COLUMNS, {})
    given = {"by": inspector.user, "scope": inspector.scope, "now": MONDAY}
    with pytest.raises(InvalidValue):
        say_columns(file.pk, {"words": 1}, **given)
    with pytest.raises(InvalidValue):
        say_columns(file.pk, {"number": 0, "words": 0}, **given)
    say_columns(file.pk, {"number": 0, "words": 1, "phone": 2}, **given)
    again = sent(workbook(["QG-8", "没给钱", "15412340008"], titles=titles), inspector, keyring)
    assert (again.state, again.places) == (FileState.READY, {"number": 0, "words": 1, "phone": 2})


def test_titles_are_recognised_however_decorated() -> None:
    assert proposed(["序号", "*线索编号", "欠薪金额(元)", "联系电话 "]) == {"number": 1, "amount": 2, "phone": 3}


def test_a_file_is_its_office_s_alone(inspector: Officer, neighbour: Officer, keyring: Keyring) -> None:
    file = sent(workbook(GOOD), inspector, keyring)
    assert "示例甲" not in file.content_sealed
    with pytest.raises(NotFound):
        drop_file(file.pk, by=neighbour.user, scope=neighbour.scope)
    dropped = drop_file(file.pk, by=inspector.user, scope=inspector.scope)
    assert (dropped.state, dropped.content_sealed) == (FileState.DROPPED, "")


def test_conclusions_go_back_without_a_name(inspector: Officer, neighbour: Officer, keyring: Keyring) -> None:
    taken_from(workbook(GOOD, changed(线索编号="QG-2", 联系电话="15412340002")), inspector, keyring)
    clue = Clue.objects.get(source_number="QG-1")
    settled(clue, inspector, conclusion="led_to_court")
    content = export_conclusions(by=inspector.user, scope=inspector.scope, now=MONDAY)
    (grid,) = read_grids("c.xlsx", content)
    rows = [cells for _number, cells in grid.rows()]
    assert rows[0] == list(HEADS)
    assert [str(cell) for cell in rows[1][:5]] == [
        "QG-1",
        clue.number,
        "2026-11-20",
        "led_to_court",
        "已引导仲裁、诉讼",
    ]
    assert len(rows) == 2
    assert "示例甲" not in str(rows)
    assert AccessRecord.objects.filter(subject_kind="clue_export").count() == 1
    with pytest.raises(NotAllowed):
        export_conclusions(by=neighbour.user, scope=type(neighbour.scope)(), now=MONDAY)
