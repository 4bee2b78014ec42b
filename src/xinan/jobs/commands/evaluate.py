"""`xinan evaluate`: the findings of a fact snapshot on a day."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from xinan.engine import Finding, Status, evaluate
from xinan.engine.errors import SparkUnavailable
from xinan.engine.versions import rule_versions
from xinan.engine.write import ASIDE_COLUMNS, csv_text, write_findings
from xinan.jobs.arguments import language, parse_day, rule_list
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.rules.book import shipped_book
from xinan.rules.model import Level

_STDOUT = "-"
_THIS_MACHINE = "local[*]"


class Engine(StrEnum):
    """What computes: this machine alone, or a Spark cluster."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def command(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="事实快照目录 / directory of the fact snapshot")],
    as_of: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="以哪一天日终为准 / the day at whose end it is judged")
    ],
    rules: Annotated[str | None, typer.Option(metavar="a,b", help="只运行这些规则 / only these rules")] = None,
    out: Annotated[
        str, typer.Option(metavar="FILE", help=".csv、.parquet 或 -（标准输出） / .csv, .parquet or - (stdout)")
    ] = _STDOUT,
    aside: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="暂缓与并入的结论写到此文件 / findings withheld or merged into others go here"
        ),
    ] = None,
    with_version: Annotated[
        bool,
        typer.Option("--with-version", help="加一列：所用规则的版本指纹 / one column more: the version of the rule"),
    ] = False,
    engine: Annotated[Engine, typer.Option(help="本机 DuckDB，或 Spark 集群 / DuckDB here, or Spark")] = Engine.DUCKDB,
    master: Annotated[
        str | None, typer.Option(metavar="URL", help="Spark 的 master / of Spark: spark://host:7077, local[2] …")
    ] = None,
    scratch: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Spark 中间表目录，各节点可见 / for Spark's tables between, seen by all workers"
        ),
    ] = None,
) -> None:
    """对事实快照运行规则，写出结论 / Run the rules over a fact snapshot and write the findings."""
    day = parse_day(as_of, option="--as-of")
    _check_target(out)
    _check_engine(engine, master=master, scratch=scratch)
    console = Console(stderr=True, highlight=False)
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True
    ) as progress:
        said = Text("正在评估 {dir} …", "Evaluating {dir} …").format(dir=directory)
        progress.add_task(said.in_language(language()), total=None)
        asked = rule_list(rules)
        findings = (
            evaluate(directory, as_of=day, rules=asked)
            if engine is Engine.DUCKDB
            else _on_spark(directory, day=day, rules=asked, master=master or _THIS_MACHINE, scratch=scratch)
        )
    standing = [finding for finding in findings if finding.status is Status.RAISED]
    others = [finding for finding in findings if finding.status is not Status.RAISED]
    versions = _versions(findings, day=day) if with_version else None
    if out == _STDOUT:
        sys.stdout.write(csv_text(standing, versions=versions))
    else:
        write_findings(standing, Path(out), versions=versions)
    if aside is not None:
        write_findings(others, aside, columns=ASIDE_COLUMNS, versions=versions)
    _summarise(console, standing, others, day=day, aside=aside)


def _versions(findings: list[Finding], *, day: date) -> dict[str, str]:
    """The fingerprint of each rule among the findings, as it spoke on the day."""
    versions = rule_versions({finding.rule for finding in findings}, book=shipped_book(), as_of=day)
    return {rule: version.fingerprint for rule, version in versions.items()}


def _on_spark(
    directory: Path, *, day: date, rules: Sequence[str] | None, master: str, scratch: Path | None
) -> list[Finding]:
    try:
        # PySpark is there only where a cluster is used.
        spark = import_module("xinan.engine.distributed")
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] not in ("pyspark", "py4j"):
            raise
        raise SparkUnavailable.not_installed() from missing
    with spark.spark_session(master) as session:
        findings: list[Finding] = spark.evaluate_on_spark(
            directory, session=session, as_of=day, rules=rules, scratch=scratch
        )
    return findings


def _check_engine(engine: Engine, *, master: str | None, scratch: Path | None) -> None:
    if engine is Engine.DUCKDB and (master or scratch):
        raise InvalidValue(
            "spark-option-without-spark",
            Text("--master 与 --scratch 只用于 Spark。", "--master and --scratch are for Spark only."),
            Text("请加上 --engine spark。", "Add --engine spark."),
        )


def _check_target(out: str) -> None:
    if out != _STDOUT and Path(out).suffix not in (".csv", ".parquet"):
        raise InvalidValue(
            "bad-output-name",
            Text(f"不支持的输出文件：{out}。", f"Cannot write {out}."),
            Text(
                "请用 .csv 或 .parquet 结尾的文件名，或用 - 表示标准输出。",
                "Use a name ending in .csv or .parquet, or - for stdout.",
            ),
        )
    if out != _STDOUT and not Path(out).resolve().parent.is_dir():
        raise InvalidValue(
            "no-such-directory",
            Text(f"目录 {Path(out).parent} 不存在。", f"There is no directory {Path(out).parent}."),
            Text("请先创建该目录。", "Create it first."),
        )


def _summarise(
    console: Console, standing: list[Finding], others: list[Finding], *, day: date, aside: Path | None
) -> None:
    tongue = language()
    levels = Counter(finding.level for finding in standing)
    title = Text("{day}：{n} 条结论", "{day}: {n} findings").format(day=day, n=len(standing))
    table = Table(title=title.in_language(tongue), show_header=True)
    for level in reversed(Level):
        table.add_column(level.title.in_language(tongue), justify="right")
    table.add_row(*(str(levels[level.value]) for level in reversed(Level)))
    console.print(table)
    if others:
        withheld = sum(finding.status is Status.WITHHELD for finding in others)
        said = Text(
            "另有 {w} 条因数据中断暂缓、{s} 条并入其他结论{hint}。",
            "{w} more withheld for silent feeds, {s} merged into others{hint}.",
        )
        hint = Text("，用 --aside FILE 列出", "; list them with --aside FILE") if aside is None else Text("", "")
        filled = Text(
            said.zh.format(w=withheld, s=len(others) - withheld, hint=hint.zh),
            said.en.format(w=withheld, s=len(others) - withheld, hint=hint.en),
        )
        console.print(filled.in_language(tongue))
