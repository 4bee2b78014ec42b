"""`xinan keys`: the keys that seal personal data."""

from importlib import import_module
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from xinan.jobs.arguments import language
from xinan.jobs.cli import Needs, prepare
from xinan.kernel.ciphers import generate_key
from xinan.kernel.text import Text

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The keys that seal personal data.")


@app.command()
def new(
    key_id: Annotated[str, typer.Argument(help="What to call it: 1 to 16 digits and small letters, such as 2026a.")],
) -> None:
    """Print a new key as it stands in XINAN_KEYS. It is shown once and kept nowhere."""
    told = Text(
        "放在 XINAN_KEYS 的最前面，原有密钥保留在后，以逗号分隔；重启后运行 xinan keys rotate。",
        "Put it first in XINAN_KEYS, the older keys after it, parted by commas; restart, then run xinan keys rotate.",
    )
    typer.echo(generate_key(key_id))
    Console(stderr=True, highlight=False).print(f"[dim]{told.in_language(language())}[/]")


@app.command()
def rotate() -> None:
    """Seal everybody's personal data anew with the first key of XINAN_KEYS; afterwards the others can be removed."""
    prepare(Needs.DATABASE)
    wiring = import_module("xinan.gateways.wiring").wiring
    action = import_module("xinan.jobs.resealing")
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        title = Text("重新加密", "Sealing anew").in_language(language())
        task = progress.add_task(title, total=None)
        changed = action.reseal_everything(
            keyring=wiring().keyring,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    done = Text(f"已用当前密钥重新加密 {changed} 人。", f"{changed} people are sealed with the current key now.")
    console.print(done.in_language(language()))
