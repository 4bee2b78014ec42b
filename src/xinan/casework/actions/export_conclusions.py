"""The conclusions of the platform's clues as a workbook to give back to it; nobody's name is in it."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from xinan.casework.conclusions import name_of
from xinan.casework.enums import Answer, Channel
from xinan.casework.models import Clue, ReturnCall
from xinan.casework.policies import may_hear, visible_clues
from xinan.casework.queries import satisfied
from xinan.casework.refusals import may_not_take
from xinan.people.models import AccessRecord, User
from xinan.people.scope import Scope

HEADS = (
    "平台编号", "线索编号", "反映日期", "核处结论代码", "核处结论", "涉及人数", "涉及金额（元）", "办结日期", "回访满意度",
)  # fmt: skip
_WIDTHS = (22, 24, 12, 16, 24, 10, 16, 12, 12)


def export_conclusions(*, by: User, scope: Scope, now: datetime, request_id: str = "") -> bytes:
    """An .xlsx of every concluded clue of the platform within the scope; the download is recorded first.

    Raises NotAllowed for posts that do not handle clues.
    """
    if not may_hear(scope):
        raise may_not_take()
    clues = list(
        visible_clues(scope)
        .filter(channel=Channel.PLATFORM)
        .exclude(source_number="")
        .exclude(conclusion="")
        .order_by("source_number")
    )
    AccessRecord.objects.create(
        user=by,
        subject_kind="clue_export",
        subject_id=f"{now:%Y%m%d%H%M%S}",
        field="conclusions",
        reason=f"导出平台线索核处结论 {len(clues)} 条",
        request_id=request_id,
        at=now,
    )
    return _workbook(_rows(clues))


def _rows(clues: Sequence[Clue]) -> Iterable[Sequence[Any]]:
    calls: dict[str, list[str]] = {}
    for clue_id, answer in (
        ReturnCall.objects.filter(clue__in=clues).order_by("at", "pk").values_list("clue_id", "answer")
    ):
        calls.setdefault(clue_id, []).append(answer)
    for clue in clues:
        said = satisfied(calls.get(clue.pk, ()))
        yield (
            clue.source_number,
            clue.number,
            clue.received_on,
            clue.conclusion,
            name_of(clue.conclusion).zh,
            clue.workers,
            clue.amount,
            clue.closed_on,
            str(Answer(said).label) if said else "",
        )


def _workbook(rows: Iterable[Sequence[Any]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("核处结论")
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        money = book.add_format({"num_format": "#,##0.00"})
        for place, (title, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
            sheet.write_string(0, place, title, head)
            sheet.set_column(place, place, width)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write(sheet, number, place, value, day=day, money=money)
        sheet.freeze_panes(1, 0)
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, *, day: Any, money: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, value)  # never a formula, whatever somebody typed
    elif column in (2, 7):
        sheet.write_datetime(row, column, value, day)
    elif column == 6:
        sheet.write_number(row, column, float(value), money)
    else:
        sheet.write_number(row, column, value)
