"""The command `xinan`: what it offers, loaded one command at a time, with errors a person can act on."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from importlib import import_module
from typing import Any, NoReturn

import typer
from rich.console import Console
from typer import _click as click
from typer.core import TyperGroup

from xinan.jobs.arguments import language
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text

USER_ERROR = 2  # the exit code of what a person can put right


class Needs(Enum):
    """What must stand before a command's module is imported."""

    NOTHING = auto()
    SETTINGS = auto()  # Django's settings and models
    DATABASE = auto()  # and a database: the embedded one is started where none is named


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: the module that holds it, its line in the list, what it needs."""

    module: str
    help: Text
    needs: Needs = Needs.NOTHING


# The law runs without Django: those commands start in a fraction of the time and need no settings.
COMMANDS: dict[str, Entry] = {
    "demo": Entry("demo", Text("在本机启动一个演示省份", "A whole province on this machine")),
    "evaluate": Entry("evaluate", Text("对事实快照运行规则", "Run the rules over a fact snapshot")),
    "explain": Entry("explain", Text("说明一个结论的依据", "Say why a rule found what it found")),
    "rules": Entry("rules", Text("列出和查看规则", "List and show the rules")),
    "simulate": Entry("simulate", Text("生成一个模拟省份的快照", "Write the snapshot of a simulated province")),
    "snapshot": Entry("snapshot", Text("把快照按地区分区", "Lay a snapshot out by region, for a cluster")),
    "import": Entry("import_", Text("导入 Excel 文件", "Import Excel files"), needs=Needs.DATABASE),
    "credentials": Entry(
        "credentials", Text("管理接口凭证", "Manage the credentials of machines"), needs=Needs.DATABASE
    ),
    "banks": Entry("banks", Text("读取银行放下的文件", "Take the files banks leave"), needs=Needs.DATABASE),
    "calendar": Entry(
        "calendar", Text("录入公布的放假安排", "Enter a published holiday arrangement"), needs=Needs.DATABASE
    ),
    "serve": Entry("serve", Text("启动网页服务", "Serve the pages"), needs=Needs.DATABASE),
    "worker": Entry("worker", Text("启动后台任务", "Run the background work"), needs=Needs.DATABASE),
    "migrate": Entry(
        "migrate", Text("把数据库升级到本版本", "Bring the database to this version"), needs=Needs.DATABASE
    ),
    "user": Entry("user", Text("管理登录账号", "Manage sign-ins"), needs=Needs.DATABASE),
    "keys": Entry("keys", Text("生成和轮换密钥", "Make and rotate the keys")),
    "docs": Entry("docs", Text("由代码生成文档", "Write the documents that come from the code"), needs=Needs.SETTINGS),
    "messages": Entry("messages", Text("收集和编译界面文字", "Collect and compile the interface's texts")),
}


class LazyGroup(TyperGroup):
    """The commands of COMMANDS; a module is imported only when its command is called."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: _listed(name, entry) for name, entry in COMMANDS.items()}

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if name is None or name not in COMMANDS:
            return name, command, rest
        return name, _loaded(name, COMMANDS[name]), rest


def _listed(name: str, entry: Entry) -> click.Command:
    """A stand-in that carries the command's line for the list and for completion."""
    return typer.core.TyperCommand(name, help=entry.help.in_language(language()))


def _loaded(name: str, entry: Entry) -> click.Command:
    """The command itself: a Typer called `app` for a group, else a function called `command`."""
    prepare(entry.needs)
    module = import_module(f"xinan.jobs.commands.{entry.module}")
    group = getattr(module, "app", None)
    if not isinstance(group, typer.Typer):
        group = typer.Typer(add_completion=False)
        group.command(name=name)(module.command)
    loaded = typer.main.get_command(group)
    loaded.name = name
    return loaded


def prepare(needs: Needs) -> None:
    """Bring up what a command needs; in this order, as the settings ask where the database is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if needs is Needs.DATABASE:
        import_module("xinan.gateways.database").ensure_database()
    if needs is not Needs.NOTHING:
        import_module("django").setup()


def fail(error: XinanError) -> NoReturn:
    """Both sentences of the error on the terminal, and the exit code of what a person can put right."""
    console = Console(stderr=True, highlight=False)
    tongue = language()
    console.print(f"[bold red]✗[/] {_plain(error.what.in_language(tongue))}")
    console.print(f"  {_plain(error.remedy.in_language(tongue))} [dim]({error.code})[/]")
    sys.exit(USER_ERROR)


def _plain(text: str) -> str:
    """Keeps square brackets in a text from being read as colours."""
    return text.replace("[", r"\[")


app = typer.Typer(
    name="xinan",
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=Text(
        "薪安：工程建设领域农民工欠薪的监测预警与处置。", "Xin'an: early warning and closure of wage arrears."
    ).in_language(language()),
)


@app.callback()
def _root() -> None:
    """Nothing is common to all commands."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point `xinan`."""
    try:
        app(args=arguments, prog_name="xinan")
    except XinanError as error:
        fail(error)
