"""`xinan banks drop DIR`: the folder in which banks without an interface leave their files."""

import sys
from pathlib import Path
from time import sleep
from typing import Annotated

import typer
from rich.console import Console

from xinan.gateways.wiring import wiring
from xinan.intake.actions.make_payment_batch import make_payment_batch
from xinan.intake.banks.drop import Dropped, take_dropped, waiting_files
from xinan.jobs.arguments import language
from xinan.kernel.errors import NotFound
from xinan.kernel.period import Month
from xinan.kernel.text import Text

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _root() -> None:
    """银行报送 / What banks report by file."""


@app.command()
def drop(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="银行放文件的目录 / where banks leave files")],
    watch: Annotated[
        int, typer.Option(metavar="SECONDS", help="每隔几秒再看一次；0：只看一次 / look again; 0: once", min=0)
    ] = 0,
) -> None:
    """读取目录中的文件，移到 done 或 refused / Take the files, move them to done or refused. Exit 1 where some were."""
    if not folder.is_dir():
        raise NotFound(
            "drop.missing",
            Text(f"没有目录 {folder}。", f"There is no folder {folder}."),
            Text("请核对路径。", "Check it."),
        )
    console = Console(stderr=True, highlight=False)
    clean = True
    while True:
        clean = _take_all(folder, console) and clean
        if not watch:
            break
        sleep(watch)
    if not clean:
        sys.exit(1)


@app.command()
def batch(
    project: Annotated[str, typer.Option(metavar="ID", help="项目编号 / number of the project")],
    month: Annotated[str, typer.Option(metavar="YYYY-MM", help="工资月份 / wage month")],
) -> None:
    """由工资支付表生成代发批次，供银行取走 / Make a payment batch of the payroll, for the bank to fetch."""
    made = make_payment_batch(project, month=str(Month.parse(month)), today=wiring().clock.today())
    typer.echo(f"{made.number} {made.orders.count()}")


def _take_all(folder: Path, console: Console) -> bool:
    """Whether every row of every file waiting was taken."""
    wired, clean = wiring(), True
    for file in waiting_files(folder):
        dropped = take_dropped(file, now=wired.clock.now(), keyring=wired.keyring)
        console.print(_line(dropped), markup=False)
        clean = clean and dropped.clean
    return clean


def _line(dropped: Dropped) -> str:
    taken = sum(outcome.accepted for outcome in dropped.outcomes)
    faults = [fault for outcome in dropped.outcomes for fault in outcome.taken.faults]
    said = Text("{taken} 行已入库，{faults} 处有误", "{taken} rows taken, {faults} faults").format(
        taken=str(taken), faults=str(len(faults))
    )
    first = f"：{faults[0].what.in_language(language())}" if faults else ""
    return f"{'✓' if dropped.clean else '✗'} {dropped.name} {said.in_language(language())}{first}"
