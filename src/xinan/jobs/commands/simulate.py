"""`xinan simulate`: write the snapshot of a simulated province and the list of what was planted in it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from xinan.jobs.arguments import language, parse_day
from xinan.kernel.text import Text
from xinan.simulation.places import region_rows
from xinan.simulation.province import Ledger, make_projects
from xinan.simulation.window import Options, Window
from xinan.simulation.write import SnapshotWriter


class Violations(StrEnum):
    """What is planted."""

    NONE = "none"
    DEFAULT = "default"


class FileFormat(StrEnum):
    """How tables are written."""

    PARQUET = "parquet"
    CSV = "csv"


def command(
    directory: Annotated[Path, typer.Argument(help="Where the snapshot is written; files there are replaced.")],
    end: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The last day: facts are those known on it.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same province.")] = 1,
    projects: Annotated[int, typer.Option(min=1, max=99_999, help="How many projects.")] = 150,
    workers: Annotated[int, typer.Option(min=3, max=2_000, help="Mean number of people on a project.")] = 25,
    months: Annotated[int, typer.Option(min=1, max=36, help="Months of history, that of the last day included.")] = 6,
    violations: Annotated[Violations, typer.Option(help="Plant violations, or none.")] = Violations.DEFAULT,
    file_format: Annotated[FileFormat, typer.Option("--format", help="Of the files.")] = FileFormat.PARQUET,
    share: Annotated[float, typer.Option(min=0.0, max=1.0, help="Share of the projects with a violation.")] = 0.3,
    distress: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of the others that run short of money; writes arrears.csv.")
    ] = 0.0,
) -> None:
    """Write a fact snapshot of a simulated province, and truth.csv with every violation planted in it."""
    last = parse_day(end, option="--end")
    planted = violations is Violations.DEFAULT
    options = Options(seed, projects, workers, Window(last, months), violations=planted, share=share, distress=distress)
    console, ledger = Console(stderr=True), Ledger()
    with _progress(console) as progress, SnapshotWriter(directory, end=last, file_format=file_format) as writer:
        writer.add_regions(region_rows())
        for draft in progress.track(
            make_projects(options, ledger), total=projects, description=Text("项目", "projects").in_language(language())
        ):
            writer.add(draft)
        truth = ledger.truth()
        writer.write_truth(truth)
        if distress:
            writer.write_arrears(ledger.late)
    said = Text(
        "{dir}：{projects} 个项目，植入 {planted} 处违规", "{dir}: {projects} projects, {planted} violations planted"
    )
    console.print(
        said.format(dir=directory, projects=projects, planted=len(truth)).in_language(language()), soft_wrap=True
    )


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
    )
