"""`xinan credentials`: the appids and secrets of machines, for operators."""

import json
from datetime import timedelta
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from xinan.gateways.wiring import wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.revoke_credential import revoke_credential
from xinan.intake.actions.rotate_credential import USUAL_OVERLAP, rotate_credential
from xinan.intake.credentials.making import Opened
from xinan.intake.credentials.standing import Standing, standings
from xinan.intake.models import Credential
from xinan.jobs.arguments import language, wide_console
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Appids and secrets of machines.")

_Project = Annotated[str, typer.Option("--project", help="Number of the project the machine speaks for.")]
_Bank = Annotated[str, typer.Option("--bank", help="Or the bank's id, as its wage accounts name it.")]
_Appid = Annotated[str, typer.Argument(help="The credential's appid.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def create(
    name: Annotated[str, typer.Option("--name", help="What the machine is.")] = "site system",
    project: _Project = "",
    bank: _Bank = "",
    scope: Annotated[list[str] | None, typer.Option("--scope", help="A kind of sheet it may send; else all.")] = None,
    as_json: _Json = False,
) -> None:
    """Open a credential; its secret is printed once and cannot be read again."""
    wired = wiring()
    opened = open_credential(
        project_id=project,
        bank_id=bank,
        name=name,
        scopes=scope or (),
        by=None,
        now=wired.clock.now(),
        keyring=wired.keyring,
    )
    _tell(opened, as_json=as_json)


@app.command()
def rotate(
    appid: _Appid,
    overlap: Annotated[int, typer.Option(help="Days for which the old secret stays valid.")] = USUAL_OVERLAP.days,
    as_json: _Json = False,
) -> None:
    """Give a credential a new secret, printed once."""
    wired = wiring()
    opened = rotate_credential(
        appid, by=None, now=wired.clock.now(), keyring=wired.keyring, overlap=timedelta(days=overlap)
    )
    _tell(opened, as_json=as_json)


@app.command()
def revoke(appid: _Appid, as_json: _Json = False) -> None:
    """End a credential, for good."""
    credential = revoke_credential(appid, by=None, now=wiring().clock.now())
    if as_json:
        typer.echo(json.dumps({"appid": credential.appid, "revoked": True}))
        return
    _plain().print(Text(f"{appid} 已停用", f"{appid} revoked").in_language(language()))


@app.command("list")
def list_(project: _Project = "", bank: _Bank = "", as_json: _Json = False) -> None:
    """Credentials with their state and their use of the last 30 days; never a secret."""
    credentials = Credential.objects.select_related("project")
    if project:
        credentials = credentials.filter(project_id=project)
    if bank:
        credentials = credentials.filter(bank_id=bank)
    rows = standings(credentials, now=wiring().clock.now())
    if as_json:
        typer.echo(json.dumps([_record(row) for row in rows], ensure_ascii=False, indent=2))
        return
    wide_console().print(_table(rows))


def _tell(opened: Opened, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"appid": opened.credential.appid, "secret": opened.secret}))
        return
    console = _plain()
    console.print(f"appid   {opened.credential.appid}")
    console.print(f"secret  {opened.secret}", soft_wrap=True)
    console.print(Text("密钥只显示这一次。", "The secret is shown this once.").in_language(language()))


def _record(row: Standing) -> dict[str, Any]:
    credential = row.credential
    return {
        "appid": credential.appid,
        "name": credential.name,
        "project": credential.project_id or "",
        "bank": credential.bank_id,
        "state": row.state.value,
        "scopes": credential.scopes,
        "valid_from": credential.valid_from.astimezone(CHINA).isoformat(),
        "revoked_at": credential.revoked_at.astimezone(CHINA).isoformat() if credential.revoked_at else None,
        "old_secret_until": row.old_secret_until.astimezone(CHINA).isoformat() if row.old_secret_until else None,
        "last_used_at": row.last_used_at.astimezone(CHINA).isoformat() if row.last_used_at else None,
        "requests": row.requests,
        "refused": row.refused,
        "rows": row.rows,
        "refused_rows": row.refused_rows,
    }


def _table(rows: list[Standing]) -> Table:
    table = Table(box=None, pad_edge=False)
    titles = (
        Text("appid", "appid"),
        Text("系统", "System"),
        Text("项目或银行", "Project or bank"),
        Text("状态", "State"),
        Text("最近使用", "Last used"),
        Text("请求", "Requests"),
        Text("行数", "Rows"),
        Text("有误", "Refused"),
    )
    for title in titles:
        table.add_column(title.in_language(language()))
    for row in rows:
        used = row.last_used_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if row.last_used_at else ""
        table.add_row(
            row.credential.appid,
            row.credential.name,
            row.credential.project_id or row.credential.bank_id,
            row.state.value,
            used,
            str(row.requests),
            str(row.rows),
            str(row.refused_rows),
        )
    return table


def _plain() -> Console:
    return Console(highlight=False, markup=False)
