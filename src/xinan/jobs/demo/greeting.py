"""What the demo says once it runs: where it is, and who may sign in."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from xinan.gateways.home import home
from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody of the demo who may sign in: a made-up person with a password that is no secret."""

    role: Text
    sees: Text
    username: str
    password: str


def show(console: Console, *, address: str, people: Sequence[SignIn], language: str) -> None:
    """The address, the sign-ins by role, how to stop."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in (Text("角色", "Role"), Text("看到", "Sees"), Text("用户名", "User name"), Text("密码", "Password")):
        table.add_column(title.in_language(language), no_wrap=title.en != "Sees")
    for person in people:
        table.add_row(
            person.role.in_language(language), person.sees.in_language(language), person.username, person.password
        )
    console.print()
    console.print(f"[bold green]薪安 Xin'an[/]  →  [bold link={address}]{address}[/]")
    console.print()
    if people:
        console.print(table)
        console.print()
    stop = Text("Ctrl-C 停止，数据保留。日志：", "Ctrl-C stops it; the data stay. Logs: ")
    console.print(f"[dim]{stop.in_language(language)}{home() / 'logs'}[/]", soft_wrap=True)
