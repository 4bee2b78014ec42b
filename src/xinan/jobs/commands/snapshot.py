"""`xinan snapshot`: lay a fact snapshot out by region, for a cluster."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from xinan.engine.backends.partition import partition_snapshot
from xinan.jobs.arguments import language
from xinan.kernel.text import Text


def command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="事实快照目录 / directory of the fact snapshot")],
    into: Annotated[Path, typer.Argument(metavar="INTO", help="写到这个新目录 / the new directory to write")],
    digits: Annotated[
        int,
        typer.Option(
            min=2,
            max=6,
            help="按区划代码的前几位分区：2 省、4 市、6 县 / digits of the region: 2 province, 4 city, 6 county",
        ),
    ] = 2,
) -> None:
    """检查快照并按地区分区写成 Parquet / Check a snapshot and write it as Parquet, partitioned by region."""
    partition_snapshot(directory, into, digits=digits)
    said = Text("已写入 {into}", "Written to {into}").format(into=into)
    Console(stderr=True, highlight=False).print(said.in_language(language()), soft_wrap=True)
