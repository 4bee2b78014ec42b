"""`xinan user`: who may sign in."""

import secrets
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from xinan.gateways.wiring import wiring
from xinan.jobs.arguments import language
from xinan.kernel.text import Text
from xinan.people.actions.add_user import NewPost, add_user
from xinan.people.actions.set_password import set_password
from xinan.people.enums import Role
from xinan.people.models import Appointment

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Who may sign in.")

_Ask = Annotated[bool, typer.Option("--ask", help="Ask for the password; otherwise one is made up and printed once.")]


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="What the person signs in with.")],
    name: Annotated[str, typer.Option(help="What the pages call the person.")],
    role: Annotated[Role, typer.Option(help="What the post lets its holder do.")],
    region: Annotated[str, typer.Option(help="Code of the post's place, such as 220100.")] = "",
    industries: Annotated[str, typer.Option(help="Industries of a department, parted by commas.")] = "",
    enterprise: Annotated[str, typer.Option(help="Credit code of the firm or bank.")] = "",
    ask: _Ask = False,
) -> None:
    """Give a person a sign-in and a post that begins today."""
    password = _password(ask=ask)
    post = NewPost(role, region, [word.strip() for word in industries.split(",") if word.strip()], enterprise)
    add_user(username, display_name=name, password=password, post=post, from_on=wiring().clock.today())
    _tell(username, password, asked=ask)


@app.command("password")
def password_(username: Annotated[str, typer.Argument(help="Whose password.")], ask: _Ask = False) -> None:
    """Give a person another password."""
    password = _password(ask=ask)
    set_password(username, password=password)
    _tell(username, password, asked=ask)


@app.command("list")
def list_() -> None:
    """Everybody who may sign in, with their posts."""
    table = Table(box=None, pad_edge=False)
    titles = (
        Text("用户名", "User name"),
        Text("角色", "Role"),
        Text("辖区", "Place"),
        Text("行业", "Industries"),
        Text("企业", "Firm"),
        Text("起止", "From, to"),
    )
    for title in titles:
        table.add_column(title.in_language(language()))
    for post in Appointment.objects.select_related("user").order_by("user__username", "from_on"):
        table.add_row(
            post.user.username + ("" if post.user.is_active else " ✗"),
            str(post.role),
            post.region_code,
            ", ".join(post.industries or []),
            post.enterprise_id or "",
            f"{post.from_on} – {post.to_on or ''}",
        )
    Console().print(table)


def _password(*, ask: bool) -> str:
    if not ask:
        return secrets.token_urlsafe(9)
    question = Text("密码", "Password").in_language(language())
    return str(typer.prompt(question, hide_input=True, confirmation_prompt=True))


def _tell(username: str, password: str, *, asked: bool) -> None:
    shown = Text("由您设定", "as you set it").in_language(language()) if asked else password
    Console(highlight=False, markup=False).print(f"{username}  {shown}", soft_wrap=True)
