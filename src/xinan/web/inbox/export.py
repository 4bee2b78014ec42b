"""`/inbox.xlsx`: the list as it is shown, all pages of it, as a workbook; today or of a past day. Each download is recorded."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Final
from urllib.parse import quote, urlencode

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from xinan.gateways.wiring import wiring
from xinan.intake.templates import MIME_TYPE
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.monitoring.actions.record_download import record_download
from xinan.people.middleware import request_id
from xinan.rules.model import CHAIN, Level
from xinan.web.access import signed_in
from xinan.web.components.looks import INDUSTRY_WORDS
from xinan.web.inbox.asked import Asked, asked_of
from xinan.web.inbox.facets import chosen_by, facets
from xinan.web.inbox.judged import Judged
from xinan.web.inbox.presenters import chips_of
from xinan.web.inbox.rows import rows_of
from xinan.web.inbox.standing import Standing, ranked, standings
from xinan.web.inbox.views_data import Chip, Headline, InboxRow
from xinan.web.inbox.why import RANKING
from xinan.web.shell.scoping import asker

Cell = str | int
CHUNK: Final = 250
_LEVELS: Final = tuple(reversed(Level))
_HEAD: Final = (
    (Text("序号", "No."), 6),
    (Text("项目编号", "Project number"), 20),
    (Text("项目名称", "Project"), 34),
    (Text("所在地", "Place"), 22),
    (Text("行业", "Industry"), 10),
    (Text("施工总承包单位", "General contractor"), 28),
    (Text("最重等级", "Gravest level"), 9),
    (Text("风险指数", "Risk index"), 9),
    (Text("预警", "Warnings"), 60),
    *((link.title, 12) for link in CHAIN),
    *((Text(f"{level.title.zh}（条）", f"{level.title.en} (number)"), 9) for level in _LEVELS),
    (Text("暂缓（条）", "Withheld (number)"), 9),
    (Text("已逾期（个期限）", "Overdue (clocks)"), 9),
    (Text("今天到期（个期限）", "Due today (clocks)"), 9),
    (Text("待签收（条）", "To sign for (number)"), 9),
    (Text("待核实（条）", "To verify (number)"), 9),
    (Text("为什么排在这里", "Why it stands here"), 60),
)


@signed_in
@require_safe
def inbox_export(request: HttpRequest) -> HttpResponse:
    """The workbook; a past day that is still being worked out is waited for on the page."""
    asked = asked_of(request)
    if asked.judged is None:
        return redirect(f"{reverse('inbox')}?{asked.filters.query()}")
    now = wiring().clock.now()
    every = standings(asked.visible, text=asked.filters.text, judged=asked.judged)
    chosen = ranked(chosen_by(asked.filters, every))
    chips = chips_of(asked.filters, facets(asked.filters, every), address=reverse("inbox"))
    content = workbook(asked, asked.judged, chosen, chips=chips, now=now)
    record_download(
        asker(request.user),
        list_name="inbox",
        query=asked.filters.query(),
        as_of=asked.judged.day,
        rows=len(chosen),
        request_id=request_id(request),
        now=now,
    )
    name = f"{_say(Text('预警总览', 'inbox'))}-{asked.judged.day:%Y%m%d}.xlsx"
    response = HttpResponse(content, content_type=MIME_TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def workbook(
    asked: Asked, judged: Judged, chosen: Sequence[Standing], *, chips: Sequence[Chip], now: datetime
) -> bytes:
    """Two sheets: the list, and what it is a list of. Rows are written as they are made, never held together."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(_say(Text("名单", "List"))), book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for column, (title, width) in enumerate(_HEAD):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, _say(title), bold)
        for number, cells in enumerate(_lines(asked, judged, chosen), start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell, wrapped if "\n" in cell else None)
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, len(chosen), len(_HEAD) - 1)
        about = book.add_worksheet(_say(Text("说明", "About")))
        about.set_column(0, 0, 18)
        about.set_column(1, 1, 90)
        for number, (what, said) in enumerate(_about(asked, judged, chips, rows=len(chosen), now=now)):
            about.write_string(number, 0, what, bold)
            about.write_string(number, 1, said)
    return file.getvalue()


def _lines(asked: Asked, judged: Judged, chosen: Sequence[Standing]) -> Iterator[tuple[Cell, ...]]:
    for start in range(0, len(chosen), CHUNK):
        part = chosen[start : start + CHUNK]
        after = chosen[start + CHUNK] if len(chosen) > start + CHUNK else None
        rows = rows_of(part, first=start + 1, visible=asked.visible, judged=judged, after=after)
        for standing, row in zip(part, rows, strict=True):
            yield _cells(standing, row)


def _cells(standing: Standing, row: InboxRow) -> tuple[Cell, ...]:
    by_level, tasks = standing.by_level(), row.tasks
    industry = INDUSTRY_WORDS.get(row.industry)
    return (
        row.rank,
        row.project_id,
        row.name,
        _say(row.place),
        _say(industry) if industry else row.industry,
        row.contractor,
        _say(row.level.title) if row.level else "",
        row.risk.index,
        "\n".join(_line(headline) for headline in row.headlines),
        *(_say(state.look.word) for state in row.chain),
        *(by_level.get(level, 0) for level in _LEVELS),
        row.withheld,
        tasks.overdue,
        tasks.today,
        tasks.unsigned,
        tasks.verify,
        _say(row.why),
    )


def _line(headline: Headline) -> str:
    """One line of the row, as the page words it."""
    times = f" ×{headline.count}" if headline.count > 1 else ""
    period = f" {headline.period}" if headline.period else ""
    days = Text(f"{headline.days} 天", "1 day" if headline.days == 1 else f"{headline.days} days")
    return f"[{_say(headline.level.title)}] {_say(headline.title)}{times}{period} {_say(days)}"


def _about(
    asked: Asked, judged: Judged, chips: Sequence[Chip], *, rows: int, now: datetime
) -> Iterator[tuple[str, str]]:
    chosen = Text(
        "；".join(f"{chip.title.zh}：{chip.value.zh}" for chip in chips) or "没有筛选",
        "; ".join(f"{chip.title.en}: {chip.value.en}" for chip in chips) or "no filter",
    )
    yield _say(Text("名单", "List")), _say(Text("预警总览", "Inbox"))
    yield _say(Text("截止日", "As of")), judged.day.isoformat()
    yield _say(Text("生成时间", "Made at")), f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}"
    yield _say(Text("筛选条件", "Filters")), _say(chosen)
    yield _say(Text("项目数", "Projects")), str(rows)
    yield _say(Text("排序", "Order")), _say(RANKING)
    yield _say(Text("地址", "Address")), f"{reverse('inbox')}?{asked.filters.query() or urlencode({'view': 'all'})}"


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh-hans")
