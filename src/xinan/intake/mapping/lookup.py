"""The worksheets of a file with their layouts: as the firm has said before, else as recognised, else to be asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xinan.intake.mapping.answer import Answer
from xinan.intake.mapping.propose import propose
from xinan.intake.mapping_models import ColumnMapping
from xinan.intake.models import Batch
from xinan.intake.policies import contractors_of
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import Grid, read_all_grids
from xinan.intake.reading.headers import Layout, is_explanation, recognise
from xinan.intake.reading.month_grid import month_grid, refuse_month_grid
from xinan.intake.reading.titles import headers_of, texts_above
from xinan.intake.sheets import sheet_of_kind
from xinan.kernel.text import Text
from xinan.registry.models import Project


@dataclass(frozen=True)
class Context:
    """For whom a file is read: its firm (empty: nobody's answers count), what was said for it alone, whether to ask."""

    firm: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    may_ask: bool = False


@dataclass(frozen=True)
class Found:
    """One worksheet that is read, and the mapping it is read by."""

    grid: Grid
    layout: Layout
    mapping: ColumnMapping | None = None


@dataclass
class Recognised:
    """What became of the worksheets of a file: read, to be asked about, passed over, hidden."""

    found: list[Found] = field(default_factory=list)
    asked: list[Grid] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def firm_of(batch: Batch, *, today: date) -> str:
    """The firm whose answers count for a batch: the contractor of its project, else the sender's own."""
    if batch.project_id:
        return Project.objects.filter(project_id=batch.project_id).values_list("contractor_id", flat=True).first() or ""
    return min(contractors_of(batch.submitted_by, today=today) or (), default="")


def titles_about(grid: Grid, header_row: int, *, file_name: str) -> list[str]:
    """The texts that may name a sheet's month: above its header, its own name, the file's."""
    above = texts_above(grid, header_row)
    return above or [grid.name, file_name]


def recognised(
    content: bytes, *, file_name: str, only: str | None = None, context: Context | None = None
) -> Recognised:
    """The worksheets of a file; `only` names the one to look at.

    Raises UnusableFile where there is none to read or to ask about, and where one of ours lacks columns and nobody can
    be asked.
    """
    context = context or Context()
    remembered = {m.signature: m for m in ColumnMapping.objects.filter(firm=context.firm)} if context.firm else {}
    outcome, strange = Recognised(), None
    for grid in read_all_grids(file_name, content):
        if only is not None and grid.name[:100] != only:
            continue
        if not grid.visible:
            outcome.hidden.append(grid.name)
        elif not is_explanation(grid):
            error = _place(grid, outcome, remembered, file_name=file_name, context=context)
            strange = strange or error
    if not outcome.found and not outcome.asked:
        raise strange or explains_only(file_name)
    return outcome


def explains_only(file_name: str) -> UnusableFile:
    """A file that only explains."""
    return UnusableFile(
        "file.no_rows",
        Text(
            f"“{file_name}”只有填写说明，没有数据表。",
            f"“{file_name}” explains how to fill the sheets; it holds no rows.",
        ),
        Text("请导入填好的 01 至 11 号模板。", "Import the templates 01 to 11 that you filled in."),
    )


def answer_of(mapping: ColumnMapping, *, header_row: int) -> Answer:
    """What was said once, for a sheet whose header ends in that row."""
    return Answer(sheet_of_kind(mapping.kind), header_row, mapping.places, mapping.fixed)


def _place(
    grid: Grid, outcome: Recognised, remembered: Mapping[str, ColumnMapping], *, file_name: str, context: Context
) -> UnusableFile | None:
    """Put the grid where it belongs; the error of one that is none of ours."""
    known = _remembered(grid, remembered, file_name=file_name, said=context.said)
    if known is not None:
        layout, mapping, still_open = known
        if not still_open:
            outcome.found.append(Found(grid, layout, mapping))
            return None
    try:
        if known is None:
            outcome.found.append(Found(grid, recognise(grid, file_name=file_name, by_person=True)))
            return None
    except UnusableFile as error:
        proposal = propose(grid, file_name=file_name)
        days = month_grid(grid) if proposal is None or proposal.sheet.kind != "payroll" else None
        if days is not None:
            outcome.passed.append(grid.name)
            return refuse_month_grid(days, file_name=file_name)
        if not context.may_ask and error.code != "file.wrong_template":
            raise
        if not context.may_ask or proposal is None:
            outcome.passed.append(grid.name)
            return error
    if not context.may_ask:
        raise _unsaid(grid, known[2] if known else (), file_name=file_name)
    outcome.asked.append(grid)
    return None


def _remembered(
    grid: Grid, remembered: Mapping[str, ColumnMapping], *, file_name: str, said: Mapping[str, str]
) -> tuple[Layout, ColumnMapping, Sequence[str]] | None:
    if not remembered:
        return None
    for header in headers_of(grid):
        mapping = remembered.get(header.signature)
        if mapping is not None and mapping.header_rows == header.lines:
            titles = titles_about(grid, header.first_row, file_name=file_name)
            layout, still_open = answer_of(mapping, header_row=header.last_row).layout(said=said, titles=titles)
            return layout, mapping, still_open
    return None


def _unsaid(grid: Grid, names: Sequence[str], *, file_name: str) -> UnusableFile:
    where = f"“{file_name}”" + (f"的工作表“{grid.name}”" if grid.name else "")
    return UnusableFile(
        "file.unsaid",
        Text(f"{where}没有写明月份或日期。", f"{where} does not say its month or day."),
        Text("请在网页上传并填写，或在标题中写明，例如“2026年3月”。", "Upload it on the page and say it, or put it in the title."),
    )  # fmt: skip
