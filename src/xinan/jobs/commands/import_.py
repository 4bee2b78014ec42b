"""`xinan import`: sheets from the command line, as the page takes them."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from xinan.gateways.wiring import wiring
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.marked import marked_workbook
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.sheets import sheet_of_kind
from xinan.intake.templates import all_templates
from xinan.jobs.arguments import language
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text

_SHOWN_FAULTS = 20


def command(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="填好的模板 / sheets: .xlsx .xls .et .csv")
    ] = None,
    project: Annotated[str, typer.Option(metavar="ID", help="项目编号 / number of the project")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只检查，不入库 / say what would happen, do nothing")
    ] = False,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help="一行有错则整个文件不入库 / a file with any fault is not taken")
    ] = False,
    errors: Annotated[
        Path | None, typer.Option(metavar="DIR", help="把标出错误的表格写到此目录 / write the marked sheets here")
    ] = None,
    templates: Annotated[
        Path | None, typer.Option(metavar="DIR", help="把空白模板写到此目录 / write the empty templates here")
    ] = None,
) -> None:
    """导入填好的模板 / Import filled-in sheets. Exit code 1 where rows were refused."""
    console = Console(stderr=True, highlight=False)
    if templates is not None:
        _write_templates(templates, console)
    if not files:
        if templates is None:
            raise UnusableFile("file.none", *_NO_FILE)
        return
    batches = _import(_read(files), wish=Wish(project, dry_run, all_or_nothing), console=console)
    _summarise(batches, console, dry_run=dry_run)
    if errors is not None:
        _write_marked(batches, errors, console)
    if any(batch.rejected or batch.state == BatchState.REFUSED or batch.faults.exists() for batch in batches):
        sys.exit(1)


_NO_FILE = (
    Text("没有给出要导入的文件。", "No file was given."),
    Text(
        "例如：xinan import 06考勤.xlsx --project XA-2026-0001", "Such as: xinan import 06.xlsx --project XA-2026-0001"
    ),
)


def _read(files: Sequence[Path]) -> list[SentFile]:
    for file in files:
        if not file.is_file():
            raise NotFound(
                "file.missing",
                Text(f"没有文件 {file}。", f"There is no file {file}."),
                Text("请核对路径。", "Check the path."),
            )
    return [SentFile(file.name, file.read_bytes()) for file in files]


def _import(files: Sequence[SentFile], *, wish: Wish, console: Console) -> list[Batch]:
    wired = wiring()
    now = wired.clock.now()
    key = receive_files(files, wish=wish, sender=None, source=BatchSource.COMMAND, now=now, keyring=wired.keyring)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        bars: dict[int, TaskID] = {}

        def show(batch: Batch, percent: int) -> None:
            if batch.pk not in bars:
                bars[batch.pk] = bar.add_task(f"{batch.file_name} {batch.sheet}", total=100)
            bar.update(bars[batch.pk], completed=percent)

        return take_upload(key, now=now, keyring=wired.keyring, on_progress=show)


def _summarise(batches: Sequence[Batch], console: Console, *, dry_run: bool) -> None:
    tongue = language()
    title = Text("试运行：没有写入任何数据", "Dry run: nothing was written") if dry_run else Text("导入结果", "Result")
    table = Table(title=title.in_language(tongue))
    for head in _HEADS:
        table.add_column(head.in_language(tongue), justify="left" if head in _HEADS[:2] else "right")
    for batch in batches:
        numbers = (batch.rows, batch.added, batch.changed, batch.unchanged, batch.rejected)
        name = sheet_of_kind(batch.kind).name.in_language(tongue) if batch.kind else "—"
        table.add_row(batch.file_name, name, *map(str, numbers))
    console.print(table)
    for batch in batches:
        for line in _remarks(batch, tongue):
            console.print(line, markup=False)


_HEADS = (
    Text("文件", "File"),
    Text("表", "Sheet"),
    Text("行数", "Rows"),
    Text("新增", "New"),
    Text("更正", "Corrected"),
    Text("无变化", "Unchanged"),
    Text("有误", "Refused"),
)


def _remarks(batch: Batch, tongue: str) -> list[str]:
    lines = []
    if batch.rows and batch.unchanged == batch.rows:
        said = Text("{file}：与已有数据完全相同，没有变化。", "{file}: the same as on record, nothing changed.")
        lines.append(said.format(file=batch.file_name).in_language(tongue))
    faults = list(batch.faults.all()[: _SHOWN_FAULTS + 1])
    for fault in faults[:_SHOWN_FAULTS]:
        place = (
            Text(f"第 {fault.row} 行 {fault.column}", f"row {fault.row} {fault.column}") if fault.row else Text("", "")
        )
        what, remedy = (fault.what_en, fault.remedy_en) if tongue == "en" else (fault.what_zh, fault.remedy_zh)
        lines.append(f"✗ {batch.file_name} {place.in_language(tongue)} {what} {remedy}")
    if len(faults) > _SHOWN_FAULTS:
        more = Text("… 其余错误用 --errors DIR 查看。", "… see the rest with --errors DIR.")
        lines.append(more.in_language(tongue))
    return lines


def _write_marked(batches: Sequence[Batch], directory: Path, console: Console) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for batch in batches:
        marked = marked_workbook(batch, keyring=wiring().keyring, language=language())
        if marked is not None:
            (directory / marked.name).write_bytes(marked.content)
            console.print(f"→ {directory / marked.name}", markup=False)


def _write_templates(directory: Path, console: Console) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in all_templates():
        (directory / name).write_bytes(content)
    console.print(f"→ {directory}", markup=False)
